//! A checker that never complains proves nothing: each invariant is broken once.

use serde_json::{Value, json};

use super::*;

const NOW: i64 = 1_800_000_000_000;

/// One sign-in that was won, and everything as it should be.
struct Won {
    scene: Scene,
    facts: Facts,
}

impl Won {
    fn new() -> Self {
        let scene = Scene {
            accounts: vec![account("ca_1", "sw-1", "ACTIVE")],
            requests: vec![request("POST /connected_accounts/link", "/link", 201)],
            key: "ak_key".to_owned(),
            shown: vec![Shown::SignIn("1".to_owned()), Shown::User("ada".to_owned())],
            raised: 1,
            now: NOW,
            ..Scene::default()
        };
        let facts = Facts {
            rows: vec![row("active", "ca_1")],
            attempts: vec![trip()],
            audit: vec![
                line(1, "intent", None, ""),
                line(2, "outcome", Some(1), "done"),
            ],
            retiring: Vec::new(),
            head: 2,
        };
        Self { scene, facts }
    }

    /// The rules that are told as broken once it rests.
    fn told(&self) -> Vec<String> {
        let announced = self.facts.audit.clone();
        let all = broken(&self.scene, &self.facts, &announced, true);
        let rules = all.iter().filter_map(|one| one.split_once(':'));
        rules.map(|(rule, _)| rule.to_owned()).collect()
    }

    #[track_caller]
    fn breaks(&self, rule: &str) {
        assert_eq!(self.told(), [rule]);
    }
}

fn account(id: &str, alias: &str, status: &str) -> Value {
    json!({
        "id": id, "user_id": "ada", "auth_config_id": "ac_1", "status": status,
        "alias": alias, "deleted": false, "connected": true,
    })
}

fn request(route: &str, path: &str, status: u16) -> Value {
    json!({ "time": "2027-01-15T08:00:00Z", "route": route, "path": path, "status": status })
}

/// Received at another moment, and answered.
fn timed(route: &str, path: &str, time: &str) -> Value {
    json!({ "time": time, "route": route, "path": path, "status": 200 })
}

fn row(state: &str, account: &str) -> Held {
    Held {
        user: "ada".to_owned(),
        auth_config: "ac_1".to_owned(),
        state: state.to_owned(),
        account: Some(account.to_owned()),
    }
}

fn trip() -> Trip {
    Trip {
        id: "1".to_owned(),
        integration: "row".to_owned(),
        state: "won".to_owned(),
        account: Some("ca_1".to_owned()),
        alias: "sw-1".to_owned(),
        expires_at: Some(NOW),
        ended_at: Some(NOW),
        used: true,
        user: "ada".to_owned(),
    }
}

fn line(seq: i64, kind: &str, intent: Option<i64>, result: &str) -> Line {
    Line {
        seq,
        kind: kind.to_owned(),
        action: "Connect".to_owned(),
        target: "ada, ca_1".to_owned(),
        integration: "row".to_owned(),
        intent,
        result: result.to_owned(),
    }
}

#[test]
fn what_is_as_it_should_be_is_not_told() {
    assert_eq!(Won::new().told(), [""; 0]);
}

#[test]
fn a_second_account_of_a_sign_in_is_told() {
    let mut won = Won::new();
    let second = account("ca_2", "sw-1", "INITIATED");
    won.scene.accounts.push(second);
    assert!(won.told().contains(&"I1 one account a sign-in".to_owned()));
}

#[test]
fn a_working_account_without_a_row_is_told() {
    let mut won = Won::new();
    let stranger = account("ca_2", "theirs", "ACTIVE");
    won.scene.accounts.push(stranger);
    won.breaks("I1 one working account a row");
}

#[test]
fn what_a_sign_in_left_that_was_cancelled_is_told() {
    let mut won = Won::new();
    let mut given_up = trip();
    given_up.state = "cancelled".to_owned();
    given_up.alias = "sw-2".to_owned();
    given_up.account = Some("ca_2".to_owned());
    won.facts.attempts.push(given_up);
    let left = account("ca_2", "sw-2", "INITIATED");
    won.scene.accounts.push(left);
    won.breaks("I2 what was given up is gone");
    won.scene.accounts[1]["deleted"] = true.into();
    assert_eq!(won.told(), [""; 0]);
}

#[test]
fn a_row_that_hides_an_account_that_works_is_told() {
    for state in ["added", "pending"] {
        let mut won = Won::new();
        won.facts.rows[0].state = state.to_owned();
        won.breaks("I3 what works is shown");
    }
}

