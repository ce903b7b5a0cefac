//! Ninety texts that are not meant well, each through every door that words come in by: as
//! the alias of an account, as who signed in, as the reason and the error of a provider, as
//! a tenant's name and as its user id. What the window is sent is text: whole, and without a
//! letter that steers, turns or hides others.

use domain::{LifecycleName, UserId};
use serde_json::{Value, json};
use simulator::{Config, Fault, Scenario};
use wire::{Code, GroupBy, IntegrationView, SaveTenant, SetAlias};

use crate::desk::Desk;
use crate::hostile_texts::{Hostile, all, is_odd};

/// The longest message of somebody else's that is kept, and the longest name, in letters.
const LONGEST: usize = 2_000;
const LONGEST_NAME: usize = 254;

async fn empty() -> Desk {
    let config = Config {
        scenario: Scenario::Empty,
        ..Config::default()
    };
    Desk::with(config).await
}

/// What is to be read of a message: a line stays a line, and what steers is a space.
fn words(text: &str) -> String {
    let steers = |c: char| c.is_control() && c != '\n';
    let seen = text.chars().filter(|c| c.is_control() || !is_odd(*c));
    let all: Vec<char> = seen.map(|c| if steers(c) { ' ' } else { c }).collect();
    let mut words: String = all.iter().take(LONGEST).collect();
    if all.len() > LONGEST {
        words.push('…');
    }
    words
}

/// What is to be read of a name: one line, and shorter.
fn name(text: &str) -> String {
    let seen = text.chars().filter(|c| !is_odd(*c));
    seen.take(LONGEST_NAME).collect()
}

