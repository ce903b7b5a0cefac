//! The account that a reconnect replaced and that cannot be deleted, since something hangs on it:
//! what Composio denies is no proof that it is there.

use std::io::{Read as _, Write as _};
use std::time::Duration;

use domain::{AttemptState, IntegrationId};
use simulator::Fault;
use wire::{Reconnect, ShowIntegration};

use crate::life::Life;
use crate::rig::Rig;
use crate::table::faults;

const SWITCH: &str = "PATCH /connected_accounts/{nanoid}/status";

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

/// What is told of the account before, once that is known.
async fn told(life: &Life, row: &IntegrationId) -> String {
    for _ in 0..600 {
        let integration = row.clone();
        let pane = life.app.run(ShowIntegration { integration }).await.unwrap();
        let mut lines = pane.timeline.into_iter();
        let line = lines.find(|line| line.title == "Old account retired");
        if let Some(told) = line.and_then(|line| line.detail) {
            return told;
        }
        life.rest(Duration::from_secs(1)).await;
    }
    panic!("never told: what became of the account before")
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
        let ask = Reconnect {
            integration: integration.clone(),
        };
        let again = life.app.run(ask).await.unwrap();
        let account = life.linked(&again.id).await.unwrap();
        rig.decide(&account, true, "ada@example.com");
        assert_eq!(life.ended(&again.id).await.state, AttemptState::Won);
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