#[test]
fn an_account_of_ours_that_nobody_here_knows_is_told() {
    let mut won = Won::new();
    let mut lost = trip();
    lost.alias = "sw-2".to_owned();
    lost.account = None;
    lost.state = "lost".to_owned();
    won.facts.attempts.push(lost);
    let made = account("ca_2", "sw-2", "INITIATED");
    won.scene.accounts.push(made);
    won.breaks("I2 no account of ours is unknown");
    // One that somebody finished and that died since is nobody's to take away.
    won.scene.accounts[1]["status"] = json!("EXPIRED");
    won.scene.accounts[1]["connected"] = json!(true);
    assert_eq!(won.told(), [""; 0]);
    won.scene.accounts[1]["status"] = json!("INACTIVE");
    won.breaks("I2 no account of ours is unknown");
}

#[test]
fn an_active_row_that_was_never_confirmed_is_told() {
    let mut won = Won::new();
    won.scene.accounts[0]["connected"] = json!(false);
    assert_eq!(
        won.told(),
        ["I3 active was confirmed", "I3 a win was confirmed"]
    );
}

#[test]
fn a_row_that_works_although_its_account_was_deleted_from_here_is_told() {
    let mut won = Won::new();
    won.scene.accounts[0]["deleted"] = json!(true);
    assert_eq!(won.told(), [""; 0], "somebody else may have deleted it");
    let deletion = |seq, kind, intent| Line {
        action: "Delete at Composio".to_owned(),
        ..line(seq, kind, intent, "unknown")
    };
    let both = [deletion(3, "intent", None), deletion(4, "outcome", Some(3))];
    won.facts.audit.extend(both);
    won.facts.head = 4;
    won.breaks("I3 what we deleted is gone");
    let last = won.facts.audit.len() - 1;
    "unknown; read back as gone".clone_into(&mut won.facts.audit[last].result);
    won.breaks("I3 what we deleted is gone");
    "unknown; read back as ACTIVE".clone_into(&mut won.facts.audit[last].result);
    assert_eq!(won.told(), [""; 0], "somebody else did it afterwards");
}

#[test]
fn an_unknown_outcome_that_nobody_read_back_is_told() {
    for action in ["Withdraw access", "Enable", "Disable", "Set the alias"] {
        let mut won = Won::new();
        let intent = line(3, "intent", None, "");
        let outcome = line(4, "outcome", Some(3), "unknown: no answer");
        for deed in [intent, outcome] {
            won.facts.audit.push(Line {
                action: action.to_owned(),
                ..deed
            });
        }
        won.facts.head = 4;
        won.breaks("I5 an unknown outcome was read back");
        for seen in ["read back as INACTIVE", "Composio could not be read"] {
            won.facts.audit[3].result = format!("unknown: no answer; {seen}");
            assert_eq!(won.told(), [""; 0]);
        }
    }
}

#[test]
fn a_win_without_its_outcome_is_told() {
    let mut won = Won::new();
    won.facts.audit.truncate(1);
    won.facts.head = 1;
    assert_eq!(
        won.told(),
        ["I3 a win has an audit row", "I5 an intent has one outcome"]
    );
}

#[test]
fn a_sign_in_that_stays_open_is_told() {
    let mut won = Won::new();
    won.scene.shown.clear();
    won.facts.attempts[0].state = "opened".to_owned();
    won.facts.attempts[0].expires_at = Some(NOW - GRACE - 1);
    won.breaks("I4 no sign-in stays open");
    won.facts.attempts[0].expires_at = Some(NOW);
    assert_eq!(won.told(), [""; 0], "its link lives");
}

#[test]
fn a_write_that_nobody_announced_is_told() {
    let mut won = Won::new();
    let write = "DELETE /connected_accounts/{nanoid}";
    let sent = request(write, "/connected_accounts/ca_1", 200);
    won.scene.requests.push(sent);
    won.breaks("I5 a write has its intent");
    won.scene.requests.pop();
    for _ in 0..SENDS {
        let link = request("POST /connected_accounts/link", "/link", 201);
        won.scene.requests.push(link);
    }
    won.breaks("I5 a link has its intent");
}

#[test]
fn a_line_that_was_taken_out_is_told() {
    let mut won = Won::new();
    won.facts.head = 3;
    won.breaks("I5 the audit list is whole");
    won.facts.head = 2;
    won.facts.audit[1].seq = 3;
    won.breaks("I5 the audit list is whole");
}

#[test]
fn a_second_outcome_of_an_intent_is_told() {
    let mut won = Won::new();
    won.facts.audit.push(line(3, "outcome", Some(1), "done"));
    won.facts.head = 3;
    won.breaks("I5 an intent has one outcome");
}

#[test]
fn an_end_without_its_time_is_told() {
    let mut won = Won::new();
    won.facts.attempts[0].ended_at = None;
    won.breaks("I4 an end has its time");
}

