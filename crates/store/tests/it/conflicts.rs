//! Two who write at once, and changes that cannot be.

use domain::{AttemptState, ConnectedAccountId, Lost};
use store::{AuditKind, Change, Error, IntegrationRecord, Store};

use crate::fixtures::{
    Home, at, attempt, audit, first_fill, history_of, integration, integration_id, line,
    stored_attempt, tenant,
};

fn rows(records: Vec<IntegrationRecord>) -> Change {
    Change {
        integrations: records,
        ..Change::default()
    }
}

async fn record(store: &Store, n: usize) -> IntegrationRecord {
    let roster = store.roster().await.unwrap();
    let found = roster.integrations.into_iter();
    found
        .into_iter()
        .find(|record| record.id() == &integration_id(n))
        .unwrap()
}

#[tokio::test]
async fn a_row_that_somebody_else_wrote_first_is_refused_with_all_that_came_with_it() {
    let home = Home::new();
    let store = home.open().await;
    store.settle(&first_fill(3)).await.unwrap();
    let stale = record(&store, 2).await;
    store.settle(&rows(vec![stale.clone()])).await.unwrap();
    let before = store.roster().await.unwrap();

    let change = Change {
        tenants: vec![tenant(9)],
        integrations: vec![record(&store, 1).await, stale],
        attempts: vec![attempt("attempt-1", 1)],
        timeline: vec![line(1, 1, "never happened")],
        audit: vec![audit(AuditKind::Observed, "check", None)],
        removed: vec![integration_id(3)],
        ..Change::default()
    };
    let told = store.settle(&change).await;
    assert!(
        matches!(&told, Err(Error::Conflict { id }) if id == "integration-2"),
        "{told:?}"
    );
    assert_eq!(store.roster().await.unwrap(), before);
    assert_eq!(store.attempts_open().await.unwrap(), Vec::new());
    assert_eq!(
        store
            .audit_page(&store::AuditFilter::default(), 0, 10)
            .await
            .unwrap()
            .0,
        0
    );
    let history = history_of(&store, &integration_id(1), 9).await;
    assert_eq!(history, Vec::new());
}

#[tokio::test]
async fn a_new_row_whose_id_exists_and_an_old_one_that_is_gone_are_conflicts() {
    let home = Home::new();
    let store = home.open().await;
    store.settle(&first_fill(1)).await.unwrap();
    let told = store.settle(&rows(vec![integration(1)])).await;
    assert!(matches!(told, Err(Error::Conflict { .. })), "{told:?}");

    let old = record(&store, 1).await;
    let removed = Change {
        removed: vec![integration_id(1)],
        ..Change::default()
    };
    store.settle(&removed).await.unwrap();
    let told = store.settle(&rows(vec![old])).await;
    assert!(
        matches!(told, Err(Error::Conflict { .. })),
        "a removed row must not come back by a late write: {told:?}"
    );
}

#[tokio::test]
async fn a_row_that_comes_twice_in_one_change_is_a_conflict() {
    let home = Home::new();
    let store = home.open().await;
    store.settle(&first_fill(1)).await.unwrap();
    let row = record(&store, 1).await;
    let told = store.settle(&rows(vec![row.clone(), row])).await;
    assert!(matches!(told, Err(Error::Conflict { .. })), "{told:?}");
}

#[tokio::test]
async fn accounts_pass_between_rows_of_one_change_in_whatever_order_it_names_them() {
    for forward in [true, false] {
        let home = Home::new();
        let store = home.open().await;
        let mut fill = first_fill(250);
        for (place, account) in [(0, "ca_one"), (249, "ca_two")] {
            fill.integrations[place].connection.account = ConnectedAccountId::parse(account).ok();
        }
        store.settle(&fill).await.unwrap();
        let mut all = store.roster().await.unwrap().integrations;
        for record in &mut all {
            let next = match record.id() {
                id if *id == integration_id(1) => "ca_two",
                id if *id == integration_id(250) => "ca_one",
                _ => continue,
            };
            record.connection.account = ConnectedAccountId::parse(next).ok();
        }
        if !forward {
            all.reverse();
        }
        store.settle(&rows(all)).await.unwrap();
        let now = record(&store, 1).await.connection.account.unwrap();
        assert_eq!(now.as_str(), "ca_two", "forward: {forward}");
    }
}

