//! Composio knows nothing of an account that it is asked to change: somebody else deleted it. Its
//! row says so at once, or as soon as Composio can be read.

use domain::{IntegrationId, LifecycleName};
use simulator::{Churn, Fault};
use wire::{Code, SetAlias, SetEnabled, ShowIntegration};

use crate::life::{Life, rows};
use crate::rig::Rig;
use crate::table::faults;

const ONE: &str = "GET /connected_accounts/{id}";
const ALIAS: &str = "PATCH /connected_accounts/{id}";
const SWITCH: &str = "PATCH /connected_accounts/{nanoid}/status";

/// Somebody else deletes the one account that there is.
fn deleted_elsewhere(rig: &Rig) {
    let one = Churn {
        delete: 1,
        ..Churn::default()
    };
    assert_eq!(rig.sim.churn(one).delete, 1);
}

/// Asks for an alias; what is told of it.
async fn named(life: &Life, row: &IntegrationId) -> wire::Fault {
    let ask = SetAlias {
        integration: row.clone(),
        alias: "main".into(),
    };
    life.app.run(ask).await.unwrap_err()
}

/// Switches it off; what is told of it.
async fn disabled(life: &Life, row: &IntegrationId, reason: &str) -> wire::Fault {
    let ask = SetEnabled {
        integration: row.clone(),
        enabled: false,
        reason: reason.into(),
    };
    life.app.run(ask).await.unwrap_err()
}

async fn state(life: &Life) -> LifecycleName {
    rows(life, "ada").await[0].state
}

/// Somebody else deleted the account of a row; what is asked of it is answered with "not found",
/// and the row says that it is gone.
fn shows_that_it_is_gone(
    on_the_way: Vec<Fault>,
    ask: impl AsyncFnOnce(&Life, &IntegrationId) -> wire::Fault,
) {
    let rig = Rig::new();
    rig.live(async |life| {
        life.synced().await;
        let row = life.connected(&rig, "ada").await;
        deleted_elsewhere(&rig);
        rig.sim.faults(on_the_way).unwrap();
        let told = ask(life, &row).await;
        assert_eq!(told.code, Code::ComposioNotFound, "{told}");
        assert_eq!(state(life).await, LifecycleName::Revoked);
        rig.check(true).await;
    })
    .unwrap();
}

#[test]
fn an_alias_for_an_account_that_is_gone_shows_it_in_the_row() {
    shows_that_it_is_gone(vec![], named);
}

#[test]
fn a_switch_of_an_account_that_is_gone_shows_it_in_the_row() {
    shows_that_it_is_gone(vec![], async |life, row| disabled(life, row, "").await);
}

#[test]
fn a_switch_without_an_answer_of_an_account_that_is_gone_shows_it_in_the_row() {
    let lost = vec![faults::on("503", SWITCH)];
    shows_that_it_is_gone(lost, async |life, row| disabled(life, row, "").await);
}

fn slip(route: &str, times: u32) -> Fault {
    Fault {
        times: Some(times),
        ..faults::on("404", route)
    }
}

async fn pane(life: &Life, row: &IntegrationId) -> wire::IntegrationView {
    let integration = row.clone();
    life.app.run(ShowIntegration { integration }).await.unwrap()
}

#[test]
fn an_account_that_is_denied_once_is_not_called_gone() {
    let rig = Rig::new();
    rig.live(async |life| {
        life.synced().await;
        let row = life.connected(&rig, "ada").await;
        // The request itself, or what was read back, twice.
        for slip in [slip(ALIAS, 1), slip(ONE, 2)] {
            rig.sim.faults(vec![slip]).unwrap();
            let told = named(life, &row).await;
            assert_eq!(told.code, Code::ComposioNotFound, "{told}");
            assert_eq!(state(life).await, LifecycleName::Active);
            life.sync().await;
            rig.check(true).await;
        }
    })
    .unwrap();
}

#[test]
fn an_alias_whose_account_is_denied_once_when_it_is_read_back_is_told_as_set() {
    let rig = Rig::new();
    rig.live(async |life| {
        life.synced().await;
        let row = life.connected(&rig, "ada").await;
        rig.sim.faults(vec![slip(ONE, 1)]).unwrap();
        let ask = SetAlias {
            integration: row.clone(),
            alias: "main".into(),
        };
        life.app.run(ask).await.unwrap();
        assert_eq!(rig.sim.faulted(), 1, "the slip was met");
        assert_eq!(rig.remote("ada")[0]["alias"], "main");
        let shown = pane(life, &row).await;
        assert_eq!(shown.alias.as_deref(), Some("main"), "before the next sync");
        rig.check(true).await;
    })
    .unwrap();
}

#[test]
fn a_switch_whose_account_is_denied_once_when_it_is_read_back_is_told_as_done() {
    let rig = Rig::new();
    rig.live(async |life| {
        life.synced().await;
        let row = life.connected(&rig, "ada").await;
        rig.sim.faults(vec![slip(ONE, 1)]).unwrap();
        let ask = SetEnabled {
            integration: row.clone(),
            enabled: false,
            reason: "unpaid".into(),
        };
        life.app.run(ask).await.unwrap();
        assert_eq!(rig.sim.faulted(), 1, "the slip was met");
        let shown = pane(life, &row).await;
        assert_eq!(shown.row.state, LifecycleName::Paused);
        assert_eq!(shown.pause.unwrap().label, "Paused by Jo: unpaid");
        rig.check(true).await;
    })
    .unwrap();
}

#[test]
fn a_pause_that_composio_denied_twice_and_shows_after_all_keeps_its_reason() {
    let rig = Rig::new();
    rig.live(async |life| {
        life.synced().await;
        let row = life.connected(&rig, "ada").await;
        rig.sim.faults(vec![slip(ONE, 2)]).unwrap();
        let told = disabled(life, &row, "unpaid").await;
        assert_eq!(told.code, Code::ComposioNotFound, "{told}");
        let shown = pane(life, &row).await;
        assert_eq!(shown.row.state, LifecycleName::Paused);
        assert_eq!(shown.pause.unwrap().label, "Paused by Jo: unpaid");
        rig.check(true).await;
    })
    .unwrap();
}

#[test]
fn an_account_that_is_gone_and_cannot_be_looked_at_is_found_as_soon_as_it_can() {
    let rig = Rig::new();
    let blind = Fault {
        times: Some(0),
        ..faults::on("503", ONE)
    };
    rig.live(async |life| {
        life.synced().await;
        let row = life.connected(&rig, "ada").await;
        deleted_elsewhere(&rig);
        rig.sim.faults(vec![blind.clone()]).unwrap();
        let told = named(life, &row).await;
        assert_eq!(told.code, Code::ComposioNotFound, "{told}");
        assert_eq!(state(life).await, LifecycleName::Active, "not known yet");
        rig.sim.clear_faults();
        life.sync().await;
        assert_eq!(state(life).await, LifecycleName::Revoked);
        rig.check(true).await;
    })
    .unwrap();
}
