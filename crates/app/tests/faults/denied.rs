//! Composio knows nothing of an account that it is asked to change: somebody else deleted it. Its
//! row says so at once, or as soon as Composio can be read.

use domain::{IntegrationId, LifecycleName, Lost};
use simulator::{Churn, Fault};
use wire::{Code, Receipt, SetAlias, SetEnabled, ShowIntegration};

use crate::life::{Life, audited, rows};
use crate::rig::{Rig, both_sides_agree_after};
use crate::table::faults;

const ONE: &str = "GET /connected_accounts/{id}";
const ALIAS: &str = "PATCH /connected_accounts/{id}";
const SWITCH: &str = "PATCH /connected_accounts/{nanoid}/status";

/// Somebody else deletes the one account that there is.
fn deleted_elsewhere(rig: &Rig) {
    let one = Churn {
        delete: 1,
        ..Churn::default()
    };
    assert_eq!(rig.sim.churn(one).delete, 1);
}

/// Asks for an alias.
async fn named(life: &Life, row: &IntegrationId) -> Result<Receipt, wire::Fault> {
    let ask = SetAlias {
        integration: row.clone(),
        alias: "main".into(),
    };
    life.app.run(ask).await
}

/// Switches it off.
async fn disabled(life: &Life, row: &IntegrationId) -> Result<Receipt, wire::Fault> {
    let ask = SetEnabled {
        integration: row.clone(),
        enabled: false,
        reason: "unpaid".into(),
    };
    life.app.run(ask).await
}

async fn state(life: &Life) -> LifecycleName {
    rows(life, "ada").await[0].state
}

fn not_found(answer: Result<Receipt, wire::Fault>) {
    let told = answer.unwrap_err();
    assert_eq!(told.code, Code::ComposioNotFound, "{told}");
}

/// Somebody else deleted the account of a row; what is asked of it is answered with "not found",
/// and the row says that it is gone.
fn shows_that_it_is_gone(
    on_the_way: Vec<Fault>,
    ask: impl AsyncFnOnce(&Life, &IntegrationId) -> Result<Receipt, wire::Fault>,
) {
    both_sides_agree_after(async |rig, life, row| {
        deleted_elsewhere(rig);
        rig.sim.faults(on_the_way).unwrap();
        not_found(ask(life, row).await);
        assert_eq!(state(life).await, LifecycleName::Revoked);
    });
}

#[test]
fn an_alias_for_an_account_that_is_gone_shows_it_in_the_row() {
    shows_that_it_is_gone(vec![], named);
}

#[test]
fn a_switch_of_an_account_that_is_gone_shows_it_in_the_row() {
    shows_that_it_is_gone(vec![], disabled);
}

#[test]
fn a_switch_without_an_answer_of_an_account_that_is_gone_shows_it_in_the_row() {
    shows_that_it_is_gone(vec![faults::on("503", SWITCH)], disabled);
}

fn slip(route: &str, times: u32) -> Fault {
    faults::times("404", route, times)
}

async fn pane(life: &Life, row: &IntegrationId) -> wire::IntegrationView {
    let integration = row.clone();
    life.app.run(ShowIntegration { integration }).await.unwrap()
}

async fn is_paused_and_says_why(life: &Life, row: &IntegrationId) {
    let shown = pane(life, row).await;
    assert_eq!(shown.row.state, LifecycleName::Paused);
    assert_eq!(shown.pause.unwrap().label, "Paused by Jo: unpaid");
}

#[test]
fn an_account_that_is_denied_once_is_not_called_gone() {
    // The request itself, or what was read back, twice.
    for slip in [slip(ALIAS, 1), slip(ONE, 2)] {
        both_sides_agree_after(async |rig, life, row| {
            rig.sim.faults(vec![slip]).unwrap();
            not_found(named(life, row).await);
            assert_eq!(state(life).await, LifecycleName::Active);
            life.sync().await;
        });
    }
}

#[test]
fn an_alias_whose_account_is_denied_once_when_it_is_read_back_is_told_as_set() {
    both_sides_agree_after(async |rig, life, row| {
        rig.sim.faults(vec![slip(ONE, 1)]).unwrap();
        named(life, row).await.unwrap();
        assert_eq!(rig.sim.faulted(), 1, "the slip was met");
        assert_eq!(rig.remote("ada")[0]["alias"], "main");
        let shown = pane(life, row).await;
        assert_eq!(shown.alias.as_deref(), Some("main"), "before the next sync");
    });
}

/// What the newest outcome in the audit list says.
async fn outcome(life: &Life) -> String {
    let newest = audited(life)
        .await
        .into_iter()
        .find(|row| row.kind == "outcome");
    newest.unwrap().result.unwrap()
}

