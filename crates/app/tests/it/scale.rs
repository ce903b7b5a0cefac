//! Figures at 50,000 integrations. Nothing is asserted about time: the figures are
//! printed for whoever asks for them by name, in a release build.

use std::time::Instant;

use domain::LifecycleName;
use wire::{FindIntegrations, Sort, SortBy};

use crate::desk::Desk;

const MANY: u32 = 50_000;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "prints figures; run it by name with --release --nocapture"]
async fn figures_at_fifty_thousand() {
    let fleet = simulator::Config {
        scenario: simulator::Scenario::Fleet,
        tenants: 10_000,
        integrations: MANY as usize,
        rate_limit: simulator::RateLimit {
            requests: 100_000,
            window: std::time::Duration::from_secs(60),
        },
        ..Default::default()
    };
    let started = Instant::now();
    let desk = Desk::with(fleet).await;
    println!("read the whole project: {:?}", started.elapsed());
    let ask = |text: &str, by: SortBy, state: Option<LifecycleName>| FindIntegrations {
        text: text.into(),
        state,
        toolkit: None,
        narrow: wire::Narrow::default(),
        sort: Sort {
            by,
            descending: false,
        },
        offset: 20_000,
        limit: 100,
        locate: None,
    };
    for (what, question) in [
        ("first look, by tenant", ask("", SortBy::Tenant, None)),
        ("again", ask("", SortBy::Tenant, None)),
        ("one letter", ask("a", SortBy::Tenant, None)),
        ("a word", ask("gmail", SortBy::Tenant, None)),
        (
            "nothing matches",
            ask("no such thing", SortBy::Tenant, None),
        ),
        (
            "by state",
            ask("", SortBy::State, Some(LifecycleName::Error)),
        ),
    ] {
        let started = Instant::now();
        let page = desk.app.run(question).await.unwrap();
        println!(
            "{what}: {:?} ({} rows match)",
            started.elapsed(),
            page.total
        );
    }
    triage_at_fifty_thousand(&desk, ask("", SortBy::Tenant, None)).await;
    let all = desk.all().await;
    assert!(
        all > MANY * 9 / 10,
        "all but abandoned accounts have a row, {all} do"
    );
}

#[expect(clippy::print_stdout, reason = "the figures are what it is for")]
async fn triage_at_fifty_thousand(desk: &Desk, plain: FindIntegrations) {
    let needs = FindIntegrations {
        narrow: wire::Narrow {
            view: wire::ListView::NeedsAction,
            ..Default::default()
        },
        ..plain
    };
    let started = Instant::now();
    let page = desk.app.run(needs).await.unwrap();
    println!(
        "needs action: {:?} ({} rows)",
        started.elapsed(),
        page.total
    );
    for by in [wire::GroupBy::Cause, wire::GroupBy::Toolkit] {
        let started = Instant::now();
        let ask = wire::ShowTriage { by, state: None };
        let view = desk.app.run(ask).await.unwrap();
        println!(
            "triage by {by:?}: {:?} ({} rows in {} groups)",
            started.elapsed(),
            view.alarm,
            view.groups.len()
        );
    }
}
