//! What a cancelled sign-in leaves behind, whenever the cancel comes.

use domain::{AttemptState, LifecycleName};
use simulator::Fault;
use wire::{CancelAttempt, Reconnect};

use crate::connect::fault;
use crate::desk::Desk;

#[tokio::test]
async fn a_cancelled_attempt_leaves_no_account_behind() {
    let desk = Desk::open().await;
    let view = desk.begin("new-tenant", "gmail").await;
    desk.app
        .run(CancelAttempt {
            attempt: view.id.clone(),
        })
        .await
        .unwrap();
    assert_eq!(desk.ended(&view.id).await.state, AttemptState::Cancelled);
    assert_eq!(
        desk.show(&view.integration).await.row.state,
        LifecycleName::Added
    );
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(10);
    while !desk.remote("new-tenant").await.is_empty() {
        assert!(
            tokio::time::Instant::now() < deadline,
            "its link must be dead"
        );
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_list_that_is_quicker_than_the_answer_gives_no_row_to_a_cancelled_sign_in() {
    let desk = Desk::open().await;
    let unused = desk.begin("new-tenant", "gmail").await;
    desk.sim.advance_clock(std::time::Duration::from_secs(601));
    desk.ended(&unused.id).await;
    let before = desk.show(&unused.integration).await.account;
    let silent = Fault {
        hang: Some("after".into()),
        ..fault("POST /connected_accounts/link")
    };
    desk.sim.faults(vec![silent]).unwrap();
    let integration = unused.integration.clone();
    let again = desk.app.run(Reconnect { integration }).await.unwrap();
    desk.swept("the list shows what the request made", || async {
        desk.remote("new-tenant").await.len() == 2
    })
    .await;
    let attempt = again.id;
    desk.app.run(CancelAttempt { attempt }).await.unwrap();
    let looks = std::cell::Cell::new(0);
    desk.swept("the project was read since", || {
        looks.set(looks.get() + 1);
        std::future::ready(looks.get() > 3)
    })
    .await;
    let pane = desk.show(&unused.integration).await;
    assert_eq!(pane.account, before, "it stands for what it stood for");
}

#[tokio::test]
async fn an_account_that_comes_after_a_cancel_is_not_taken_and_not_left() {
    let desk = Desk::open().await;
    let slow = Fault {
        latency_ms: 400,
        ..fault("POST /connected_accounts/link")
    };
    desk.sim.faults(vec![slow]).unwrap();
    let auth_config = desk.auth_config("gmail", true).await;
    let view = desk.connect("new-tenant", &auth_config).await.unwrap();
    desk.until("the request is sent", |desk| {
        desk.attempts()
            .iter()
            .any(|seen| seen.id == view.id && seen.state == AttemptState::Sent)
    })
    .await;
    desk.app
        .run(CancelAttempt {
            attempt: view.id.clone(),
        })
        .await
        .unwrap();
    desk.until("the answer came", |desk| {
        let requests = desk.sim.requests();
        let deleted = |request: &serde_json::Value| request["method"] == "DELETE";
        requests.iter().any(deleted)
    })
    .await;
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(10);
    while !desk.remote("new-tenant").await.is_empty() {
        assert!(tokio::time::Instant::now() < deadline, "its link is dead");
        tokio::task::yield_now().await;
    }
    assert_eq!(
        desk.show(&view.integration).await.row.state,
        LifecycleName::Added
    );
    let audit = desk.audit().await;
    let outcomes = audit
        .iter()
        .filter(|row| row.kind == "outcome" && row.action == "Connect");
    assert_eq!(outcomes.count(), 1, "one intent, one outcome");
}

#[tokio::test]
async fn an_account_that_a_refused_request_made_after_all_is_taken_away() {
    let desk = Desk::open().await;
    let denied = Fault {
        status: Some(409),
        commit: true,
        ..fault("POST /connected_accounts/link")
    };
    desk.sim.faults(vec![denied]).unwrap();
    let auth_config = desk.auth_config("gmail", true).await;
    let view = desk.connect("new-tenant", &auth_config).await.unwrap();
    assert_eq!(desk.ended(&view.id).await.state, AttemptState::Lost);
    assert_eq!(desk.remote("new-tenant").await.len(), 1, "and yet it is");
    desk.swept("nobody ever had its link, so it goes", || async {
        desk.remote("new-tenant").await.is_empty()
    })
    .await;
}

#[tokio::test]
async fn a_deletion_that_was_answered_and_not_done_is_asked_for_again() {
    let desk = Desk::open().await;
    let view = desk.begin("new-tenant", "gmail").await;
    let feigned = Fault {
        status: Some(200),
        body: Some("object".into()),
        ..fault("DELETE /connected_accounts/{id}")
    };
    desk.sim.faults(vec![feigned]).unwrap();
    let attempt = view.id.clone();
    desk.app.run(CancelAttempt { attempt }).await.unwrap();
    desk.swept("its link is dead", || async {
        desk.remote("new-tenant").await.is_empty()
    })
    .await;
    let audit = desk.audit().await;
    let told = audit
        .iter()
        .filter(|row| row.kind == "outcome" && row.action == "Delete the unused sign-in");
    let told: Vec<_> = told
        .map(|row| row.result.clone().unwrap_or_default())
        .collect();
    assert!(
        told.iter().any(|it| it.contains("still shows it")),
        "{told:?}"
    );
}
