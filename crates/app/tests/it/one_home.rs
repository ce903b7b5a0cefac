//! One home is worked on by one program at a time, and what it was at when it ended is told.

use domain::Timestamp;
use store::{AuditDetail, AuditEntry, AuditKind};
use vault::Vault;
use wire::{Code, Event, UseProfile};

use crate::desk::{self, Desk};

#[tokio::test]
async fn who_comes_second_to_a_home_touches_nothing_and_is_told() {
    let first = Desk::open().await;
    let (second, events) = desk::app(first.home.path(), &first.host, &Vault::memory()).await;
    second.start().await;
    let shown = events
        .lock()
        .unwrap()
        .iter()
        .rev()
        .find_map(|event| match event {
            Event::Snapshot(all) => Some((**all).clone()),
            _ => None,
        });
    let shown = shown.unwrap();
    let trouble = shown.trouble.unwrap();
    assert_eq!(trouble.code, Code::StoreUnavailable);
    assert!(trouble.message.contains("same data directory"), "{trouble}");
    assert!(shown.desk_closed);
    assert_eq!((shown.profile, shown.profiles), (None, Vec::new()));
    let profile = Some(first.snapshot().profiles[0].id.clone());
    second.run(UseProfile { profile }).await.unwrap_err();
    drop(second);
    let first = first.restart().await;
    assert_eq!(
        first.snapshot().trouble,
        None,
        "it is free once nobody has it"
    );
}

#[tokio::test]
async fn what_the_app_was_at_when_it_ended_has_an_outcome_at_the_next_start() {
    let desk = Desk::bare(simulator::Config::default(), Vault::memory()).await;
    let begun = AuditEntry {
        at: Timestamp::from_millis(1),
        actor: "Jo".into(),
        kind: AuditKind::Intent,
        action: "Add a project".into(),
        target: "Test".into(),
        integration: None,
        intent: None,
        result: None,
        reason: None,
        detail: AuditDetail::default(),
    };
    let file = store::Desk::open(&desk.home.path().join("desk.db")).await;
    let file = file.unwrap();
    file.audit(&begun).await.unwrap();
    file.close().await;
    let desk = desk.restart().await;
    let desk = desk.restart().await;
    let rows = desk.app.run(wire::FindDeskAudit {}).await.unwrap().rows;
    assert_eq!(rows.len(), 2, "once: {rows:?}");
    assert_eq!(
        (rows[0].kind.as_str(), rows[0].action.as_str()),
        ("outcome", "Add a project")
    );
    assert_eq!(
        rows[0].result.as_deref(),
        Some("unknown: Switchboard ended before it was done")
    );
}
