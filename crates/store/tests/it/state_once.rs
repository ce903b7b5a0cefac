//! The state of an attempt is good once, for its link's life, and for nobody else.

use domain::attempt::GRACE_MILLIS;
use domain::{AttemptId, ConnectedAccountId};
use store::{Change, Store};

use crate::fixtures::{Home, at, attempt, first_fill, stored_attempt};

const HASH: [u8; 32] = [7; 32];
const EXPIRY: i64 = 600_000;

/// A store with one attempt that waits, its link good until [`EXPIRY`].
async fn waiting(home: &Home) -> (Store, AttemptId) {
    let store = home.open().await;
    let mut change = first_fill(1);
    let mut trip = attempt("attempt-1", 1);
    trip.attempt.mark_sent(at(2_100));
    let account = ConnectedAccountId::parse("ca_fake").unwrap();
    trip.attempt.mark_waiting(account, at(EXPIRY));
    let id = trip.attempt.id.clone();
    change.attempts.push(trip);
    store.settle(&change).await.unwrap();
    (store, id)
}

#[tokio::test]
async fn a_wrong_state_a_stranger_and_a_dead_link_change_nothing() {
    let home = Home::new();
    let (store, id) = waiting(&home).await;
    let stranger = AttemptId::parse("attempt-2").unwrap();
    let mut almost = HASH;
    almost[31] ^= 1;
    let dead = at(EXPIRY + GRACE_MILLIS + 1);
    assert!(!store.consume_state(&id, &almost, at(3_000)).await.unwrap());
    assert!(
        !store
            .consume_state(&stranger, &HASH, at(3_000))
            .await
            .unwrap()
    );
    assert!(!store.consume_state(&id, &HASH, dead).await.unwrap());
    let stored = stored_attempt(&store, &id).await.unwrap();
    assert_eq!(stored.state_used_at, None);
}

#[tokio::test]
async fn the_last_moment_of_the_grace_counts() {
    let home = Home::new();
    let (store, id) = waiting(&home).await;
    let last = at(EXPIRY + GRACE_MILLIS);
    assert!(store.consume_state(&id, &HASH, last).await.unwrap());
}

#[tokio::test]
async fn a_link_whose_end_is_not_known_yet_is_alive() {
    let home = Home::new();
    let store = home.open().await;
    let mut change = first_fill(1);
    change.attempts.push(attempt("attempt-1", 1));
    store.settle(&change).await.unwrap();
    let id = AttemptId::parse("attempt-1").unwrap();
    assert!(store.consume_state(&id, &HASH, at(3_000)).await.unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_a_thousand_who_come_at_once_exactly_one_uses_the_state() {
    let home = Home::new();
    let (store, id) = waiting(&home).await;
    // Half of them through a second opening of the file: another process, to SQLite.
    let other = home.open().await;
    let racers: Vec<_> = (0..1_000)
        .map(|n| {
            let store = if n % 2 == 0 { &store } else { &other }.clone();
            let id = id.clone();
            tokio::spawn(async move { store.consume_state(&id, &HASH, at(3_000 + n)).await })
        })
        .collect();
    let mut winners = Vec::new();
    for (n, racer) in (0..).zip(racers) {
        if racer.await.unwrap().unwrap() {
            winners.push(at(3_000 + n));
        }
    }
    assert_eq!(winners.len(), 1, "{winners:?}");
    let stored = stored_attempt(&store, &id).await.unwrap();
    assert_eq!(stored.state_used_at, Some(winners[0]));
}

#[tokio::test]
async fn a_used_state_stays_used_whatever_is_written_after_it() {
    let home = Home::new();
    let (store, id) = waiting(&home).await;
    let mut before = stored_attempt(&store, &id).await.unwrap();
    assert!(store.consume_state(&id, &HASH, at(3_000)).await.unwrap());

    // The watcher writes what it loaded before the callback came.
    before.attempt.mark_opened(at(3_500));
    before.state_hash = [8; 32];
    let change = Change {
        attempts: vec![before],
        ..Change::default()
    };
    store.settle(&change).await.unwrap();
    let stored = stored_attempt(&store, &id).await.unwrap();
    assert_eq!(stored.state_used_at, Some(at(3_000)));
    assert_eq!(stored.state_hash, HASH);
    assert_eq!(stored.attempt.opened_at, Some(at(3_500)));
    assert!(!store.consume_state(&id, &HASH, at(4_000)).await.unwrap());
}

#[tokio::test]
async fn a_sign_in_that_cannot_be_read_hides_no_other_of_those_that_are_asked_for() {
    let home = Home::new();
    let (store, id) = waiting(&home).await;
    let change = Change {
        attempts: vec![attempt("attempt-2", 1)],
        ..Change::default()
    };
    store.settle(&change).await.unwrap();
    let mut raw = home.raw().await;
    let spoilt = "UPDATE attempts SET way = 'pigeon' WHERE id = 'attempt-2'";
    sqlx::query(spoilt).execute(&mut raw).await.unwrap();
    let asked = [id.clone(), AttemptId::parse("attempt-2").unwrap()];
    let told = store.attempts_named(&asked).await.unwrap();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].attempt.id, id);
}
