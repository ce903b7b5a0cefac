//! Composio says once what is not so: that there is no such account, or that something cannot be
//! done. Nothing is lost by it, and nothing is told as done.

use std::time::Duration;

use domain::{IntegrationId, LifecycleName};
use simulator::{Churn, Fault, Sabotage};
use wire::{
    AccountChoice, CancelAttempt, ChooseAccount, Disconnect, DisconnectReport, Half, Reconnect,
    RenewLink,
};

use crate::database::written;
use crate::life::{Life, rows};
use crate::rig::{Rig, both_sides_agree_after};
use crate::table::faults;

const ONE: &str = "GET /connected_accounts/{id}";
const DELETE: &str = "DELETE /connected_accounts/{id}";
const SESSION: &str = "GET /auth/session/info";
const REVOKE: &str = "POST /connected_accounts/{id}/revoke";

/// Goes wrong once, at the nth call.
fn once(name: &str, route: &str, nth: u32) -> Fault {
    Fault {
        nth,
        ..faults::times(name, route, 1)
    }
}

async fn disconnected(
    life: &Life,
    row: &IntegrationId,
    withdraw: bool,
    delete: bool,
) -> DisconnectReport {
    let ask = Disconnect {
        integration: row.clone(),
        withdraw,
        delete,
        reason: String::new(),
    };
    life.app.run(ask).await.unwrap()
}

async fn state(life: &Life, user: &str) -> LifecycleName {
    rows(life, user).await[0].state
}

#[test]
fn an_account_that_is_denied_once_after_a_disconnect_is_still_listed() {
    both_sides_agree_after(async |rig, life, row| {
        let id = rig.remote("ada")[0]["id"].as_str().unwrap().to_owned();
        rig.sim.sabotage(Sabotage::Expire {
            connected_account_id: id,
        });
        life.sync().await;
        assert_eq!(state(life, "ada").await, LifecycleName::Expired);
        rig.sim.faults(vec![once("404", ONE, 2)]).unwrap();
        disconnected(life, row, true, false).await;
        assert_eq!(state(life, "ada").await, LifecycleName::Expired);
    });
}

#[test]
fn a_deletion_that_was_denied_with_its_account_is_not_told_as_done() {
    both_sides_agree_after(async |rig, life, row| {
        let slips = vec![once("404", DELETE, 1), once("404", ONE, 1)];
        rig.sim.faults(slips).unwrap();
        let report = disconnected(life, row, false, true).await;
        assert!(matches!(report.deleted, Half::Failed(_)), "{report:?}");
        assert_eq!(rig.remote("ada").len(), 1, "it is still there");
        assert_eq!(state(life, "ada").await, LifecycleName::Active);
    });
}

#[test]
fn what_could_still_be_withdrawn_is_not_deleted_for_a_slip() {
    for slip in [once("404", ONE, 1), once("400", REVOKE, 1)] {
        both_sides_agree_after(async |rig, life, row| {
            rig.sim.faults(vec![slip]).unwrap();
            let report = disconnected(life, row, true, true).await;
            assert!(matches!(report.withdrawn, Half::Failed(_)), "{report:?}");
            assert_eq!(rig.remote("ada").len(), 1, "{report:?}");
            assert_eq!(state(life, "ada").await, LifecycleName::Active);
            // Asked for again, both are done.
            let report = disconnected(life, row, true, true).await;
            assert_eq!(
                (&report.withdrawn, &report.deleted),
                (&Half::Done, &Half::Done)
            );
        });
    }
}

#[test]
fn a_row_whose_account_somebody_else_made_is_active_once_that_one_is() {
    let rig = Rig::new();
    let second = rig.beside();
    rig.live(async |life| {
        let other = Life::begin(&second).await;
        life.synced().await;
        other.synced().await;
        let gmail = rig.auth_config("gmail");
        let theirs = other.connect("ada", &gmail).await.unwrap();
        let account = other.linked(&theirs.id).await.unwrap();
        life.sync().await;
        assert_eq!(state(life, "ada").await, LifecycleName::Pending);
        let ours = life.connect("ada", &gmail).await.unwrap();
        life.linked(&ours.id).await.unwrap();
        let attempt = ours.id.clone();
        life.app.run(CancelAttempt { attempt }).await.unwrap();
        life.ended(&ours.id).await;
        rig.decide(&account, true, "ada@example.com");
        other.ended(&theirs.id).await;
        life.sync().await;
        assert_eq!(state(life, "ada").await, LifecycleName::Active);
        rig.check(true).await;
    })
    .unwrap();
}