/// That nothing of what is sent to the window steers, turns or hides letters. A user id is
/// a key: what is not exactly it is another tenant.
fn is_text(sent: &Value, whose: &str) {
    match sent {
        Value::String(text) => {
            let odd = text.chars().find(|c| *c != '\n' && is_odd(*c));
            assert_eq!(odd, None, "{whose}: {text:?}");
        }
        Value::Array(all) => all.iter().for_each(|one| is_text(one, whose)),
        Value::Object(members) => {
            let told = members.iter().filter(|(member, _)| *member != "user");
            told.for_each(|(_, one)| is_text(one, whose));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// As the window gets it: through JSON and back it is the same.
fn sent(pane: &IntegrationView) -> Value {
    let json = serde_json::to_string(pane).unwrap();
    let read: IntegrationView = serde_json::from_str(&json).unwrap();
    assert_eq!(read, *pane);
    serde_json::from_str(&json).unwrap()
}

/// Two accounts of one tenant: one that works and says who it is, one that failed.
async fn told(desk: &Desk, user: &str, hostile: &Hostile) {
    let notion = desk.auth_config("notion", true).await;
    let works = desk.seed_as(user, notion.as_str(), &hostile.text).await;
    desk.tell(&works, json!({ "alias": hostile.text }));
    let slack = desk.auth_config("slack", true).await;
    let failed = desk.seed(user, slack.as_str()).await;
    let reason = json!({ "status": "FAILED", "status_reason": hostile.text });
    desk.tell(&failed, reason);
}

#[tokio::test]
async fn what_a_provider_says_reaches_the_window_as_text_and_whole() {
    let desk = empty().await;
    let all = all();
    for (at, hostile) in all.iter().enumerate() {
        told(&desk, &format!("tenant-{at:03}"), hostile).await;
    }
    desk.swept("every account is a row", || async {
        desk.rows("").await.len() == all.len() * 2
    })
    .await;
    for row in desk.rows("").await {
        let pane = desk.show(&row.id).await;
        let at: usize = pane.user.trim_start_matches("tenant-").parse().unwrap();
        let Hostile { name: of, text } = &all[at];
        is_text(&sent(&pane), of);
        if row.toolkit.as_str() == "slack" {
            assert_eq!(row.state, LifecycleName::Error, "{of}");
            assert_eq!(pane.status_reason, Some(words(text)), "{of}");
            assert_eq!(pane.diagnosis.unwrap().raw, Some(words(text)), "{of}");
        } else {
            assert_eq!(row.state, LifecycleName::Active, "{of}");
            assert_eq!(pane.alias, Some(name(text)), "{of}");
            if pane.identity.is_none() && !row.is_reason {
                let shown = &row.account_or_reason;
                assert_eq!(
                    Some(shown),
                    pane.alias.as_ref(),
                    "{of}: the list cuts it too"
                );
            }
            // What is too long to be somebody's name is nobody's, and is not cut to fit.
            let who: String = words(text).chars().filter(|c| !is_odd(*c)).collect();
            let who = who.trim().to_owned();
            let fits = who.chars().count() <= LONGEST_NAME;
            let found = pane.identity.map(|found| found.name);
            assert_eq!(found, fits.then_some(who), "{of}");
        }
    }
    let triage = desk.triage(GroupBy::Cause).await;
    is_text(&serde_json::to_value(triage).unwrap(), "Triage");
}

#[tokio::test]
async fn the_alias_that_somebody_else_set_is_cut_wherever_it_is_shown() {
    let desk = empty().await;
    let notion = desk.auth_config("notion", true).await;
    let account = desk.seed("acme", notion.as_str()).await;
    desk.tell(&account, json!({ "alias": "a".repeat(5_000) }));
    desk.swept("it is a row with its alias", || async {
        match desk.rows("").await.first() {
            Some(row) => desk.show(&row.id).await.alias.is_some(),
            None => false,
        }
    })
    .await;
    let row = desk.rows("").await.remove(0);
    let ask = SetAlias {
        integration: row.id,
        alias: "main".into(),
    };
    // The account goes on telling the old one.
    let _ = desk.app.run(ask).await;
    let told = desk.audit().await.into_iter();
    let before: Vec<String> = told.filter_map(|row| row.before).collect();
    assert!(!before.is_empty());
    assert!(
        before.iter().all(|it| *it == "a".repeat(LONGEST_NAME)),
        "{before:?}"
    );
}

#[tokio::test]
async fn a_user_id_stays_the_key_that_it_is_and_is_shown_without_tricks() {
    let desk = empty().await;
    let slack = desk.auth_config("slack", true).await;
    let all = all();
    // What cannot be an id is no row: nothing of it is guessed.
    let ids = all.iter().map(|one| one.text.as_str());
    let ids: Vec<&str> = ids.filter(|id| UserId::parse(*id).is_ok()).collect();
    assert!(ids.len() >= 60, "{}", ids.len());
    for id in &ids {
        desk.seed(id, slack.as_str()).await;
    }
    desk.swept("each is a row", || async {
        desk.rows("").await.len() == ids.len()
    })
    .await;
    for row in desk.rows("").await {
        let pane = desk.show(&row.id).await;
        assert!(ids.contains(&pane.user.as_str()), "{:?}", pane.user);
        assert_eq!(row.tenant_name, name(&pane.user));
        // It is found by what is seen of it, and by the id itself.
        for typed in [&row.tenant_name, &pane.user] {
            let found = desk.rows(typed).await;
            assert!(found.iter().any(|it| it.id == row.id), "{typed:?}");
        }
        is_text(&sent(&pane), &pane.user);
        let text = pane.user.clone();
        let offered = desk.app.run(wire::FindRecent { text }).await.unwrap();
        let offered = serde_json::to_value(offered).unwrap();
        assert!(offered.to_string().contains("name"), "{offered}");
        is_text(&offered, &pane.user);
    }
}

#[tokio::test]
async fn a_name_that_is_typed_is_kept_as_text_or_refused_with_nothing_saved() {
    let desk = empty().await;
    let mut kept = 0;
    for (at, Hostile { name: of, text }) in all().iter().enumerate() {
        let ask = SaveTenant {
            tenant: None,
            user: format!("tenant-{at:03}"),
            name: text.clone(),
            contact: String::new(),
            expected: String::new(),
            tags: Vec::new(),
        };
        let typed = text.trim();
        let fits = typed.chars().count() <= 200 && !typed.chars().any(is_odd);
        match desk.app.run(ask).await {
            Ok(_) if fits => kept += 1,
            Ok(_) => panic!("{of} was kept"),
            Err(fault) => {
                assert_eq!((fault.code, fits), (Code::BadInput, false), "{of}");
                is_text(&serde_json::to_value(fault).unwrap(), of);
            }
        }
    }
    assert!(kept >= 60, "{kept}");
    let audit = desk.audit().await;
    assert_eq!(audit.len(), kept, "one line for each that was kept");
}

#[tokio::test]
async fn an_alias_that_is_typed_reaches_composio_as_it_is_or_not_at_all() {
    let desk = empty().await;
    let slack = desk.auth_config("slack", true).await;
    desk.seed("acme", slack.as_str()).await;
    desk.swept("it is a row", || async { desk.rows("").await.len() == 1 })
        .await;
    let row = desk.rows("").await.remove(0);
    let mut stands = None;
    for Hostile { name: of, text } in all() {
        let ask = SetAlias {
            integration: row.id.clone(),
            alias: text.clone(),
        };
        let typed = text.trim();
        let fits = typed.chars().count() <= 100 && !typed.chars().any(is_odd);
        match desk.app.run(ask).await {
            Ok(_) => {
                assert!(fits, "{of} was sent");
                stands = Some(typed.to_owned());
            }
            Err(fault) => assert_eq!((fault.code, fits), (Code::BadInput, false), "{of}"),
        }
        assert_eq!(desk.remote("acme").await[0].alias, stands, "{of}");
        let pane = desk.show(&row.id).await;
        assert_eq!(pane.alias, stands, "{of}");
        is_text(&sent(&pane), of);
    }
}

#[tokio::test]
async fn the_words_of_an_error_are_told_as_text_and_whole() {
    let desk = empty().await;
    let slack = desk.auth_config("slack", true).await;
    desk.seed("acme", slack.as_str()).await;
    desk.swept("it is a row", || async { desk.rows("").await.len() == 1 })
        .await;
    let row = desk.rows("").await.remove(0);
    for Hostile { name: of, text } in all() {
        let refused = Fault {
            route: "PATCH /connected_accounts/{id}".into(),
            status: Some(400),
            message: Some(text.clone()),
            ..Fault::default()
        };
        desk.sim.faults(vec![refused]).unwrap();
        let ask = SetAlias {
            integration: row.id.clone(),
            alias: "main".into(),
        };
        let fault = desk.app.run(ask).await.unwrap_err();
        assert_eq!(fault.code, Code::ComposioRejected, "{of}");
        let said = words(&text);
        let said = said.trim().trim_end_matches('.');
        let sentence = format!("Composio refused: {said}. Nothing changed.");
        assert_eq!(fault.message, sentence, "{of}");
        is_text(&serde_json::to_value(&fault).unwrap(), of);
    }
    let audit = serde_json::to_value(desk.audit().await).unwrap();
    is_text(&audit, "the audit list");
}
