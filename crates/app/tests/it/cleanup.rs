//! Clean up unused attempts: only what nobody used, told as it came out.

use std::time::Duration;

use domain::{LifecycleName, Unused};
use simulator::{Decision, Fault};
use wire::{CleanUp, CleanupPlan, CleanupView, Code, Event, PlanCleanup, StopCleanup};

use crate::desk::Desk;

async fn plan(desk: &Desk) -> CleanupPlan {
    desk.app.run(PlanCleanup {}).await.unwrap()
}

async fn clean(desk: &Desk, plan: &CleanupPlan) -> CleanupView {
    let accounts = plan.unused.iter().map(|one| one.account.clone()).collect();
    desk.app.run(CleanUp { accounts }).await.unwrap();
    ended(desk).await
}

fn last(desk: &Desk) -> Option<CleanupView> {
    let events = desk.events.lock().unwrap();
    events.iter().rev().find_map(|event| match event {
        Event::Cleanup(view) => Some(view.clone()),
        _ => None,
    })
}

async fn ended(desk: &Desk) -> CleanupView {
    desk.until("the clean-up ends", |desk| {
        last(desk).is_some_and(|view| !view.running)
    })
    .await;
    last(desk).unwrap()
}

fn count(desk: &Desk, status: &str) -> u64 {
    desk.sim.state()["counts"][status].as_u64().unwrap()
}

#[tokio::test]
async fn nothing_chosen_is_refused_and_so_is_a_second_one_at_once() {
    let desk = Desk::open().await;
    let accounts = Vec::new();
    let fault = desk.app.run(CleanUp { accounts }).await.unwrap_err();
    assert_eq!(fault.code, Code::BadInput);
    let slow = Fault {
        route: "DELETE /connected_accounts/{id}".into(),
        nth: 1,
        times: Some(0),
        latency_ms: 400,
        ..Fault::default()
    };
    desk.sim.faults(vec![slow]).unwrap();
    let found = plan(&desk).await;
    let accounts: Vec<_> = found.unused.iter().map(|one| one.account.clone()).collect();
    let ask = CleanUp { accounts };
    desk.app.run(ask.clone()).await.unwrap();
    let fault = desk.app.run(ask).await.unwrap_err();
    assert_eq!(fault.code, Code::BadInput);
    desk.app.run(StopCleanup {}).await.unwrap();
    let view = ended(&desk).await;
    assert!(view.stopped, "{view:?}");
    assert!(view.deleted < view.total, "{view:?}");
    assert_eq!(view.left_count, 0, "{view:?}");
}

#[tokio::test]
async fn whose_an_unused_attempt_is_is_shown_without_tricks() {
    let desk = Desk::open().await;
    let new = composio::CreateLink {
        auth_config_id: desk.auth_config("gmail", true).await.to_string(),
        user_id: "acme\u{202e}24\u{200b}".into(),
        ..composio::CreateLink::default()
    };
    let made = desk.stranger().links().create(&new).await.unwrap();
    desk.sim.advance_clock(Duration::from_secs(11 * 60));
    let found = plan(&desk).await;
    let of_it = |it: &&wire::UnusedView| it.account.as_str() == made.connected_account_id;
    let one = found.unused.iter().find(of_it).unwrap();
    assert_eq!(one.tenant_name, "acme24");
}

#[tokio::test]
async fn an_account_that_came_to_life_since_the_list_was_made_is_left_alone() {
    let desk = Desk::open().await;
    let view = desk.begin("new-tenant", "gmail").await;
    desk.sim.advance_clock(Duration::from_secs(30));
    let account = view.account.clone().unwrap();
    desk.allow(&view, "jane@example.com");
    desk.ended(&view.id).await;
    let accounts = vec![account.clone()];
    desk.app.run(CleanUp { accounts }).await.unwrap();
    let end = ended(&desk).await;
    assert_eq!((end.deleted, end.left_count), (0, 1));
    assert!(end.left[0].why.contains("ACTIVE"), "{end:?}");
    assert_eq!(desk.remote("new-tenant").await.len(), 1);
}

#[tokio::test]
async fn what_composio_refuses_to_delete_is_told_and_the_rest_goes_on() {
    let desk = Desk::open().await;
    let found = plan(&desk).await;
    let refused = Fault {
        route: format!("DELETE /connected_accounts/{}", found.unused[0].account),
        nth: 1,
        times: Some(0),
        status: Some(403),
        ..Fault::default()
    };
    desk.sim.faults(vec![refused]).unwrap();
    let end = clean(&desk, &found).await;
    assert_eq!(end.left_count, 1, "{end:?}");
    assert_eq!(end.left[0].account, found.unused[0].account);
    assert_eq!(end.deleted + 1, end.total);
    assert!(!end.stopped, "it went on to the end");
}

