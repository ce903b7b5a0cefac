//! Who is an admin: the lock, its wrong tries, its idle hour, and a way back in.

use domain::Role;
use wire::{
    Area, Can, Code, FindDeskAudit, Level, LockAdmin, ProbeKey, ResetPassphrase, SecretInput,
    SetIdleLock, SetPassphrase, UnlockAdmin,
};

use crate::canary::Canary;
use crate::desk::Desk;

/// A key that works, of the simulator's second project.
pub(crate) const OTHER_PROJECT: &str = "ak_sim_second_0000000000";
pub(crate) const PASSPHRASE: &str = "CANARY correct horse";
const MINUTE: i64 = 60_000;

pub(crate) fn typed(text: &str) -> SecretInput {
    SecretInput::from(secrecy::SecretString::from(text.to_owned()))
}

async fn set(desk: &Desk) {
    let ask = SetPassphrase {
        current: None,
        passphrase: typed(PASSPHRASE),
    };
    desk.app.run(ask).await.unwrap();
}

pub(crate) async fn unlock(desk: &Desk, text: &str) -> Result<(), wire::Fault> {
    let passphrase = Some(typed(text));
    desk.app.run(UnlockAdmin { passphrase }).await.map(drop)
}

pub(crate) fn role(desk: &Desk) -> Role {
    desk.snapshot().access.role
}

fn later(desk: &Desk, millis: i64) {
    *desk.host.ahead.lock().unwrap() += millis;
}

/// A desk with a passphrase, locked.
pub(crate) async fn locked() -> Desk {
    let desk = Desk::open().await;
    set(&desk).await;
    desk.app.run(LockAdmin {}).await.unwrap();
    desk
}

#[tokio::test]
async fn without_a_passphrase_whoever_is_here_is_an_admin_and_may_still_step_down() {
    let desk = Desk::open().await;
    assert_eq!(role(&desk), Role::Admin);
    desk.app.run(LockAdmin {}).await.unwrap();
    assert_eq!(role(&desk), Role::Support);
    let ask = UnlockAdmin { passphrase: None };
    desk.app.run(ask).await.unwrap();
    assert_eq!(role(&desk), Role::Admin);
}

#[tokio::test]
async fn with_a_passphrase_the_desk_begins_as_support() {
    let desk = Desk::open().await;
    set(&desk).await;
    assert_eq!(role(&desk), Role::Admin, "whoever sets it goes on");
    let desk = desk.restart().await;
    assert_eq!(role(&desk), Role::Support);
    let nothing = UnlockAdmin { passphrase: None };
    let fault = desk.app.run(nothing).await.unwrap_err();
    assert_eq!(fault.code, Code::WrongPassphrase);
    unlock(&desk, PASSPHRASE).await.unwrap();
    assert_eq!(role(&desk), Role::Admin);
}

#[tokio::test]
async fn wrong_tries_cost_time_that_a_restart_does_not_give_back() {
    let desk = locked().await;
    // The last wait is long enough for a computer that is busy: this clock goes on by itself.
    for wait in [0, 0, 0, 2_000, 4_000] {
        later(&desk, wait);
        let fault = unlock(&desk, "not this one").await.unwrap_err();
        assert_eq!(fault.code, Code::WrongPassphrase);
    }
    let desk = desk.restart().await;
    let fault = unlock(&desk, PASSPHRASE).await.unwrap_err();
    assert_eq!(
        fault.code,
        Code::PassphraseLater,
        "even the right one waits"
    );
    later(&desk, 8_000);
    unlock(&desk, PASSPHRASE).await.unwrap();
    desk.app.run(LockAdmin {}).await.unwrap();
    unlock(&desk, "not this one").await.unwrap_err();
    unlock(&desk, PASSPHRASE)
        .await
        .expect("the right one made the tries free again");
}

#[tokio::test]
async fn a_clock_that_was_set_back_locks_nobody_out() {
    let desk = locked().await;
    later(&desk, 24 * 60 * MINUTE);
    for _ in 0..3 {
        unlock(&desk, "not this one").await.unwrap_err();
    }
    later(&desk, -24 * 60 * MINUTE);
    let fault = unlock(&desk, PASSPHRASE).await.unwrap_err();
    assert_eq!(fault.code, Code::PassphraseLater);
    later(&desk, 5 * MINUTE);
    unlock(&desk, PASSPHRASE).await.unwrap();
}

