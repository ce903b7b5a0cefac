//! Another person signs in than was expected: nothing moves until somebody chooses.

use domain::{AttemptState, LifecycleName, Lost};
use wire::{AccountChoice, AttemptView, ChooseAccount, Code, Reconnect, RenewLink};

use crate::desk::Desk;

/// A row connected as Jane, and a reconnect by which Mallory signs in.
async fn mismatch(desk: &Desk) -> (AttemptView, AttemptView) {
    let (first, again) = open_reconnect(desk).await;
    desk.allow(&again, "mallory@example.com");
    asked(desk, &again).await;
    let again = desk.attempt(&again.id);
    (first, again)
}

async fn open_reconnect(desk: &Desk) -> (AttemptView, AttemptView) {
    let first = desk.begin("new-tenant", "gmail").await;
    desk.allow(&first, "jane@example.com");
    let first = desk.ended(&first.id).await;
    let again = desk
        .app
        .run(Reconnect {
            integration: first.integration.clone(),
        })
        .await
        .unwrap();
    desk.until("a second link is open", |desk| {
        desk.host.opened.lock().unwrap().len() == 2
    })
    .await;
    let again = desk.attempt(&again.id);
    (first, again)
}

async fn asked(desk: &Desk, view: &AttemptView) {
    desk.until("it is asked", |desk| {
        desk.attempts()
            .iter()
            .any(|seen| seen.id == view.id && seen.state == AttemptState::Differs)
    })
    .await;
}

async fn choose(
    desk: &Desk,
    view: &AttemptView,
    choice: AccountChoice,
    reason: &str,
) -> Result<(), wire::Fault> {
    let ask = ChooseAccount {
        attempt: view.id.clone(),
        choice,
        reason: reason.into(),
    };
    desk.app.run(ask).await.map(|_| ())
}

async fn accounts(desk: &Desk, count: usize) {
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(20);
    while desk.remote("new-tenant").await.len() != count {
        assert!(
            tokio::time::Instant::now() < deadline,
            "there should be {count} accounts"
        );
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn nothing_moves_until_somebody_chooses_and_the_question_survives_a_restart() {
    let desk = Desk::open().await;
    let (first, again) = mismatch(&desk).await;
    assert_eq!(again.expected.as_deref(), Some("jane@example.com"));
    assert_eq!(again.identity.unwrap().name, "mallory@example.com");
    let row = desk.show(&first.integration).await;
    assert_eq!(row.account, first.account, "the old account stays");
    assert_eq!(row.row.state, LifecycleName::Active);
    let desk = desk.restart().await;
    desk.synced().await;
    let row = desk.show(&first.integration).await;
    assert_eq!(row.account, first.account);
    assert_eq!(row.actions, [wire::RowAction::ShowAttempt]);
    assert_eq!(desk.rows("new-tenant").await.len(), 1, "no row by itself");
    assert_eq!(desk.remote("new-tenant").await.len(), 2);
    choose(&desk, &again_of(&desk, &again.id), AccountChoice::Undo, "")
        .await
        .unwrap();
    accounts(&desk, 1).await;
}

fn again_of(desk: &Desk, id: &domain::AttemptId) -> AttemptView {
    let events = desk.events.lock().unwrap();
    let open = events.iter().rev().find_map(|event| match event {
        wire::Event::Snapshot(snapshot) => snapshot
            .attempts
            .iter()
            .find(|view| view.id == *id)
            .cloned(),
        _ => None,
    });
    open.unwrap()
}

#[tokio::test]
async fn undo_takes_the_new_account_away_and_leaves_everything_as_it_was() {
    let desk = Desk::open().await;
    let (first, again) = mismatch(&desk).await;
    choose(&desk, &again, AccountChoice::Undo, "")
        .await
        .unwrap();
    let end = desk.ended(&again.id).await;
    assert_eq!(end.lost, Some(Lost::SomebodyElse));
    accounts(&desk, 1).await;
    let row = desk.show(&first.integration).await;
    assert_eq!(row.account, first.account);
    assert_eq!(row.identity.unwrap().name, "jane@example.com");
    let audit = desk.audit().await;
    assert!(audit.iter().any(|row| {
        row.result
            .as_deref()
            .is_some_and(|it| it.starts_with("undone"))
    }));
}

#[tokio::test]
async fn nobody_else_is_accepted_without_a_reason() {
    let desk = Desk::open().await;
    let (first, again) = mismatch(&desk).await;
    let refused = choose(&desk, &again, AccountChoice::Accept, "  ").await;
    assert_eq!(refused.unwrap_err().code, Code::BadInput);
    assert_eq!(desk.show(&first.integration).await.account, first.account);
}

#[tokio::test]
async fn accepting_moves_the_row_writes_the_reason_down_and_takes_the_old_account_away() {
    let desk = Desk::open().await;
    let (first, again) = mismatch(&desk).await;
    choose(&desk, &again, AccountChoice::Accept, "Ticket 12")
        .await
        .unwrap();
    assert_eq!(desk.ended(&again.id).await.state, AttemptState::Won);
    let row = desk.show(&first.integration).await;
    assert_eq!(row.account, again.account);
    assert_eq!(row.identity.unwrap().name, "mallory@example.com");
    accounts(&desk, 1).await;
    let audit = desk.audit().await;
    assert!(audit.iter().any(|row| {
        row.result
            .as_deref()
            .is_some_and(|it| it.contains("Ticket 12"))
    }));
    let twice = choose(&desk, &again, AccountChoice::Accept, "Again").await;
    assert_eq!(
        twice.unwrap_err().code,
        Code::AttemptOver,
        "one choice stands"
    );
}

#[tokio::test]
async fn keeping_both_makes_a_row_of_its_own_and_leaves_the_old_one_alone() {
    let desk = Desk::open().await;
    let (first, again) = mismatch(&desk).await;
    let refused = choose(&desk, &again, AccountChoice::KeepBoth, "").await;
    assert_eq!(
        refused.unwrap_err().code,
        Code::BadInput,
        "one account per tenant until an admin allows several"
    );
    assert!(!desk.attempt(&again.id).allow_multiple);
    let allow = wire::SetAllowMultiple { allow: true };
    desk.app.run(allow).await.unwrap();
    assert!(
        desk.attempt(&again.id).allow_multiple,
        "the sheet hears of it"
    );
    choose(&desk, &again, AccountChoice::KeepBoth, "")
        .await
        .unwrap();
    desk.ended(&again.id).await;
    let rows = desk.rows("new-tenant").await;
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|row| row.state == LifecycleName::Active));
    let old = desk.show(&first.integration).await;
    assert_eq!(old.account, first.account);
    assert_eq!(desk.remote("new-tenant").await.len(), 2);
    desk.app.run(wire::SyncNow {}).await.unwrap();
    desk.synced().await;
    assert_eq!(desk.rows("new-tenant").await.len(), 2, "and it stays so");
}