#[test]
fn what_a_request_made_that_was_cancelled_before_its_answer_is_taken_away_in_the_same_life() {
    let rig = Rig::new();
    let silent = once("no answer after", "POST /connected_accounts/link", 1);
    rig.live(async |life| {
        life.synced().await;
        rig.sim.faults(vec![silent.clone()]).unwrap();
        let gmail = rig.auth_config("gmail");
        let view = life.connect("ada", &gmail).await.unwrap();
        life.rest(Duration::from_secs(2)).await;
        let attempt = view.id.clone();
        life.app.run(CancelAttempt { attempt }).await.unwrap();
        assert_eq!(rig.remote("ada").len(), 1, "the request took effect");
        life.rest(Duration::from_secs(5 * 60)).await;
        assert!(rig.remote("ada").is_empty());
        rig.check(true).await;
    })
    .unwrap();
}

#[test]
fn in_a_small_project_a_full_pass_finds_all_that_was_deleted_elsewhere() {
    let rig = Rig::new();
    rig.live(async |life| {
        life.synced().await;
        for user in ["ada", "ben", "cleo"] {
            life.connected(&rig, user).await;
        }
        rig.sim.churn(Churn {
            delete: 3,
            ..Churn::default()
        });
        let whole = "UPDATE meta SET value = '0' WHERE key = 'full_pass_done_at'";
        written(&rig.database().unwrap(), whole).await;
        life.sync().await;
        for user in ["ada", "ben", "cleo"] {
            assert_eq!(state(life, user).await, LifecycleName::Revoked, "{user}");
        }
    })
    .unwrap();
}

#[test]
fn a_key_of_another_project_ends_no_row() {
    let rig = Rig::new();
    let every = |fault: Fault| Fault {
        times: Some(0),
        ..fault
    };
    let empty = |route: &str| {
        every(Fault {
            route: route.into(),
            mutate: Some("left_out".into()),
            ..Fault::default()
        })
    };
    let whole = "UPDATE meta SET value = '0' WHERE key = 'full_pass_done_at'";
    rig.live(async |life| {
        life.synced().await;
        for user in ["ada", "ben", "cleo"] {
            life.connected(&rig, user).await;
        }
        let other = vec![
            every(faults::on("404", SESSION)),
            empty("GET /connected_accounts"),
            empty("GET /auth_configs"),
            every(faults::on("404", ONE)),
        ];
        rig.sim.faults(other).unwrap();
        written(&rig.database().unwrap(), whole).await;
        assert!(life.sync().await.fault.is_none(), "the pass is complete");
        rig.sim.clear_faults();
        written(&rig.database().unwrap(), whole).await;
        life.sync().await;
        for user in ["ada", "ben", "cleo"] {
            assert_eq!(state(life, user).await, LifecycleName::Active, "{user}");
        }
    })
    .unwrap();
}

/// The key that is at hand from the next life on.
async fn keyed(rig: &Rig, key: &str) {
    let database = rig.database().unwrap();
    let profile = database.file_stem().unwrap().to_string_lossy().into_owned();
    let key = secrecy::SecretString::from(key.to_owned());
    rig.vault.save(&profile, &key).await.unwrap();
}

#[test]
fn a_key_of_another_project_that_has_accounts_ends_no_row() {
    let rig = Rig::new();
    let whole = "UPDATE meta SET value = '0' WHERE key = 'full_pass_done_at'";
    rig.live(async |life| {
        life.synced().await;
        for user in ["ada", "ben", "cleo"] {
            life.connected(&rig, user).await;
        }
        written(&rig.database().unwrap(), whole).await;
        keyed(&rig, "ak_sim_second_0000000000").await;
    })
    .unwrap();
    let as_before = async |life: &Life| {
        for user in ["ada", "ben", "cleo"] {
            assert_eq!(state(life, user).await, LifecycleName::Active, "{user}");
        }
    };
    rig.live(async |life| {
        life.until("it is refused", |events| {
            let refused = |view: &wire::SyncView| {
                let fault = view.fault.as_ref();
                fault.is_some_and(|fault| fault.code == wire::Code::ComposioUnauthorized)
            };
            let told =
                |event: &wire::Event| matches!(event, wire::Event::Sync(view) if refused(view));
            events.iter().any(told)
        })
        .await;
        assert!(rows(life, "staging-tester").await.is_empty());
        as_before(life).await;
        // Where Composio does not say whose key it is, and the key may read accounts only.
        let refused = |route: &str| faults::times("403", route, 0);
        let scoped = [SESSION, "GET /auth_configs", "GET /toolkits"];
        rig.sim.faults(scoped.map(refused).to_vec()).unwrap();
        for _ in 0..2 {
            written(&rig.database().unwrap(), whole).await;
            assert_eq!(life.sync().await.fault, None);
            assert_eq!(rows(life, "staging-tester").await.len(), 1, "it was read");
            as_before(life).await;
        }
    })
    .unwrap();
}

