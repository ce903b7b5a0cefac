//! What a full pass did not show is looked at soon, whatever stands in the way of the first look,
//! and however much of it there is.

use std::time::Duration;

use domain::LifecycleName;
use simulator::{Churn, Fault, Scenario};
use wire::{Code, Event, FindIntegrations, StopSync, SyncNow, SyncPhase};

use crate::database::written;
use crate::life::{Life, rows};
use crate::rig::Rig;
use crate::table::faults;

const LIST: &str = "GET /connected_accounts";
const ONE: &str = "GET /connected_accounts/{id}";
/// The next reading is a full pass.
const WHOLE: &str = "UPDATE meta SET value = '0' WHERE key = 'full_pass_done_at'";
/// As the simulator calls it where it tells of its requests.
const LOOKS: &str = "GET /connected_accounts/{nanoid}";
const USERS: [&str; 3] = ["ada", "ben", "cleo"];

/// Three who have an account, which somebody else then deletes.
async fn deleted_elsewhere(rig: &Rig, life: &Life) {
    life.synced().await;
    for user in USERS {
        life.connected(rig, user).await;
    }
    rig.sim.churn(Churn {
        delete: USERS.len(),
        ..Churn::default()
    });
}

async fn all_are_gone(life: &Life) {
    for user in USERS {
        let state = rows(life, user).await[0].state;
        assert_eq!(state, LifecycleName::Revoked, "{user}");
    }
}

async fn read_whole(rig: &Rig, life: &Life) -> wire::SyncView {
    written(&rig.database().unwrap(), WHOLE).await;
    life.sync().await
}

async fn how_many(life: &Life, state: LifecycleName) -> u32 {
    let ask = FindIntegrations {
        text: String::new(),
        state: Some(state),
        toolkit: None,
        narrow: wire::Narrow::default(),
        sort: wire::Sort::default(),
        offset: 0,
        limit: 1,
        locate: None,
    };
    life.app.run(ask).await.unwrap().total
}

fn fleet(integrations: usize) -> Rig {
    Rig::with(simulator::Config {
        scenario: Scenario::Fleet,
        tenants: integrations / 4,
        integrations,
        control: true,
        ..simulator::Config::default()
    })
}

/// Somebody else deletes every account that there is.
fn delete_all(rig: &Rig) {
    let there = rig.sim.accounts();
    let there = there.iter().filter(|account| account["deleted"] == false);
    rig.sim.churn(Churn {
        delete: there.count(),
        ..Churn::default()
    });
}

/// What was told last of how the reading goes.
fn phase(events: &[Event]) -> Option<SyncPhase> {
    events.iter().rev().find_map(|event| match event {
        Event::Sync(sync) => Some(sync.phase),
        _ => None,
    })
}

async fn stop(life: &Life) {
    life.app.run(StopSync {}).await.unwrap();
    life.until("it is stopped", |events| {
        phase(events) == Some(SyncPhase::Stopped)
    })
    .await;
}

/// A full pass found none of its accounts, and looks at one after the other.
async fn looking_at_what_is_missing(rig: &Rig, life: &Life) {
    life.synced().await;
    delete_all(rig);
    written(&rig.database().unwrap(), WHOLE).await;
    rig.sim.clear_requests();
    life.app.run(SyncNow {}).await.unwrap();
    life.until("a few were looked at once", |_| asked(rig, LOOKS) > 0)
        .await;
}

/// How many requests were for this.
fn asked(rig: &Rig, route: &str) -> usize {
    let all = rig.sim.requests();
    let those = all.iter().filter(|request| request["route"] == route);
    those.count()
}

#[test]
fn an_account_that_is_gone_and_could_not_be_looked_at_is_looked_at_again_within_minutes() {
    for unread in ["503", "200 page"] {
        let rig = Rig::new();
        rig.live(async |life| {
            deleted_elsewhere(&rig, life).await;
            // As often as one look tries.
            rig.sim.faults(vec![faults::times(unread, ONE, 3)]).unwrap();
            let looked = read_whole(&rig, life).await;
            assert_eq!(looked.fault, None, "{unread}: it is about one account");
            assert!(rig.sim.faulted() > 0, "{unread}: it was met");
            life.rest(Duration::from_secs(5 * 60)).await;
            all_are_gone(life).await;
        })
        .unwrap();
    }
}

#[test]
fn a_look_that_composio_puts_off_ends_the_pass_with_that_and_is_made_again() {
    for put_off in ["429 for 15 min", "sent elsewhere"] {
        let rig = Rig::new();
        rig.live(async |life| {
            deleted_elsewhere(&rig, life).await;
            rig.sim
                .faults(vec![faults::times(put_off, ONE, 1)])
                .unwrap();
            let looked = read_whole(&rig, life).await;
            assert!(looked.fault.is_some(), "{put_off}");
            life.rest(Duration::from_secs(20 * 60)).await;
            all_are_gone(life).await;
        })
        .unwrap();
    }
}