#[tokio::test]
async fn unused_links_go_and_everything_that_ever_worked_stays() {
    let desk = Desk::open().await;
    let before: Vec<u64> = ["ACTIVE", "INACTIVE", "REVOKED", "FAILED"]
        .map(|status| count(&desk, status))
        .to_vec();
    let found = plan(&desk).await;
    assert_eq!(found.unused.len(), 14, "as many as the demo has");
    assert!(found.unused.iter().all(|one| one.why == Unused::LinkUnused));
    let rows: Vec<_> = found
        .unused
        .iter()
        .filter_map(|one| one.integration.clone())
        .collect();
    assert!(!rows.is_empty());
    let end = clean(&desk, &found).await;
    assert_eq!((end.deleted, end.left_count), (14, 0), "{end:?}");
    let after: Vec<u64> = ["ACTIVE", "INACTIVE", "REVOKED", "FAILED"]
        .map(|status| count(&desk, status))
        .to_vec();
    assert_eq!(before, after);
    for row in rows {
        let pane = desk.show(&row).await;
        assert_eq!(pane.row.state, LifecycleName::Added);
        assert_eq!(pane.account, None);
        assert_eq!(pane.timeline[0].title, "Unused attempt cleaned up");
    }
    let audit = desk.audit().await;
    let of = |kind: &str| {
        audit
            .iter()
            .filter(|row| row.kind == kind && row.action == "Delete unused attempt")
            .count()
    };
    assert_eq!((of("intent"), of("outcome")), (14, 14));
    assert!(plan(&desk).await.unused.is_empty(), "nothing is left to do");
}

#[tokio::test]
async fn a_sign_in_that_is_open_here_is_never_on_the_list() {
    let desk = Desk::open().await;
    let view = desk.begin("new-tenant", "gmail").await;
    desk.sim.advance_clock(Duration::from_secs(5 * 60));
    let account = view.account.clone().unwrap();
    let found = plan(&desk).await;
    assert!(found.unused.iter().all(|one| one.account != account));
    desk.sim
        .consent(
            account.as_str(),
            Decision {
                allow: true,
                account: Some("jane@example.com".into()),
                granted_scopes: None,
            },
        )
        .unwrap();
    desk.ended(&view.id).await;
}

fn deletions(audit: &[wire::AuditRowView], kind: &str) -> usize {
    let of = |row: &&wire::AuditRowView| row.kind == kind && row.action == "Delete unused attempt";
    audit.iter().filter(of).count()
}

/// So many calls of a route are told to wait; 0 is all of them.
fn told_to_wait(desk: &Desk, route: &str, times: u32) {
    let fault = Fault {
        route: route.into(),
        nth: 1,
        times: Some(times),
        status: Some(429),
        retry_after: Some("0".into()),
        ..Fault::default()
    };
    desk.sim.faults(vec![fault]).unwrap();
}

#[tokio::test]
async fn a_clean_up_that_is_told_to_wait_takes_the_same_account_again_under_one_intent() {
    for (route, times) in [
        ("DELETE /connected_accounts/{id}", 2),
        // A look is tried three times, for four accounts at once.
        ("GET /connected_accounts/{id}", 12),
    ] {
        let desk = Desk::open().await;
        let found = plan(&desk).await;
        told_to_wait(&desk, route, times);
        let end = clean(&desk, &found).await;
        assert_eq!((end.deleted, end.left_count), (14, 0), "{route}: {end:?}");
        let audit = desk.audit().await;
        let kinds = ["intent", "outcome"].map(|kind| deletions(&audit, kind));
        assert_eq!(kinds, [14, 14], "{route}");
    }
}

#[tokio::test]
async fn a_clean_up_ends_with_the_reason_where_waiting_does_not_help_and_where_nobody_answers() {
    let offline = Fault {
        route: "GET /connected_accounts/{id}".into(),
        nth: 1,
        times: Some(0),
        drop: Some("before".into()),
        ..Fault::default()
    };
    let limited = Fault {
        route: "DELETE /connected_accounts/{id}".into(),
        nth: 1,
        times: Some(0),
        status: Some(429),
        retry_after: Some("0".into()),
        ..Fault::default()
    };
    for (fault, why) in [
        (offline, "could not be reached"),
        (limited, "used up its requests"),
    ] {
        let desk = Desk::open().await;
        let found = plan(&desk).await;
        desk.sim.faults(vec![fault]).unwrap();
        let end = clean(&desk, &found).await;
        assert!(end.stopped && end.deleted == 0, "{end:?}");
        assert!(
            (1..=4).contains(&end.left_count),
            "the rest is not touched: {end:?}"
        );
        assert!(end.left[0].why.contains(why), "{end:?}");
        let audit = desk.audit().await;
        assert_eq!(deletions(&audit, "intent"), deletions(&audit, "outcome"));
    }
}