#[tokio::test]
async fn admin_locks_by_itself_and_what_the_window_asks_by_itself_does_not_keep_it_open() {
    let desk = Desk::open().await;
    set(&desk).await;
    desk.app.run(SetIdleLock { minutes: 5 }).await.unwrap();
    later(&desk, 4 * MINUTE);
    desk.app.run(wire::VerifyAudit {}).await.unwrap();
    later(&desk, 4 * MINUTE);
    desk.rows("").await;
    desk.app.run(SetIdleLock { minutes: 5 }).await.unwrap();
    later(&desk, 5 * MINUTE);
    let late = desk.app.run(SetIdleLock { minutes: 200 }).await;
    assert_eq!(late.unwrap_err().code, Code::RoleRefused);
    desk.until("the window is told", |desk| role(desk) == Role::Support)
        .await;
    assert_eq!(desk.snapshot().access.idle_minutes, 5);
}

#[tokio::test]
async fn a_passphrase_is_changed_by_who_knows_it_and_never_too_short() {
    let desk = Desk::open().await;
    let short = SetPassphrase {
        current: None,
        passphrase: typed("seven77"),
    };
    assert_eq!(desk.app.run(short).await.unwrap_err().code, Code::BadInput);
    set(&desk).await;
    let blind = SetPassphrase {
        current: None,
        passphrase: typed("another one"),
    };
    let fault = desk.app.run(blind).await.unwrap_err();
    assert_eq!(fault.code, Code::WrongPassphrase);
    let known = SetPassphrase {
        current: Some(typed(PASSPHRASE)),
        passphrase: typed("another one"),
    };
    desk.app.run(known).await.unwrap();
    desk.app.run(LockAdmin {}).await.unwrap();
    unlock(&desk, PASSPHRASE).await.unwrap_err();
    unlock(&desk, "another one").await.unwrap();
}

#[tokio::test]
async fn a_forgotten_passphrase_is_replaced_by_who_has_the_key_and_by_nobody_else() {
    let desk = locked().await;
    let reset = |key: &str| ResetPassphrase {
        key: typed(key),
        passphrase: typed("another one"),
    };
    let refused = desk.app.run(reset("ak_sim_wrong")).await.unwrap_err();
    assert_eq!(refused.code, Code::ComposioUnauthorized);
    unlock(&desk, "another one").await.unwrap_err();
    assert_eq!(role(&desk), Role::Support);
    let refused = desk.app.run(reset(OTHER_PROJECT)).await.unwrap_err();
    assert_eq!(refused.code, Code::BadInput);
    assert_eq!(role(&desk), Role::Support);
    let key = desk.sim.api_key();
    desk.app.run(reset(&key)).await.unwrap();
    assert_eq!(role(&desk), Role::Admin);
    desk.app.run(LockAdmin {}).await.unwrap();
    unlock(&desk, "another one").await.unwrap();
    let told: Vec<_> = desk.app.run(FindDeskAudit {}).await.unwrap().rows;
    assert!(
        told.iter().any(|row| row.kind == "outcome"
            && row.action == "Set a new passphrase with the API key"
            && row.result.as_deref() == Some("done")),
        "{told:?}"
    );
}

#[tokio::test]
async fn every_try_at_the_lock_is_on_record() {
    let desk = locked().await;
    unlock(&desk, "not this one").await.unwrap_err();
    unlock(&desk, PASSPHRASE).await.unwrap();
    let rows = desk.app.run(FindDeskAudit {}).await.unwrap().rows;
    let tries: Vec<_> = rows
        .iter()
        .filter(|row| row.action == "Unlock admin")
        .map(|row| row.result.clone().unwrap())
        .collect();
    assert_eq!(tries, ["done", "refused: role.passphrase"], "newest first");
}

#[tokio::test]
async fn the_passphrase_is_nowhere_on_disk_nor_told_to_the_window() {
    let desk = locked().await;
    unlock(&desk, PASSPHRASE).await.unwrap();
    let told = format!("{:?}", desk.events.lock().unwrap());
    assert!(!told.contains("CANARY"), "the passphrase got out");
    let files = |text: &str| Canary::new(text).files(desk.home.path()).unwrap();
    assert!(!files("Unlock admin").is_empty(), "the files are read");
    let found = files(PASSPHRASE);
    assert!(found.is_empty(), "the passphrase got out: {found:?}");
}

