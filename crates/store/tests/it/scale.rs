//! Large stores. The figures are printed, never asserted: `cargo test -p store
//! --release -- --ignored --nocapture scale`.

use std::time::Instant;

use store::{Change, IntegrationRecord};

use crate::fixtures::{Home, first_fill};

#[expect(clippy::print_stdout, reason = "the figures are what it is for")]
async fn fill_read_and_change(count: usize) {
    let home = Home::new();
    let store = home.open().await;
    let start = Instant::now();
    let settled = store.settle(&first_fill(count)).await.unwrap();
    let filled = start.elapsed();
    assert_eq!(settled.versions.len(), count);

    let start = Instant::now();
    let roster = store.roster().await.unwrap();
    let read = start.elapsed();
    assert_eq!(roster.integrations.len(), count);
    assert_eq!(roster.tenants.len(), count);

    let some: Vec<IntegrationRecord> = roster.integrations.into_iter().take(1_000).collect();
    let change = Change {
        integrations: some,
        ..Change::default()
    };
    let start = Instant::now();
    let settled = store.settle(&change).await.unwrap();
    let changed = start.elapsed();
    assert!(settled.versions.iter().all(|(_, version)| *version == 2));
    println!("{count} rows: filled in {filled:?}, read in {read:?}, 1,000 changed in {changed:?}");
}

#[tokio::test]
async fn thousands_of_rows_go_in_and_come_out_in_one_transaction() {
    fill_read_and_change(3_000).await;
}

#[tokio::test]
#[ignore = "prints figures"]
async fn fifty_thousand_rows() {
    fill_read_and_change(50_000).await;
}