#[tokio::test]
async fn an_account_that_died_while_nobody_chose_cannot_be_accepted() {
    let desk = Desk::open().await;
    let (first, again) = mismatch(&desk).await;
    let id = again.account.clone().unwrap();
    desk.sim.sabotage(simulator::Sabotage::Expire {
        connected_account_id: id.to_string(),
    });
    let refused = choose(&desk, &again, AccountChoice::Accept, "Ticket 12").await;
    assert_eq!(refused.unwrap_err().code, Code::BadInput);
    assert_eq!(desk.show(&first.integration).await.account, first.account);
}

#[tokio::test]
async fn signing_in_again_undoes_the_wrong_account_and_opens_a_new_link() {
    let desk = Desk::open().await;
    let (first, again) = mismatch(&desk).await;
    let ask = RenewLink {
        attempt: again.id.clone(),
    };
    let third = desk.app.run(ask).await.unwrap();
    assert_ne!(third.id, again.id);
    desk.until("a third link is open", |desk| {
        desk.host.opened.lock().unwrap().len() == 3
    })
    .await;
    desk.allow(&desk.attempt(&third.id), "jane@example.com");
    assert_eq!(desk.ended(&third.id).await.state, AttemptState::Won);
    accounts(&desk, 1).await;
    assert_ne!(desk.show(&first.integration).await.account, first.account);
}

#[tokio::test]
async fn an_end_between_an_undo_and_its_clean_up_still_takes_the_account_away() {
    let desk = Desk::open().await;
    let (_, again) = mismatch(&desk).await;
    let dead = simulator::Fault {
        route: "DELETE /connected_accounts/{id}".into(),
        nth: 1,
        times: Some(1),
        latency_ms: 2_000,
        drop: Some("before".into()),
        ..Default::default()
    };
    desk.sim.faults(vec![dead]).unwrap();
    choose(&desk, &again, AccountChoice::Undo, "")
        .await
        .unwrap();
    desk.ended(&again.id).await;
    let desk = desk.restart().await;
    accounts(&desk, 1).await;
    assert_eq!(desk.rows("new-tenant").await.len(), 1);
}
