//! A clock that is wrong, that is set while somebody signs in, and that stood still while
//! the computer slept, or went on without the waits.

use std::time::Duration;

use domain::{AttemptId, AttemptState, LifecycleName, Lost};

use crate::database::written;
use crate::life::{Life, rows};
use crate::rig::Rig;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// The computer sleeps for eight hours, and its waits with it, as on Linux: the clocks on the
/// walls go on, and what was waited for two seconds before is still two seconds away.
fn sleeps(rig: &Rig) {
    rig.desk.clock.step(8 * HOUR);
    rig.sim.advance_clock(Duration::from_secs(8 * 3_600));
}

/// The project can be read, and a little later the invariants hold.
async fn at_rest(rig: &Rig, life: &Life) {
    assert!(life.sync().await.fault.is_none());
    life.rest(Duration::from_secs(130)).await;
    rig.check(true).await;
}

/// Two sign-ins that are open: Jane will allow hers, and nobody uses Ben's link.
struct Open {
    jane: AttemptId,
    account: String,
    ben: AttemptId,
    begun: i64,
}

impl Open {
    async fn two(rig: &Rig, life: &Life) -> Self {
        let gmail = rig.auth_config("gmail");
        let jane = life.connect("jane", &gmail).await.unwrap().id;
        let account = life.linked(&jane).await.unwrap();
        let ben = life.connect("ben", &gmail).await.unwrap().id;
        life.linked(&ben).await.unwrap();
        Self {
            jane,
            account,
            ben,
            begun: rig.desk.clock.time(),
        }
    }

    /// Jane's is won by her consent, and Ben's is lost after its ten minutes.
    async fn end_neither_early_nor_late(&self, rig: &Rig, life: &Life, step: i64) {
        rig.decide(&self.account, true, "jane@example.com");
        let state = life.ended(&self.jane).await.state;
        assert_eq!(state, AttemptState::Won, "{step}");
        let lost = life.ended(&self.ben).await.lost;
        assert_eq!(lost, Some(Lost::LinkUnused), "{step}");
        let took = (rig.desk.clock.time() - self.begun) / 60_000;
        assert!((9..=13).contains(&took), "{step}: ended after {took} min");
        at_rest(rig, life).await;
    }
}

#[test]
fn a_clock_that_is_a_day_off_changes_nothing_for_a_sign_in() {
    for off in [-DAY, DAY, 365 * DAY] {
        let rig = Rig::new();
        rig.desk.clock.step(off);
        rig.live(async |life| {
            life.synced().await;
            let view = life
                .connect("jane", &rig.auth_config("gmail"))
                .await
                .unwrap();
            let account = life.linked(&view.id).await.unwrap();
            life.rest(Duration::from_secs(9 * 60)).await;
            life.app.link(&rig.way_back(&account));
            rig.decide(&account, true, "jane@example.com");
            assert_eq!(life.ended(&view.id).await.state, AttemptState::Won, "{off}");
            assert_eq!(
                *rig.desk.raised.lock().unwrap(),
                1,
                "its callback counts, {off}"
            );
            let unused = life
                .connect("ben", &rig.auth_config("gmail"))
                .await
                .unwrap();
            let begun = rig.desk.clock.time();
            assert_eq!(
                life.ended(&unused.id).await.lost,
                Some(Lost::LinkUnused),
                "{off}"
            );
            let took = (rig.desk.clock.time() - begun) / 60_000;
            assert!(
                (9..=12).contains(&took),
                "the link died after its ten minutes: {took}"
            );
            at_rest(&rig, life).await;
        })
        .unwrap();
    }
}

#[test]
fn a_clock_that_is_set_during_a_sign_in_ends_it_neither_early_nor_late() {
    for step in [-DAY, -HOUR, HOUR, DAY] {
        let rig = Rig::new();
        rig.live(async |life| {
            life.synced().await;
            let open = Open::two(&rig, life).await;
            rig.desk.clock.step(step);
            life.rest(Duration::from_secs(60)).await;
            life.app.link(&rig.way_back(&open.account));
            open.end_neither_early_nor_late(&rig, life, step).await;
            let raised = *rig.desk.raised.lock().unwrap();
            assert_eq!(raised, 1, "its callback counts, {step}");
        })
        .unwrap();
    }
}

#[test]
fn a_computer_that_slept_looks_at_once_and_finds_what_happened_meanwhile() {
    let rig = Rig::new();
    rig.live(async |life| {
        life.synced().await;
        let open = Open::two(&rig, life).await;
        rig.decide(&open.account, true, "jane@example.com");
        rig.desk
            .clock
            .pass(&rig.sim, Duration::from_secs(8 * 3_600));
        assert_eq!(life.ended(&open.jane).await.state, AttemptState::Won);
        assert_eq!(life.ended(&open.ben).await.lost, Some(Lost::LinkUnused));
        at_rest(&rig, life).await;
    })
    .unwrap();
}