#[test]
fn an_account_that_is_found_by_a_later_look_after_an_alias_has_its_row_as_it_was_read() {
    // What was read back, twice; or the request itself and the look after it.
    for slips in [vec![slip(ONE, 2)], vec![slip(ALIAS, 1), slip(ONE, 1)]] {
        both_sides_agree_after(async |rig, life, row| {
            rig.sim.faults(slips).unwrap();
            not_found(named(life, row).await);
            assert_eq!(rig.sim.faulted(), 2, "both slips were met");
            let said = outcome(life).await;
            assert!(said.ends_with("read back as ACTIVE"), "at once: {said}");
            let shown = pane(life, row).await;
            let there = rig.remote("ada")[0]["alias"].clone();
            assert_eq!(shown.alias.as_deref(), there.as_str(), "before a sync");
        });
    }
}

#[test]
fn a_switch_whose_account_is_denied_once_when_it_is_read_back_is_told_as_done() {
    both_sides_agree_after(async |rig, life, row| {
        rig.sim.faults(vec![slip(ONE, 1)]).unwrap();
        disabled(life, row).await.unwrap();
        assert_eq!(rig.sim.faulted(), 1, "the slip was met");
        is_paused_and_says_why(life, row).await;
    });
}

#[test]
fn a_pause_that_composio_denied_twice_and_shows_after_all_keeps_its_reason() {
    both_sides_agree_after(async |rig, life, row| {
        rig.sim.faults(vec![slip(ONE, 2)]).unwrap();
        not_found(disabled(life, row).await);
        is_paused_and_says_why(life, row).await;
    });
}

#[test]
fn an_account_that_is_gone_and_cannot_be_looked_at_is_found_as_soon_as_it_can() {
    both_sides_agree_after(async |rig, life, row| {
        deleted_elsewhere(rig);
        rig.sim.faults(vec![faults::times("503", ONE, 0)]).unwrap();
        not_found(named(life, row).await);
        assert_eq!(state(life).await, LifecycleName::Active, "not known yet");
        rig.sim.clear_faults();
        life.sync().await;
        assert_eq!(state(life).await, LifecycleName::Revoked);
    });
}

/// Composio denies what is there, and goes on denying it; the row is Revoked.
async fn denied_by_mistake(rig: &Rig, life: &Life, row: &IntegrationId) {
    rig.sim.faults(vec![slip(ALIAS, 1), slip(ONE, 0)]).unwrap();
    not_found(named(life, row).await);
    assert_eq!(state(life).await, LifecycleName::Revoked);
}

#[test]
fn an_account_that_was_denied_twice_by_mistake_works_again_once_composio_says_so_of_it_alone() {
    both_sides_agree_after(async |rig, life, row| {
        denied_by_mistake(rig, life, row).await;
        life.sync().await;
        let listed = "a list alone proves nothing";
        assert_eq!(state(life).await, LifecycleName::Revoked, "{listed}");
        rig.sim.clear_faults();
        life.sync().await;
        assert_eq!(state(life).await, LifecycleName::Active);
        let told = &pane(life, row).await.timeline[0];
        assert_eq!(told.title, "Works again at Composio");
        assert_eq!(told.state, Some(LifecycleName::Active));
    });
}

#[test]
fn an_account_that_was_denied_twice_by_mistake_and_is_switched_off_is_shown_as_switched_off() {
    both_sides_agree_after(async |rig, life, row| {
        disabled(life, row).await.unwrap();
        denied_by_mistake(rig, life, row).await;
        rig.sim.clear_faults();
        life.sync().await;
        assert_eq!(state(life).await, LifecycleName::Paused);
        let told = &pane(life, row).await.timeline[0];
        assert_eq!(told.title, "There again at Composio, switched off");
    });
}

#[test]
fn who_connects_where_the_account_of_before_is_back_is_told_so_and_makes_no_second_one() {
    for (off, word, is) in [
        (false, "ACTIVE", LifecycleName::Active),
        (true, "INACTIVE", LifecycleName::Paused),
    ] {
        both_sides_agree_after(async |rig, life, row| {
            if off {
                disabled(life, row).await.unwrap();
            }
            denied_by_mistake(rig, life, row).await;
            // No reading has shown it yet.
            rig.sim.clear_faults();
            let gmail = rig.auth_config("gmail");
            let view = life.connect("ada", &gmail).await.unwrap();
            let end = life.ended(&view.id).await;
            assert_eq!(end.lost, Some(Lost::Duplicate), "{end:?}");
            let said = end.explanation.unwrap();
            assert!(said.contains(&format!("says {word}")), "{said}");
            assert_eq!(state(life).await, is);
            assert_eq!(rig.remote("ada").len(), 1);
        });
    }
}

#[test]
fn an_account_that_is_gone_or_cannot_be_asked_for_keeps_nobody_from_another_one() {
    for (unread, met) in [(vec![], 0), (vec![faults::times("503", ONE, 3)], 3)] {
        both_sides_agree_after(async |rig, life, row| {
            deleted_elsewhere(rig);
            not_found(named(life, row).await);
            assert_eq!(state(life).await, LifecycleName::Revoked);
            rig.sim.faults(unread).unwrap();
            let again = life.connected(rig, "ada").await;
            assert_eq!(rig.sim.faulted(), met, "the look before it");
            assert_eq!(again, *row);
        });
    }
}
