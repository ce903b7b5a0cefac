//! What goes wrong once Composio has done what was asked for: whoever asked is told that it
//! was done, and never that nothing changed.

use domain::{IntegrationId, LifecycleName};
use wire::{Code, Disconnect, Fault, Half, SetAlias, SetEnabled};

use crate::database::written;
use crate::life::{Life, rows};
use crate::rig::{Rig, both_sides_agree_after};
use crate::table::faults;

const ONE: &str = "GET /connected_accounts/{id}";
const DELETE: &str = "DELETE /connected_accounts/{id}";

/// From now on no row can be written, and the audit list can.
const STUCK: &str = "CREATE TRIGGER stuck BEFORE UPDATE ON integrations
    BEGIN SELECT RAISE(ABORT, 'stuck'); END";
/// No row of the audit list that says so.
const NO_DELETION: &str = "CREATE TRIGGER stuck BEFORE INSERT ON audit
    WHEN NEW.action = 'Delete at Composio' BEGIN SELECT RAISE(ABORT, 'stuck'); END";
const FREE: &str = "DROP TRIGGER stuck";

fn both(row: &IntegrationId) -> Disconnect {
    Disconnect {
        integration: row.clone(),
        withdraw: true,
        delete: true,
        reason: String::new(),
    }
}

fn switched_off(row: &IntegrationId) -> SetEnabled {
    SetEnabled {
        integration: row.clone(),
        enabled: false,
        reason: String::new(),
    }
}

fn named(row: &IntegrationId, alias: &str) -> SetAlias {
    SetAlias {
        integration: row.clone(),
        alias: alias.into(),
    }
}

async fn state(life: &Life) -> LifecycleName {
    rows(life, "ada").await[0].state
}

/// It is in the list after the next sync, and both sides agree.
async fn comes_right(life: &Life, rig: &Rig) -> LifecycleName {
    written(&rig.database().unwrap(), FREE).await;
    life.sync().await;
    rig.check(true).await;
    state(life).await
}

fn unwritten(told: &Fault, done: &str) {
    assert_eq!(told.code, Code::StoreUnavailable, "{told}");
    let message = &told.message;
    assert!(message.starts_with(done), "{message}");
    assert!(message.contains("could not be written down"), "{message}");
}

fn unread(told: &Fault) {
    assert_eq!(told.code, Code::OutcomeUnknown, "{told}");
    assert!(!told.message.contains("Nothing changed"), "{told}");
}

#[test]
fn a_disconnect_that_cannot_be_written_down_is_told_as_done() {
    both_sides_agree_after(async |rig, life, row| {
        written(&rig.database().unwrap(), STUCK).await;
        let told = life.app.run(both(row)).await.unwrap_err();
        unwritten(&told, "The access was withdrawn and the account deleted");
        assert!(rig.remote("ada").is_empty());
        assert_eq!(comes_right(life, rig).await, LifecycleName::Revoked);
    });
}

#[test]
fn a_switch_that_cannot_be_written_down_is_told_as_done() {
    both_sides_agree_after(async |rig, life, row| {
        written(&rig.database().unwrap(), STUCK).await;
        let told = life.app.run(switched_off(row)).await.unwrap_err();
        unwritten(&told, "The account was disabled at Composio");
        assert_eq!(rig.remote("ada")[0]["status"], "INACTIVE");
        assert_eq!(comes_right(life, rig).await, LifecycleName::Paused);
    });
}

#[test]
fn an_alias_that_cannot_be_written_down_is_told_as_set() {
    both_sides_agree_after(async |rig, life, row| {
        written(&rig.database().unwrap(), STUCK).await;
        let told = life.app.run(named(row, "main")).await.unwrap_err();
        unwritten(&told, "The alias was set at Composio");
        assert_eq!(rig.remote("ada")[0]["alias"], "main");
        assert_eq!(comes_right(life, rig).await, LifecycleName::Active);
    });
}