#[test]
fn a_computer_whose_waits_slept_with_it_tells_soon_what_happened_meanwhile() {
    let rig = Rig::new();
    rig.live(async |life| {
        life.synced().await;
        let open = Open::two(&rig, life).await;
        rig.decide(&open.account, true, "jane@example.com");
        sleeps(&rig);
        let woke = rig.desk.clock.time();
        assert_eq!(life.ended(&open.jane).await.state, AttemptState::Won);
        assert_eq!(life.ended(&open.ben).await.lost, Some(Lost::LinkUnused));
        let took = (rig.desk.clock.time() - woke) / 1_000;
        assert!(took < 120, "the next looks were enough: {took} s");
        at_rest(&rig, life).await;
    })
    .unwrap();
}

#[test]
fn a_computer_that_wakes_before_its_network_shows_what_was_won_after_the_next_reading() {
    let rig = Rig::new();
    rig.live(async |life| {
        life.synced().await;
        let open = Open::two(&rig, life).await;
        rig.decide(&open.account, true, "jane@example.com");
        let nobody = simulator::Fault {
            route: "*".into(),
            drop: Some("before".into()),
            times: Some(0),
            ..simulator::Fault::default()
        };
        rig.sim.faults(vec![nobody]).unwrap();
        sleeps(&rig);
        life.rest(Duration::from_secs(20)).await;
        rig.sim.clear_faults();
        // Long after its link died nobody waits for a sign-in: it may be told as unknown.
        let state = life.ended(&open.jane).await.state;
        assert!(
            [AttemptState::Won, AttemptState::Unsure].contains(&state),
            "{state:?}"
        );
        life.ended(&open.ben).await;
        at_rest(&rig, life).await;
        let jane = rows(life, "jane").await;
        let states: Vec<_> = jane.iter().map(|row| row.state).collect();
        assert_eq!(states, [LifecycleName::Active]);
    })
    .unwrap();
}

#[test]
fn a_clock_that_is_set_while_the_core_is_closed_ends_a_sign_in_neither_early_nor_late() {
    for step in [-DAY, -HOUR, HOUR, DAY] {
        let rig = Rig::new();
        let open = rig
            .live(async |life| {
                life.synced().await;
                Open::two(&rig, life).await
            })
            .unwrap();
        rig.desk.clock.step(step);
        rig.live(async |life| {
            life.synced().await;
            life.rest(Duration::from_secs(60)).await;
            open.end_neither_early_nor_late(&rig, life, step).await;
        })
        .unwrap();
    }
}

#[test]
fn a_computer_that_slept_while_an_answer_was_on_its_way_asks_again() {
    let rig = Rig::new();
    rig.live(async |life| {
        life.synced().await;
        let view = life
            .connect("jane", &rig.auth_config("gmail"))
            .await
            .unwrap();
        let account = life.linked(&view.id).await.unwrap();
        rig.sim
            .faults(vec![simulator::Fault {
                route: "GET /connected_accounts/{nanoid}".into(),
                nth: 1,
                hang: Some("before".into()),
                ..simulator::Fault::default()
            }])
            .unwrap();
        while rig.sim.hanging() == 0 {
            life.rest(Duration::from_millis(100)).await;
        }
        rig.decide(&account, true, "jane@example.com");
        rig.desk
            .clock
            .pass(&rig.sim, Duration::from_secs(8 * 3_600));
        assert_eq!(life.ended(&view.id).await.state, AttemptState::Won);
        at_rest(&rig, life).await;
    })
    .unwrap();
}

#[test]
fn a_link_that_is_said_to_live_for_years_ends_like_one_that_ran_out() {
    ends_like_one_that_ran_out("UPDATE attempts SET expires_at = 99999999999999");
}

#[test]
fn a_link_whose_end_is_not_known_any_more_ends_like_one_that_ran_out() {
    ends_like_one_that_ran_out("UPDATE attempts SET expires_at = NULL");
}

/// After an hour, where somebody wrote this while the core was closed.
fn ends_like_one_that_ran_out(written_meanwhile: &'static str) {
    let rig = Rig::new();
    let unused = rig
        .live(async |life| {
            life.synced().await;
            let gmail = rig.auth_config("gmail");
            let view = life.connect("jane", &gmail).await.unwrap();
            life.linked(&view.id).await.unwrap();
            view.id
        })
        .unwrap();
    // Composio's word on the account would end it too, so that one is not to be understood.
    let unclear = |route: &str| simulator::Fault {
        route: route.into(),
        mutate: Some("unknown_status".into()),
        times: Some(0),
        ..simulator::Fault::default()
    };
    let both = [
        "GET /connected_accounts",
        "GET /connected_accounts/{nanoid}",
    ];
    rig.sim.faults(both.map(unclear).to_vec()).unwrap();
    crate::rig::apart(written(&rig.database().unwrap(), written_meanwhile));
    rig.live(async |life| {
        let begun = rig.desk.clock.time();
        assert_eq!(life.ended(&unused).await.lost, Some(Lost::LinkUnused));
        let took = (rig.desk.clock.time() - begun) / 60_000;
        assert!((58..=63).contains(&took), "after {took} min");
    })
    .unwrap();
}