#[test]
fn a_sign_in_that_could_not_be_written_down_ends_once_it_can() {
    let rig = Rig::new();
    let stuck = "CREATE TRIGGER stuck BEFORE UPDATE ON attempts
        WHEN NEW.state IN ('waiting', 'lost') BEGIN SELECT RAISE(ABORT, 'stuck'); END";
    rig.live(async |life| {
        life.synced().await;
        written(&rig.database().unwrap(), stuck).await;
        let gmail = rig.auth_config("gmail");
        let view = life.connect("ada", &gmail).await.unwrap();
        life.rest(Duration::from_secs(60)).await;
        assert_eq!(rig.remote("ada").len(), 1, "the request took effect");
        written(&rig.database().unwrap(), "DROP TRIGGER stuck").await;
        let ended = life.ended(&view.id).await;
        assert_eq!(ended.state, domain::AttemptState::Lost);
        life.rest(Duration::from_secs(10 * 60)).await;
        life.sync().await;
        life.rest(Duration::from_secs(10 * 60)).await;
        assert!(rig.remote("ada").is_empty(), "nobody can open that account");
        rig.check(true).await;
    })
    .unwrap();
}

#[test]
fn an_account_that_waits_and_cannot_be_read_keeps_no_other_from_being_looked_at() {
    for wrong in ["400", "403", "500", "answer garbled"] {
        let rig = Rig::new();
        rig.live(async |life| {
            life.synced().await;
            let row = life.connected(&rig, "ada").await;
            life.connected(&rig, "ben").await;
            let id = |user: &str| rig.remote(user)[0]["id"].as_str().unwrap().to_owned();
            let waits = id("ada");
            let one = format!("GET /connected_accounts/{waits}");
            rig.sim.faults(vec![faults::times(wrong, &one, 0)]).unwrap();
            let noted = format!(
                "INSERT OR REPLACE INTO meta (key, value) VALUES ('later', '{row} {waits}\n')"
            );
            written(&rig.database().unwrap(), noted.leak()).await;
            rig.sim.sabotage(Sabotage::Expire {
                connected_account_id: id("ben"),
            });
            let mut looked = life.sync().await;
            if rig.sim.faulted() == 0 {
                // It was under way when the account was noted.
                looked = life.sync().await;
            }
            assert_eq!(looked.fault, None, "{wrong}");
            assert_eq!(state(life, "ben").await, LifecycleName::Expired, "{wrong}");
            assert!(rig.sim.faulted() > 0, "{wrong}: it was met");
            // It waits on, and is looked at again.
            let before = rig.sim.faulted();
            life.sync().await;
            assert!(rig.sim.faulted() > before, "{wrong}");
        })
        .unwrap();
    }
}

#[test]
fn an_account_that_was_undone_and_could_not_be_deleted_goes_all_the_same_after_a_new_link() {
    both_sides_agree_after(async |rig, life, row| {
        let kept = rig.remote("ada")[0]["id"].clone();
        let integration = row.clone();
        let asked = life.app.run(Reconnect { integration }).await.unwrap();
        let account = life.linked(&asked.id).await.unwrap();
        rig.decide(&account, true, "mallory@example.com");
        life.asked(&asked.id).await;
        rig.sim
            .faults(vec![faults::times("503", DELETE, 0)])
            .unwrap();
        let undo = ChooseAccount {
            attempt: asked.id.clone(),
            choice: AccountChoice::Undo,
            reason: String::new(),
        };
        life.app.run(undo).await.unwrap();
        life.rest(Duration::from_secs(30)).await;
        assert_eq!(rig.remote("ada").len(), 2, "it was tried in vain");
        let attempt = asked.id.clone();
        let again = life.app.run(RenewLink { attempt }).await.unwrap();
        life.linked(&again.id).await.unwrap();
        rig.sim.clear_faults();
        let attempt = again.id.clone();
        life.app.run(CancelAttempt { attempt }).await.unwrap();
        life.ended(&again.id).await;
        life.sync().await;
        life.rest(Duration::from_secs(60)).await;
        let there = rig.remote("ada");
        assert_eq!(there.len(), 1, "{there:?}");
        assert_eq!(there[0]["id"], kept);
        assert_eq!(rows(life, "ada").await.len(), 1);
    });
}
