//! A key that was withdrawn, an organisation that has used its requests up, and a server that says
//! when it is back: the core stops asking. And a run that could use all requests up: it keeps to its
//! share, and waits as it is told.

use std::time::Duration;

use domain::AttemptState;
use simulator::{Fault, Sabotage, Scenario};
use wire::{
    CheckAttempt, CheckTokens, CleanUp, CleanupView, Event, ListView, Narrow, PlanCleanup,
    StopCleanup,
};

use crate::checker;
use crate::life::Life;
use crate::rig::Rig;

/// A quarter of what the organisation may send in a minute.
const SHARE: usize = 2_500;
/// The sign-ins that are open, each of which asks by itself.
const SIGN_INS: usize = 8;
/// What asks besides them: the reading of the project and the look at its settings.
const BESIDES: usize = 2;

/// Every call is answered so.
fn always(status: u16, retry_after: &str) -> Fault {
    Fault {
        route: "*".into(),
        times: Some(0),
        status: Some(status),
        retry_after: Some(retry_after.into()),
        ..Fault::default()
    }
}

#[test]
fn a_key_that_is_refused_is_not_shown_again_and_again() {
    let rig = Rig::new();
    rig.live(async |life| {
        life.synced().await;
        let gmail = rig.auth_config("gmail");
        for n in 0..SIGN_INS {
            let view = life.connect(&format!("tenant-{n}"), &gmail).await.unwrap();
            life.linked(&view.id).await.unwrap();
        }
        rig.sim.sabotage(Sabotage::RejectApiKey(true));
        rig.sim.clear_requests();
        life.rest(Duration::from_secs(5 * 60)).await;
        let refused = rig.sim.requests().len();
        println!("{refused} requests with a refused key in five minutes");
        rig.sim.sabotage(Sabotage::RejectApiKey(false));
        life.sync().await;
        life.rest(Duration::from_secs(16 * 60)).await;
        let broken = checker::broken(&rig, true).await;
        assert!(broken.is_empty(), "{broken:?}");
        // Whoever asked before the first refusal was known may ask that once, and nobody twice.
        assert!(refused <= SIGN_INS + BESIDES, "{refused}");
    })
    .unwrap();
}

#[test]
fn an_organisation_without_requests_left_is_left_alone_for_as_long_as_it_says() {
    let rig = Rig::new();
    rig.live(async |life| {
        life.synced().await;
        rig.sim.faults(vec![always(429, "45")]).unwrap();
        rig.sim.clear_requests();
        life.rest(Duration::from_secs(45 * 4)).await;
        let asked = rig.sim.requests().len();
        println!("{asked} requests in four windows without any");
        rig.sim.clear_faults();
        assert!(life.sync().await.fault.is_none());
        // Each begins a minute after its last look, and has three tries, 45 s apart, in what is left.
        assert!(asked <= 3 * BESIDES, "{asked}");
    })
    .unwrap();
}

#[test]
fn open_sign_ins_leave_an_organisation_alone_as_well_and_come_to_an_end_all_the_same() {
    wait_a_quarter_of_an_hour(429);
}

#[test]
fn open_sign_ins_leave_a_server_alone_that_says_when_it_is_back_and_come_to_an_end_all_the_same() {
    wait_a_quarter_of_an_hour(503);
}

/// Told so by this answer, sign-ins that are open ask no more, and whoever knows better is listened to.
fn wait_a_quarter_of_an_hour(status: u16) {
    let rig = Rig::new();
    rig.live(async |life| {
        life.synced().await;
        let gmail = rig.auth_config("gmail");
        let mut open = Vec::new();
        for n in 0..SIGN_INS {
            let view = life.connect(&format!("tenant-{n}"), &gmail).await.unwrap();
            let account = life.linked(&view.id).await.unwrap();
            open.push((view.id, account));
        }
        rig.sim.faults(vec![always(status, "900")]).unwrap();
        rig.sim.clear_requests();
        life.rest(Duration::from_secs(8 * 60)).await;
        let asked = rig.sim.requests().len();
        println!("{asked} requests in eight minutes of {status} with eight sign-ins open");
        rig.sim.clear_faults();
        // Whoever was told once asks no second time in so short a while.
        assert!(asked <= SIGN_INS + BESIDES, "{asked}");
        let (attempt, account) = open.remove(0);
        rig.decide(&account, true, "tenant-0@example.com");
        let ask = CheckAttempt {
            attempt: attempt.clone(),
        };
        life.app.run(ask).await.unwrap();
        assert_eq!(life.ended(&attempt).await.state, AttemptState::Won);
        for (attempt, _) in &open {
            life.ended(attempt).await;
        }
        life.sync().await;
        let broken = checker::broken(&rig, true).await;
        assert!(broken.is_empty(), "{broken:?}");
    })
    .unwrap();
}

/// The most requests in any minute, wherever it begins.
fn most_in_a_minute(rig: &Rig) -> usize {
    let requests = rig.sim.requests();
    let at = |request: &serde_json::Value| {
        let time: jiff::Timestamp = request["time"].as_str().unwrap().parse().unwrap();
        time.as_millisecond()
    };
    let mut times: Vec<i64> = requests.iter().map(at).collect();
    times.sort_unstable();
    let ends = times.iter().enumerate();
    let in_minute = ends.map(|(last, end)| {
        let first = times.partition_point(|time| *time <= end - 60_000);
        last + 1 - first
    });
    in_minute.max().unwrap_or(0)
}

