//! Checking many tokens in one run: what it finds, that it stops, and why it ends.

use domain::{Cause, Concern, LifecycleName};
use simulator::Sabotage;
use wire::{
    CheckTokens, ChecksView, Event, Fix, GroupBy, ListView, Narrow, StopChecks, TriageView,
};

use crate::desk::Desk;

impl Desk {
    fn last_checks(&self) -> Option<ChecksView> {
        let events = self.events.lock().unwrap();
        events.iter().rev().find_map(|event| match event {
            Event::Checks(view) => Some((**view).clone()),
            _ => None,
        })
    }

    async fn checks_ended(&self) -> ChecksView {
        self.until("the checks end", |desk| {
            desk.last_checks().is_some_and(|view| !view.running)
        })
        .await;
        self.last_checks().unwrap()
    }
}

fn everything() -> CheckTokens {
    CheckTokens {
        narrow: Narrow::default(),
        toolkit: None,
    }
}

#[tokio::test]
async fn a_provider_that_was_silent_is_checked_again_as_a_group() {
    let desk = Desk::open().await;
    let rows = desk.rows("acme").await;
    let good: Vec<_> = rows
        .iter()
        .filter(|row| row.state == LifecycleName::Active && row.toolkit.as_str() != "notion")
        .collect();
    desk.sim.sabotage(Sabotage::ProviderOutage(true));
    for row in &good {
        desk.check(&row.id).await;
    }
    let alarm = desk.triage(GroupBy::Cause).await.alarm;
    let silent = |view: TriageView| {
        view.groups
            .into_iter()
            .find(|group| group.code.as_deref() == Some(Cause::ProviderSilent.code()))
    };
    let group = silent(desk.triage(GroupBy::Cause).await).unwrap();
    assert_eq!(group.concern, Concern::Watch, "an outage is no alarm");
    assert_eq!(group.fix, Fix::CheckTokens);
    assert_eq!(group.rows as usize, good.len());
    desk.sim.sabotage(Sabotage::ProviderOutage(false));
    let ask = CheckTokens {
        narrow: group.narrow,
        toolkit: None,
    };
    desk.app.run(ask).await.unwrap();
    let ended = desk.checks_ended().await;
    assert_eq!((ended.done, ended.recovered), (group.rows, group.rows));
    let after = desk.triage(GroupBy::Cause).await;
    assert_eq!(after.alarm, alarm);
    assert!(silent(after).is_none());
}

#[tokio::test]
async fn a_run_of_checks_stops_when_told_and_only_one_goes_on() {
    let desk = Desk::with(simulator::Config {
        latency: std::time::Duration::from_millis(40),
        ..Default::default()
    })
    .await;
    desk.app.run(everything()).await.unwrap();
    let second = desk.app.run(everything()).await.unwrap_err();
    assert!(second.message.contains("already"), "{}", second.message);
    desk.until("one row is read", |desk| {
        desk.last_checks().is_some_and(|view| view.done > 0)
    })
    .await;
    desk.app.run(StopChecks {}).await.unwrap();
    let ended = desk.checks_ended().await;
    assert!(ended.stopped && ended.done < ended.total, "{ended:?}");
    desk.app.run(everything()).await.unwrap();
    desk.app.run(StopChecks {}).await.unwrap();
    desk.checks_ended().await;
}

#[tokio::test]
async fn a_refused_key_ends_a_run_of_checks_and_says_why() {
    let desk = Desk::open().await;
    desk.sim.sabotage(Sabotage::RejectApiKey(true));
    desk.app.run(everything()).await.unwrap();
    let ended = desk.checks_ended().await;
    let fault = ended.fault.unwrap();
    assert_eq!(fault.code, wire::Code::ComposioUnauthorized);
    assert!(!ended.stopped && ended.done < ended.total);
}

#[tokio::test]
async fn checking_what_is_connected_finds_what_fails_in_silence() {
    let desk = Desk::open().await;
    let narrow = Narrow {
        view: ListView::Connected,
        ..Narrow::default()
    };
    let connected = |row: &&wire::IntegrationRow| row.state == LifecycleName::Active;
    let before = desk.rows("").await.iter().filter(connected).count();
    let alarm = desk
        .app
        .run(wire::ShowOverview {})
        .await
        .unwrap()
        .needs_action;
    let check = CheckTokens {
        narrow,
        toolkit: None,
    };
    desk.app.run(check).await.unwrap();
    let ended = desk.checks_ended().await;
    assert!(ended.total as usize >= before, "all of them are asked");
    assert!(ended.failing > 0, "some of the demo fail, and nobody knew");
    let after = desk.app.run(wire::ShowOverview {}).await.unwrap();
    assert!(
        after.needs_action > alarm,
        "and now Triage raises the alarm"
    );
}