#[tokio::test]
async fn an_account_that_another_row_keeps_is_not_taken_from_it() {
    let home = Home::new();
    let store = home.open().await;
    let mut fill = first_fill(2);
    fill.integrations[1].connection.account = ConnectedAccountId::parse("ca_two").ok();
    store.settle(&fill).await.unwrap();
    let before = store.roster().await.unwrap();
    let mut one = record(&store, 1).await;
    one.connection.account = ConnectedAccountId::parse("ca_two").ok();
    store.settle(&rows(vec![one])).await.unwrap_err();
    assert_eq!(store.roster().await.unwrap(), before);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_write_one_row_at_once_exactly_one_wins_each_round() {
    let home = Home::new();
    let store = home.open().await;
    store.settle(&first_fill(1)).await.unwrap();
    for round in 1..=5 {
        let row = record(&store, 1).await;
        assert_eq!(row.version, round);
        let racers: Vec<_> = (0..16)
            .map(|_| {
                let (store, change) = (store.clone(), rows(vec![row.clone()]));
                tokio::spawn(async move { store.settle(&change).await })
            })
            .collect();
        let mut won = 0;
        for racer in racers {
            match racer.await.unwrap() {
                Ok(_) => won += 1,
                Err(Error::Conflict { .. }) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(won, 1);
    }
}

#[tokio::test]
async fn a_place_or_an_account_that_is_taken_is_named() {
    let home = Home::new();
    let store = home.open().await;
    let account = ConnectedAccountId::parse("ca_fake").unwrap();
    let mut first = first_fill(2);
    first.integrations[0].connection.account = Some(account.clone());
    store.settle(&first).await.unwrap();

    let mut same_place = integration(1);
    same_place.connection.integration = integration_id(7);
    let mut same_account = integration(1);
    same_account.connection.integration = integration_id(8);
    same_account.slot = 2;
    same_account.connection.account = Some(account);
    let mut same_user = tenant(5);
    same_user.user = tenant(1).user;
    for (change, name) in [
        (rows(vec![same_place]), "tenant, auth config and slot"),
        (rows(vec![same_account]), "connected account"),
        (
            Change {
                tenants: vec![same_user],
                ..Change::default()
            },
            "user id",
        ),
    ] {
        let told = store.settle(&change).await;
        assert!(
            matches!(told, Err(Error::Taken { what }) if what == name),
            "{name}: {told:?}"
        );
    }
}

#[tokio::test]
async fn an_account_may_move_from_one_row_to_a_new_one_in_one_change() {
    let home = Home::new();
    let store = home.open().await;
    let account = |id: &str| Some(ConnectedAccountId::parse(id).unwrap());
    let mut first = first_fill(1);
    first.integrations[0].connection.account = account("ca_old");
    store.settle(&first).await.unwrap();

    let mut reconnected = record(&store, 1).await;
    reconnected.connection.account = account("ca_new");
    let mut second = integration(1);
    second.connection.integration = integration_id(2);
    second.connection.account = account("ca_old");
    second.slot = 2;
    store
        .settle(&rows(vec![reconnected, second]))
        .await
        .unwrap();
}

#[tokio::test]
async fn what_rests_on_nothing_is_missing() {
    let home = Home::new();
    let store = home.open().await;
    let orphan = store.settle(&rows(vec![integration(1)])).await;
    assert!(matches!(orphan, Err(Error::Missing)), "{orphan:?}");
    let change = Change {
        attempts: vec![attempt("attempt-1", 1)],
        ..Change::default()
    };
    let orphan = store.settle(&change).await;
    assert!(matches!(orphan, Err(Error::Missing)), "{orphan:?}");
    let outcome = audit(AuditKind::Outcome, "connect", Some(41));
    let orphan = store.audit(&outcome).await;
    assert!(matches!(orphan, Err(Error::Missing)), "{orphan:?}");
}

#[tokio::test]
async fn the_first_end_of_an_attempt_stands() {
    let home = Home::new();
    let store = home.open().await;
    let mut filled = first_fill(1);
    let mut trip = attempt("attempt-1", 1);
    trip.attempt.end(AttemptState::Cancelled, None, at(3_000));
    filled.attempts.push(trip.clone());
    store.settle(&filled).await.unwrap();

    let mut late = attempt("attempt-1", 1);
    late.attempt
        .end(AttemptState::Lost, Some(Lost::LinkUnused), at(9_000));
    for other in [late, attempt("attempt-1", 1)] {
        let change = Change {
            attempts: vec![other],
            ..Change::default()
        };
        let told = store.settle(&change).await;
        assert!(matches!(told, Err(Error::Conflict { .. })), "{told:?}");
    }
    let stored = stored_attempt(&store, &trip.attempt.id).await;
    assert_eq!(stored, Some(trip));
}