#[test]
fn a_deletion_without_its_audit_row_is_not_asked_for_and_the_withdrawal_before_it_is_told() {
    both_sides_agree_after(async |rig, life, row| {
        written(&rig.database().unwrap(), NO_DELETION).await;
        let report = life.app.run(both(row)).await.unwrap();
        assert_eq!(report.withdrawn, Half::Done);
        let Half::Failed(told) = report.deleted else {
            panic!("{:?}", report.deleted);
        };
        assert_eq!(told.code, Code::AuditRefused);
        assert!(told.message.contains("without access"), "{told}");
        assert!(!told.message.contains("nothing was done"), "{told}");
        assert_eq!(rig.remote("ada").len(), 1, "no record, no request");
        assert_eq!(comes_right(life, rig).await, LifecycleName::Revoked);
    });
}

#[test]
fn a_change_that_cannot_be_read_back_is_not_told_as_nothing() {
    both_sides_agree_after(async |rig, life, row| {
        rig.sim.faults(vec![faults::times("403", ONE, 0)]).unwrap();
        unread(&life.app.run(named(row, "main")).await.unwrap_err());
        unread(&life.app.run(switched_off(row)).await.unwrap_err());
        let there = &rig.remote("ada")[0];
        assert_eq!(
            (&there["alias"], &there["status"]),
            (&"main".into(), &"INACTIVE".into())
        );
        rig.sim.clear_faults();
        life.sync().await;
    });
}

#[test]
fn a_deletion_without_an_answer_that_cannot_be_looked_at_is_not_told_as_nothing() {
    both_sides_agree_after(async |rig, life, row| {
        let lost = faults::times(faults::LOST[2], DELETE, 1);
        rig.sim
            .faults(vec![lost, faults::times("403", ONE, 0)])
            .unwrap();
        let ask = Disconnect {
            withdraw: false,
            ..both(row)
        };
        let Half::Failed(told) = life.app.run(ask).await.unwrap().deleted else {
            panic!("it cannot be known");
        };
        unread(&told);
        assert!(rig.remote("ada").is_empty(), "and yet it is done");
        assert_eq!(state(life).await, LifecycleName::Active);
        rig.sim.clear_faults();
        life.sync().await;
        assert_eq!(state(life).await, LifecycleName::Revoked);
    });
}

#[test]
fn a_deletion_that_was_not_done_is_no_deletion_of_ours_once_somebody_else_does_it() {
    both_sides_agree_after(async |rig, life, row| {
        rig.sim
            .faults(vec![faults::times("200 page", DELETE, 0)])
            .unwrap();
        let ask = Disconnect {
            withdraw: false,
            ..both(row)
        };
        let report = life.app.run(ask).await.unwrap();
        assert!(matches!(report.deleted, Half::Failed(_)), "{report:?}");
        assert_eq!(state(life).await, LifecycleName::Active);
        rig.sim.clear_faults();
        let one = simulator::Churn {
            delete: 1,
            ..simulator::Churn::default()
        };
        assert_eq!(rig.sim.churn(one).delete, 1);
        // That is found by a full pass or a look; until then nobody lied.
    });
}

#[test]
fn a_deletion_in_which_the_app_ended_is_found_as_soon_as_composio_can_be_read() {
    for unreadable in ["403", "410", "400", "200 page", "200 {}"] {
        found_when_readable(unreadable);
    }
}

/// Whatever Composio, or what answers in its place, says of the account meanwhile.
fn found_when_readable(unreadable: &str) {
    let rig = Rig::new();
    let done = rig.live(async |life| {
        life.synced().await;
        let row = life.connected(&rig, "ada").await;
        let silent = faults::times("no answer after", DELETE, 1);
        rig.sim.faults(vec![silent]).unwrap();
        rig.desk.clock.end_in_silence();
        let _ = life.app.run(both(&row)).await;
    });
    assert_eq!(done, None, "the app ended");
    rig.sim
        .faults(vec![faults::times(unreadable, ONE, 0)])
        .unwrap();
    rig.live(async |life| {
        life.synced().await;
        life.rest(std::time::Duration::from_secs(300)).await;
        let before = state(life).await;
        assert_eq!(before, LifecycleName::Active, "{unreadable}: not known yet");
        rig.sim.clear_faults();
        life.sync().await;
        assert_eq!(state(life).await, LifecycleName::Revoked, "{unreadable}");
        rig.check(true).await;
    });
}
