//! A crash at any instant loses nothing and duplicates nothing.

use domain::{AttemptState, LifecycleName};

use crate::desk::Desk;

#[tokio::test]
async fn an_attempt_survives_the_end_of_the_process_and_completes() {
    let desk = Desk::open().await;
    let view = desk.begin("new-tenant", "gmail").await;
    let desk = desk.restart().await;
    desk.allow(&view, "jane@example.com");
    assert_eq!(desk.ended(&view.id).await.state, AttemptState::Won);
    assert_eq!(desk.remote("new-tenant").await.len(), 1);
    assert_eq!(
        desk.show(&view.integration).await.row.state,
        LifecycleName::Active
    );
    let audit = desk.audit().await;
    let outcomes = audit.iter().filter(|row| row.kind == "outcome").count();
    let intents = audit.iter().filter(|row| row.kind == "intent").count();
    assert_eq!(
        (intents, outcomes),
        (1, 1),
        "the intent got its one outcome after the restart"
    );
}

#[tokio::test]
async fn an_end_between_a_reconnect_and_its_clean_up_leaves_one_account_and_one_row() {
    let desk = Desk::open().await;
    let first = desk.begin("new-tenant", "gmail").await;
    desk.allow(&first, "jane@example.com");
    desk.ended(&first.id).await;
    let slow = simulator::Fault {
        route: "DELETE /connected_accounts/{id}".into(),
        nth: 1,
        times: Some(1),
        latency_ms: 2_000,
        drop: Some("before".into()),
        ..Default::default()
    };
    desk.sim.faults(vec![slow]).unwrap();
    let row = first.integration.clone();
    let again = desk
        .app
        .run(wire::Reconnect { integration: row })
        .await
        .unwrap();
    desk.until("a second link is open", |desk| {
        desk.host.opened.lock().unwrap().len() == 2
    })
    .await;
    desk.allow(&desk.attempt(&again.id), "jane@example.com");
    desk.ended(&again.id).await;
    let desk = desk.restart().await;
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(40);
    while desk.remote("new-tenant").await.len() != 1 {
        assert!(tokio::time::Instant::now() < deadline, "the old one goes");
        tokio::task::yield_now().await;
    }
    assert_eq!(desk.rows("new-tenant").await.len(), 1);
}

#[tokio::test]
async fn what_was_connected_is_there_after_a_restart_without_reading_again() {
    let desk = Desk::open().await;
    let rows = desk.rows("").await;
    let desk = desk.restart().await;
    let again = desk.rows("").await;
    assert_eq!(
        again.iter().map(|row| &row.id).collect::<Vec<_>>(),
        rows.iter().map(|row| &row.id).collect::<Vec<_>>()
    );
}

#[tokio::test]
async fn an_account_whose_sign_in_was_cancelled_before_its_id_came_is_taken_away_after_a_restart() {
    let desk = Desk::open().await;
    let mute = simulator::Fault {
        route: "POST /connected_accounts/link".into(),
        nth: 1,
        times: Some(1),
        hang: Some("after".into()),
        ..Default::default()
    };
    desk.sim.faults(vec![mute]).unwrap();
    let auth_config = desk.auth_config("gmail", true).await;
    let view = desk.connect("new-tenant", &auth_config).await.unwrap();
    desk.swept("it is made, and nobody here knows its id", || async {
        desk.remote("new-tenant").await.len() == 1
    })
    .await;
    let attempt = view.id.clone();
    desk.app.run(wire::CancelAttempt { attempt }).await.unwrap();
    let desk = desk.restart().await;
    desk.swept("it is taken away", || async {
        desk.remote("new-tenant").await.is_empty()
    })
    .await;
    assert_eq!(
        desk.show(&view.integration).await.row.state,
        LifecycleName::Added
    );
}