#[test]
fn a_check_of_everything_comes_near_our_share_of_the_budget_and_never_over_it() {
    let rig = Rig::with(simulator::Config {
        scenario: Scenario::Fleet,
        tenants: 1_500,
        integrations: 2_400,
        control: true,
        ..simulator::Config::default()
    });
    rig.live(async |life| {
        life.synced().await;
        let connected = Narrow {
            view: ListView::Connected,
            ..Narrow::default()
        };
        let ask = CheckTokens {
            narrow: connected,
            toolkit: None,
        };
        life.app.run(ask).await.unwrap();
        life.until("every token is checked", |events| {
            let last = events.iter().rev().find_map(|event| match event {
                Event::Checks(view) => Some(!view.running && view.done == view.total),
                _ => None,
            });
            last == Some(true)
        })
        .await;
        let (sent, most) = (rig.sim.requests().len(), most_in_a_minute(&rig));
        println!("{sent} requests for a check of everything, {most} of them in one minute");
        assert!(
            sent > 2 * SHARE,
            "there is more to ask than one minute allows"
        );
        // The room that is kept: for four rows of eight requests each, and a reading of all by 48 pages.
        let begun = SHARE - 4 * 8 - 2_400 / 50;
        assert!(most > begun - 20, "the share is used: {most}");
        // Of the rows that are under way then, requests are on their way still.
        assert!(most <= begun + 4 * 8, "and not more: {most}");
        let broken = checker::broken(&rig, true).await;
        assert!(broken.is_empty(), "{broken:?}");
    })
    .unwrap();
}

#[test]
fn a_clean_up_leaves_room_for_others_and_comes_to_its_end() {
    let rig = Rig::with(simulator::Config {
        scenario: Scenario::default(),
        control: true,
        rate_limit: simulator::RateLimit {
            requests: 160,
            window: Duration::from_secs(60),
        },
        ..simulator::Config::default()
    });
    rig.live(async |life| {
        life.synced().await;
        life.rest(Duration::from_secs(61)).await;
        let plan = life.app.run(PlanCleanup {}).await.unwrap();
        let accounts = plan.unused.iter().map(|one| one.account.clone()).collect();
        life.rest(Duration::from_secs(61)).await;
        rig.sim.clear_requests();
        life.app.run(CleanUp { accounts }).await.unwrap();
        let told = cleaned(life).await;
        let most = most_in_a_minute(&rig);
        let end = told.last().unwrap();
        assert_eq!((end.deleted, end.left_count), (end.total, 0), "{end:?}");
        assert!(
            told.iter().any(|view| view.waiting),
            "it is said that it waits"
        );
        assert!(!end.waiting);
        assert!(most <= 160 / 4, "no more than a quarter: {most}");
    })
    .unwrap();
}

/// What was told of clean-ups so far.
fn cleanups(events: &[Event]) -> Vec<CleanupView> {
    let all = events.iter().filter_map(|event| match event {
        Event::Cleanup(view) => Some(view.clone()),
        _ => None,
    });
    all.collect()
}

/// The same once none goes on.
async fn cleaned(life: &Life) -> Vec<CleanupView> {
    life.until("the clean-up ends", |events| {
        cleanups(events).last().is_some_and(|view| !view.running)
    })
    .await;
    cleanups(&life.events())
}

/// A clean-up of all that is unused begins, and so many of its deletions are told to wait.
async fn told_to_wait(rig: &Rig, life: &Life, retry_after: Option<&str>, times: u32) {
    let plan = life.app.run(PlanCleanup {}).await.unwrap();
    let accounts = plan.unused.iter().map(|one| one.account.clone()).collect();
    let spent = Fault {
        route: "DELETE /connected_accounts/{id}".into(),
        times: Some(times),
        status: Some(429),
        retry_after: retry_after.map(Into::into),
        ..Fault::default()
    };
    rig.sim.faults(vec![spent]).unwrap();
    life.app.run(CleanUp { accounts }).await.unwrap();
}

fn demo() -> Rig {
    Rig::with(simulator::Config {
        control: true,
        ..simulator::Config::default()
    })
}

#[test]
fn a_clean_up_waits_as_long_as_it_is_told_and_a_minute_at_most() {
    for (retry_after, seconds) in [(Some("45"), 45), (Some("900"), 60), (None, 5)] {
        let rig = demo();
        rig.live(async |life| {
            life.synced().await;
            let began = rig.desk.clock.time();
            told_to_wait(&rig, life, retry_after, 1).await;
            let told = cleaned(life).await;
            let took = rig.desk.clock.time() - began;
            let end = told.last().unwrap();
            assert_eq!((end.deleted, end.left_count), (end.total, 0), "{end:?}");
            assert!(told.iter().any(|view| view.waiting), "it is said");
            let longer = took - seconds * 1_000;
            assert!((0..10_000).contains(&longer), "{retry_after:?}: {took} ms");
        })
        .unwrap();
    }
}

#[test]
fn a_clean_up_that_is_stopped_waits_no_longer_and_another_one_begins_afresh() {
    let rig = demo();
    rig.live(async |life| {
        life.synced().await;
        let began = rig.desk.clock.time();
        told_to_wait(&rig, life, Some("45"), 0).await;
        life.until("it waits", |events| {
            cleanups(events).iter().any(|view| view.waiting)
        })
        .await;
        life.app.run(StopCleanup {}).await.unwrap();
        let told = cleaned(life).await;
        let took = rig.desk.clock.time() - began;
        let end = told.last().unwrap();
        assert!(end.stopped && end.deleted == 0, "{end:?}");
        assert!(took < 40_000, "{took} ms");
        rig.sim.clear_faults();
        told_to_wait(&rig, life, None, 1).await;
        life.until("the other one ends", |events| {
            let all = cleanups(events);
            all.len() > told.len() && all.last().is_some_and(|view| !view.running)
        })
        .await;
        let end = cleanups(&life.events()).pop().unwrap();
        assert!(!end.stopped && end.deleted == end.total, "{end:?}");
    })
    .unwrap();
}