#[test]
fn what_was_not_looked_at_when_the_app_ended_is_looked_at_after_its_next_start() {
    let rig = Rig::new();
    rig.live(async |life| {
        deleted_elsewhere(&rig, life).await;
        rig.sim.faults(vec![faults::times("503", ONE, 0)]).unwrap();
        read_whole(&rig, life).await;
    })
    .unwrap();
    rig.sim.clear_faults();
    rig.live(async |life| {
        life.synced().await;
        all_are_gone(life).await;
    })
    .unwrap();
}

#[test]
fn a_key_that_is_refused_amid_the_looks_ends_the_pass_and_is_not_shown_again() {
    let rig = fleet(60);
    rig.live(async |life| {
        life.synced().await;
        let gone = how_many(life, LifecycleName::Revoked).await;
        let none_listed = Fault {
            route: LIST.into(),
            times: Some(0),
            mutate: Some("left_out".into()),
            ..Fault::default()
        };
        let refused = Fault {
            nth: 3,
            ..faults::times("401", ONE, 0)
        };
        rig.sim.faults(vec![none_listed, refused]).unwrap();
        rig.sim.clear_requests();
        let looked = read_whole(&rig, life).await;
        let code = looked.fault.map(|fault| fault.code);
        assert_eq!(code, Some(Code::ComposioUnauthorized));
        life.rest(Duration::from_secs(10 * 60)).await;
        let asked = asked(&rig, LOOKS);
        assert!((3..6).contains(&asked), "{asked} looks with a refused key");
        assert_eq!(how_many(life, LifecycleName::Revoked).await, gone);
    })
    .unwrap();
}

#[test]
fn however_many_are_gone_they_are_shown_so_within_minutes_and_nothing_else_is_read_anew() {
    let rig = fleet(600);
    rig.live(async |life| {
        life.synced().await;
        let works = how_many(life, LifecycleName::Active).await;
        assert!(works > 250, "{works} rows work");
        delete_all(&rig);
        read_whole(&rig, life).await;
        let left = how_many(life, LifecycleName::Active).await;
        assert!(left > 0, "not all with one reading");
        rig.sim.clear_requests();
        life.rest(Duration::from_secs(15 * 60)).await;
        assert_eq!(how_many(life, LifecycleName::Active).await, 0);
        let configs = asked(&rig, "GET /auth_configs");
        assert_eq!(configs, 0, "the rest took no second full pass");
    })
    .unwrap();
}

#[test]
fn who_stops_the_looks_at_what_is_missing_waits_for_none_of_them_and_they_go_on_when_asked() {
    let rig = fleet(120);
    rig.live(async |life| {
        looking_at_what_is_missing(&rig, life).await;
        stop(life).await;
        let asked = asked(&rig, LOOKS);
        assert!(asked < 60, "{asked} of about two hundred");
        assert!(how_many(life, LifecycleName::Active).await > 0);
        let looked = life.sync().await;
        assert_eq!((looked.phase, looked.fault), (SyncPhase::Idle, None));
        assert_eq!(how_many(life, LifecycleName::Active).await, 0);
    })
    .unwrap();
}

#[test]
fn a_reading_that_was_asked_for_before_stop_was_pressed_does_not_begin_after_it() {
    let rig = fleet(120);
    rig.live(async |life| {
        looking_at_what_is_missing(&rig, life).await;
        life.app.run(SyncNow {}).await.unwrap();
        stop(life).await;
        let left = how_many(life, LifecycleName::Active).await;
        assert!(left > 0, "it was stopped early");
        life.rest(Duration::from_secs(10 * 60)).await;
        assert_eq!(how_many(life, LifecycleName::Active).await, left);
    })
    .unwrap();
}

#[test]
fn looks_that_were_left_to_the_next_reading_are_shown_and_can_be_stopped_too() {
    let rig = fleet(600);
    rig.live(async |life| {
        life.synced().await;
        delete_all(&rig);
        read_whole(&rig, life).await;
        let left = how_many(life, LifecycleName::Active).await;
        assert!(left > 0, "not all with one reading");
        life.app.run(SyncNow {}).await.unwrap();
        life.until("the rest is looked at", |events| {
            phase(events) == Some(SyncPhase::Reading)
        })
        .await;
        stop(life).await;
        let still = how_many(life, LifecycleName::Active).await;
        assert!(still > 0, "of {left} rows");
        rig.sim.clear_requests();
        life.rest(Duration::from_secs(10 * 60)).await;
        let on_their_way = 1;
        assert!(asked(&rig, LOOKS) <= on_their_way, "until somebody asks");
        life.sync().await;
        assert!(how_many(life, LifecycleName::Active).await < still);
    })
    .unwrap();
}
