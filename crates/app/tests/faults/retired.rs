//! The account that a reconnect replaced: what Composio denies is no proof that it is there, what it
//! only says is none that it is off, and what cannot be done now is done later.

use std::io::{Read as _, Write as _};
use std::time::Duration;

use domain::{AttemptState, IntegrationId};
use simulator::Fault;
use wire::{Reconnect, ShowIntegration};

use crate::life::Life;
use crate::rig::Rig;
use crate::table::faults;

const SWITCH: &str = "PATCH /connected_accounts/{nanoid}/status";
const TRIGGERS: &str = "GET /trigger_instances/active";
const DELETE: &str = "DELETE /connected_accounts/{id}";

fn denied(route: &str, times: u32) -> Fault {
    faults::times("404", route, times)
}

/// Somebody else listens to the mail of an account.
fn listened_to(rig: &Rig, account: &str) {
    let base = rig.sim.base_url();
    let host = base.trim_start_matches("http://");
    let body = format!(r#"{{"connected_account_id":"{account}"}}"#);
    let request = format!(
        "POST /api/v3.1/trigger_instances/GMAIL_NEW_GMAIL_MESSAGE/upsert HTTP/1.1\r\n\
         host: {host}\r\nx-api-key: {}\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        rig.sim.api_key(),
        body.len()
    );
    let mut stream = std::net::TcpStream::connect(host).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

/// All that was told of the account before.
async fn tellings(life: &Life, row: &IntegrationId) -> Vec<String> {
    let integration = row.clone();
    let pane = life.app.run(ShowIntegration { integration }).await.unwrap();
    let lines = pane.timeline.into_iter();
    lines
        .filter(|line| line.title == "Old account retired")
        .filter_map(|line| line.detail)
        .collect()
}

/// What is told of the account before, once that is known.
async fn told(life: &Life, row: &IntegrationId) -> String {
    for _ in 0..600 {
        if let Some(told) = tellings(life, row).await.into_iter().next() {
            return told;
        }
        life.rest(Duration::from_secs(1)).await;
    }
    panic!("never told: what became of the account before")
}

/// Reconnects a row, and the same person allows it.
async fn reconnected(rig: &Rig, life: &Life, row: &IntegrationId) {
    let integration = row.clone();
    let again = life.app.run(Reconnect { integration }).await.unwrap();
    let account = life.linked(&again.id).await.unwrap();
    rig.decide(&account, true, "ada@example.com");
    assert_eq!(life.ended(&again.id).await.state, AttemptState::Won);
}

/// A reconnect of a row on whose account a trigger hangs, with this in its way: what is told of
/// the account before, and what it is at Composio then.
fn replaced(on_the_way: impl FnOnce(&str) -> Vec<Fault>) -> (String, String) {
    let rig = Rig::new();
    rig.live(async |life| {
        life.synced().await;
        let integration = life.connected(&rig, "ada").await;
        let old = rig.remote("ada")[0]["id"].as_str().unwrap().to_owned();
        listened_to(&rig, &old);
        rig.sim.faults(on_the_way(&old)).unwrap();
        reconnected(&rig, life, &integration).await;
        let told = told(life, &integration).await;
        let all = rig.remote("ada");
        let kept = all.iter().find(|account| account["id"] == old.as_str());
        let status = kept.unwrap()["status"].clone();
        (told, status.as_str().unwrap().to_owned())
    })
    .unwrap()
}

#[test]
fn a_replaced_account_that_is_gone_when_it_is_switched_off_is_not_told_as_still_there() {
    let (told, _) = replaced(|old| {
        let gone = format!("GET /connected_accounts/{old}");
        vec![denied(SWITCH, 0), denied(&gone, 0)]
    });
    assert!(told.contains("gone at Composio already"), "{told}");
    assert!(!told.contains("still"), "{told}");
    // Composio listed it a moment ago, and nobody looked what became of it.
    assert!(told.contains("by its list 1 trigger hangs on it"), "{told}");
}

#[test]
fn a_replaced_account_that_is_denied_once_is_switched_off_all_the_same() {
    let (told, status) = replaced(|_| vec![denied(SWITCH, 1)]);
    assert!(told.contains("switched off and kept"), "{told}");
    assert_eq!(status, "INACTIVE");
}

#[test]
fn a_replaced_account_that_is_only_said_to_be_switched_off_is_not_told_as_off() {
    let (told, status) = replaced(|_| vec![faults::times("200 {}", SWITCH, 0)]);
    assert_eq!(status, "ACTIVE");
    assert!(!told.contains("switched off and kept"), "{told}");
    assert!(told.contains("still shows it as ACTIVE"), "{told}");
}

#[test]
fn a_replaced_account_that_is_said_once_to_be_switched_off_is_asked_for_again() {
    let (told, status) = replaced(|_| vec![faults::times("200 {}", SWITCH, 1)]);
    assert!(told.contains("switched off and kept"), "{told}");
    assert_eq!(status, "INACTIVE");
}

#[test]
fn a_replaced_account_that_cannot_be_read_after_the_switch_is_not_told_as_off() {
    let (told, _) = replaced(|old| {
        let unread = format!("GET /connected_accounts/{old}");
        vec![faults::times("403", &unread, 0)]
    });
    assert!(!told.contains("switched off and kept"), "{told}");
    assert!(told.contains("could not be read afterwards"), "{told}");
}

#[test]
fn a_replaced_account_on_which_nobody_could_look_what_hangs_is_taken_away_once_they_can() {
    let rig = Rig::new();
    let row = rig.live(async |life| {
        life.synced().await;
        let row = life.connected(&rig, "ada").await;
        let silent = faults::times("503", TRIGGERS, 0);
        rig.sim.faults(vec![silent]).unwrap();
        reconnected(&rig, life, &row).await;
        let told = told(life, &row).await;
        assert!(told.contains("may still be at Composio"), "{told}");
        assert!(told.contains("It is tried again"), "{told}");
        life.rest(Duration::from_secs(10 * 60)).await;
        assert_eq!(tellings(life, &row).await.len(), 1, "it is told once");
        assert_eq!(rig.remote("ada").len(), 2);
        row
    });
    let row = row.unwrap();
    // It starts before that can be answered again.
    rig.live(async |life| {
        life.synced().await;
        life.rest(Duration::from_secs(30)).await;
        rig.sim.clear_faults();
        life.sync().await;
        assert_eq!(rig.remote("ada").len(), 1, "one account a row");
        let tellings = tellings(life, &row).await;
        let deleted = tellings.iter().any(|told| told.contains("was deleted"));
        assert!(deleted, "{tellings:?}");
        rig.check(true).await;
    })
    .unwrap();
}

#[test]
fn a_replaced_account_whose_deletion_is_not_proven_is_asked_for_again() {
    let rig = Rig::new();
    rig.live(async |life| {
        life.synced().await;
        let row = life.connected(&rig, "ada").await;
        // Composio says yes and does nothing, and is not there to be read after it.
        let only_said = faults::times("200 {}", DELETE, 2);
        let unread = rig.remote("ada")[0]["id"].as_str().unwrap().to_owned();
        let unread = format!("GET /connected_accounts/{unread}");
        rig.sim
            .faults(vec![only_said, faults::times("503", &unread, 0)])
            .unwrap();
        reconnected(&rig, life, &row).await;
        let told = told(life, &row).await;
        assert!(told.contains("may still be at Composio"), "{told}");
        rig.sim.clear_faults();
        life.sync().await;
        assert_eq!(rig.remote("ada").len(), 1, "one account a row");
        rig.check(true).await;
    })
    .unwrap();
}

#[test]
fn a_replaced_account_whose_deletion_is_refused_is_told_as_there_and_not_asked_for_again() {
    let rig = Rig::new();
    rig.live(async |life| {
        life.synced().await;
        let row = life.connected(&rig, "ada").await;
        let refused = faults::times("403", DELETE, 0);
        rig.sim.faults(vec![refused]).unwrap();
        reconnected(&rig, life, &row).await;
        let told = told(life, &row).await;
        assert!(told.contains("is still at Composio"), "{told}");
        life.rest(Duration::from_secs(10 * 60)).await;
        life.sync().await;
        let all = rig.sim.requests();
        let deleted = all.iter().filter(|request| request["method"] == "DELETE");
        assert_eq!(deleted.count(), 1);
    })
    .unwrap();
}