#[test]
fn a_sign_in_that_came_no_further_than_its_request_is_told() {
    for state in ["planned", "sent"] {
        let mut won = Won::new();
        won.scene.shown.clear();
        won.facts.attempts[0].state = state.to_owned();
        won.breaks("I11 a stable state");
    }
}

/// Each rule is called by the number of its invariant and by its own words.
#[test]
fn each_rule_is_broken_in_here() {
    let rules = [include_str!("../rules.rs"), include_str!("audit.rs")].concat();
    let texts = rules.split("\"I").skip(1);
    let named: Vec<&str> = texts
        .filter(|text| text.starts_with(|first: char| first.is_ascii_digit()))
        .filter_map(|text| text.split('"').next())
        .collect();
    assert!(named.len() > 20, "{named:?}");
    for rule in named {
        let here = include_str!("tests.rs").contains(&format!("\"I{rule}\""));
        assert!(here, "no test breaks I{rule}");
    }
}

#[test]
fn a_state_used_twice_is_told() {
    let mut won = Won::new();
    won.scene.raised = 2;
    won.breaks("I6 a state is used once");
}

#[test]
fn a_key_on_the_disk_is_told() {
    let home = tempfile::tempdir().unwrap();
    let mut won = Won::new();
    won.scene.home = home.path().into();
    assert_eq!(won.told(), [""; 0]);
    std::fs::write(home.path().join("log"), "the key is ak_key").unwrap();
    won.breaks("I7 no secret on the disk");
}

#[test]
fn a_state_of_a_callback_on_the_disk_is_told_also_where_it_stands_alone() {
    let home = tempfile::tempdir().unwrap();
    let mut won = Won::new();
    won.scene.home = home.path().into();
    let state = "5c".repeat(32);
    let ours = format!("dev.switchboard.desktop://oauth/callback?attempt=1&state={state}");
    won.scene.accounts[0]["callback_url"] = ours.into();
    assert_eq!(won.told(), [""; 0]);
    std::fs::write(home.path().join("log"), format!("{state} was used")).unwrap();
    won.breaks("I7 no secret on the disk");
    let theirs = "https://team.example/done?state=used";
    won.scene.accounts[0]["callback_url"] = theirs.into();
    assert_eq!(
        won.told(),
        [""; 0],
        "what a customer's page is told is not ours"
    );
}

#[test]
fn more_than_our_share_is_told_whenever_the_minute_begins() {
    let mut won = Won::new();
    let route = "GET /connected_accounts";
    let early = timed(route, "/connected_accounts", "2027-01-15T08:00:31Z");
    let late = timed(route, "/connected_accounts", "2027-01-15T08:01:30Z");
    won.scene.requests.clear();
    won.scene.requests.extend(vec![early; SHARE / 2]);
    won.scene.requests.extend(vec![late; SHARE / 2 + 1]);
    won.breaks("I8 within our share");
    won.scene.requests.pop();
    assert_eq!(won.told(), [""; 0], "just our share");
    let later = timed(route, "/connected_accounts", "2027-01-15T08:01:31Z");
    won.scene.requests.extend(vec![later; SHARE / 2]);
    assert_eq!(won.told(), [""; 0], "sixty seconds later");
}

#[test]
fn a_success_that_only_the_window_knows_is_told() {
    let mut won = Won::new();
    won.scene.shown = vec![Shown::User("ben".to_owned())];
    won.breaks("I9 a success that was shown is stored");
    won.scene.shown = vec![Shown::SignIn("2".to_owned())];
    won.breaks("I9 a success that was shown is stored");
}

#[test]
fn an_account_that_is_there_is_not_gone_unless_it_was_denied_twice_and_not_at_once() {
    let mut won = Won::new();
    won.facts.rows[0].state = "revoked".to_owned();
    won.breaks("I10 gone was proven");
    let route = "GET /connected_accounts/{nanoid}";
    let denied = request(route, "/connected_accounts/ca_1", 404);
    won.scene.requests.push(denied.clone());
    won.breaks("I10 gone was proven");
    won.scene.requests.push(denied.clone());
    won.breaks("I10 gone was proven");
    let mut again = denied;
    again["time"] = "2027-01-15T08:00:04.999Z".into();
    won.scene.requests.push(again.clone());
    won.breaks("I10 gone was proven");
    again["time"] = "2027-01-15T08:00:05Z".into();
    won.scene.requests.push(again);
    assert_eq!(won.told(), [""; 0]);
}

#[test]
fn what_is_still_to_go_is_told() {
    let mut won = Won::new();
    won.facts.retiring.push("ca_0".to_owned());
    won.breaks("I11 what is to go is gone");
}