#[tokio::test]
async fn the_key_of_the_project_is_known_where_composio_gives_fewer_at_a_time() {
    let desk = locked().await;
    let refused = |route: &str, status, times| simulator::Fault {
        route: route.into(),
        nth: 1,
        times: Some(times),
        status: Some(status),
        ..simulator::Fault::default()
    };
    let faults = vec![
        // It does not say whose key it is, and a hundred auth configs are too many for it.
        refused("GET /auth/session/info", 403, 0),
        refused("GET /auth_configs", 400, 1),
    ];
    desk.sim.faults(faults).unwrap();
    let reset = ResetPassphrase {
        key: typed(&desk.sim.api_key()),
        passphrase: typed("another one"),
    };
    desk.app.run(reset).await.unwrap();
    assert_eq!(role(&desk), Role::Admin);
}

#[tokio::test]
async fn a_whole_key_makes_the_roles_advice_and_says_so() {
    let desk = Desk::open().await;
    assert_eq!(desk.snapshot().access.level, Level::Unknown);
    let report = desk.app.run(ProbeKey {}).await.unwrap();
    assert!(
        report.areas.iter().all(|area| area.can == Can::Yes),
        "{report:?}"
    );
    assert_eq!(desk.snapshot().access.level, Level::Solo);
    let desk = desk.restart().await;
    assert_eq!(desk.snapshot().access.level, Level::Solo, "it is kept");
}

#[tokio::test]
async fn a_limited_key_is_told_by_what_composio_refuses_it() {
    let desk = Desk::open().await;
    let forbidden = simulator::Fault {
        route: "GET /api/v3/org/project/config".into(),
        nth: 1,
        times: Some(0),
        status: Some(403),
        ..simulator::Fault::default()
    };
    desk.sim.faults(vec![forbidden]).unwrap();
    let report = desk.app.run(ProbeKey {}).await.unwrap();
    let refused: Vec<_> = report
        .areas
        .iter()
        .filter(|area| area.can == Can::No)
        .map(|area| area.area)
        .collect();
    assert_eq!(refused, [Area::ProjectConfig]);
    assert_eq!(desk.snapshot().access.level, Level::Scoped);
}

#[tokio::test]
async fn admin_locks_when_the_clock_steps_back() {
    let desk = Desk::open().await;
    set(&desk).await;
    later(&desk, -24 * 60 * MINUTE);
    let late = desk.app.run(SetIdleLock { minutes: 200 }).await;
    assert_eq!(late.unwrap_err().code, Code::RoleRefused);
    assert_eq!(role(&desk), Role::Support);
    later(&desk, 24 * 60 * MINUTE);
    assert_eq!(
        role(&desk),
        Role::Support,
        "and stays so when it is right again"
    );
}

#[tokio::test]
async fn the_idle_lock_is_changed_and_nothing_of_the_passphrase() {
    let desk = Desk::open().await;
    set(&desk).await;
    // Changed between its reading and its writing.
    desk.sql(
        "CREATE TRIGGER meanwhile AFTER INSERT ON audit
         WHEN NEW.action = 'Change the idle lock of admin' AND NEW.kind = 'intent'
         BEGIN UPDATE admin SET hash = 'another', wrong = 7; END",
    )
    .await;
    desk.app.run(SetIdleLock { minutes: 5 }).await.unwrap();
    let file = store::Desk::open(&desk.home.path().join("desk.db")).await;
    let lock = file.unwrap().admin().await.unwrap();
    assert_eq!(lock.idle_minutes, 5);
    assert_eq!((lock.hash.as_deref(), lock.wrong), (Some("another"), 7));
}

#[tokio::test]
async fn a_project_that_is_only_not_shown_is_asked_for_its_key_all_the_same() {
    let desk = locked().await;
    // One that is known to the disk alone.
    desk.app
        .run(wire::UseProfile { profile: None })
        .await
        .unwrap();
    let path = desk.home.path().join("desk.db");
    let file = store::Desk::open(&path).await.unwrap();
    let real = file.profiles().await.unwrap().remove(0);
    file.delete_profile(&real.id).await.unwrap();
    let desk = desk.restart().await;
    assert_eq!(desk.snapshot().profiles, []);
    file.save_profile(&real).await.unwrap();
    let reset = || ResetPassphrase {
        key: typed("any key"),
        passphrase: typed("another one"),
    };
    desk.app.run(reset()).await.unwrap_err();
    desk.sql("ALTER TABLE profiles RENAME TO unreadable").await;
    let fault = desk.app.run(reset()).await.unwrap_err();
    assert_eq!(fault.code, Code::StoreUnavailable, "{fault}");
    assert_eq!(role(&desk), Role::Support);
    unlock(&desk, PASSPHRASE).await.unwrap();
}
