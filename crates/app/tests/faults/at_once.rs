//! Two things happen to one sign-in at once: each answer of Composio's comes before or after the
//! other's, and whichever is first, nothing is taken away that a row stands for.

use std::time::Duration;

use domain::{AttemptId, LifecycleName};
use simulator::Fault;
use wire::{CancelAttempt, CheckAttempt};

use crate::life::{Life, rows};
use crate::rig::{Rig, both_sides_agree_after};

const ONE: &str = "GET /connected_accounts/{id}";
/// How much later an answer comes, in milliseconds.
const LATER: [u64; 4] = [0, 4, 9, 21];

/// The nth answer comes so much later.
fn late(nth: u32, wait: u64) -> Fault {
    Fault {
        nth,
        times: Some(1),
        latency_ms: wait,
        route: ONE.into(),
        ..Fault::default()
    }
}

/// Every pair of two delays.
fn pairs() -> impl Iterator<Item = [u64; 2]> {
    let second = |first| LATER.into_iter().map(move |second| [first, second]);
    LATER.into_iter().flat_map(second)
}

/// Looks at a sign-in and gives it up at once, each answer that much later; whether it was given
/// up. Either may come too late, and says so.
async fn given_up_in_a_look(life: &Life, rig: &Rig, id: &AttemptId, later: [u64; 2]) -> bool {
    let [first, second] = later;
    let slow = vec![late(1, first), late(2, second)];
    rig.sim.faults(slow).unwrap();
    let attempt = id.clone();
    let look = CheckAttempt {
        attempt: attempt.clone(),
    };
    let give_up = CancelAttempt { attempt };
    let (_, given_up) = tokio::join!(life.app.run(look), life.app.run(give_up));
    given_up.is_ok()
}

/// Either the row stands for an account that is there, or there is none of either.
async fn is_whole(life: &Life, rig: &Rig, user: &str) {
    let row = rows(life, user).await.remove(0);
    let integration = row.id.clone();
    let row = life.app.run(wire::ShowIntegration { integration }).await;
    let row = row.unwrap();
    let there = rig.remote(user);
    match &row.account {
        Some(account) => {
            assert!(
                there.iter().any(|it| it["id"] == account.as_str()),
                "{row:?}"
            );
        }
        None => assert!(there.is_empty(), "{row:?} {there:?}"),
    }
}

#[test]
fn whoever_gives_up_while_the_customer_declines_takes_nothing_that_the_row_stands_for() {
    for [first, second] in pairs() {
        let rig = Rig::new();
        rig.live(async |life| {
            life.synced().await;
            let gmail = rig.auth_config("gmail");
            let view = life.connect("ada", &gmail).await.unwrap();
            let account = life.linked(&view.id).await.unwrap();
            rig.decide(&account, false, "ada@example.com");
            given_up_in_a_look(life, &rig, &view.id, [first, second]).await;
            life.ended(&view.id).await;
            life.rest(Duration::from_secs(10 * 60)).await;
            is_whole(life, &rig, "ada").await;
            rig.check(true).await;
        })
        .unwrap();
    }
}

#[test]
fn whoever_gives_up_while_somebody_else_signs_in_leaves_the_row_as_it_was() {
    for [first, second] in pairs() {
        both_sides_agree_after(async |rig, life, row| {
            rig.sim.sabotage(simulator::Sabotage::Expire {
                connected_account_id: rig.remote("ada")[0]["id"].as_str().unwrap().to_owned(),
            });
            life.sync().await;
            let ask = wire::Reconnect {
                integration: row.clone(),
            };
            let view = life.app.run(ask).await.unwrap();
            let account = life.linked(&view.id).await.unwrap();
            rig.decide(&account, true, "somebody@example.com");
            if !given_up_in_a_look(life, rig, &view.id, [first, second]).await {
                // It is asked who signed in: giving it up undoes that.
                let ask = wire::ChooseAccount {
                    attempt: view.id.clone(),
                    choice: wire::AccountChoice::Undo,
                    reason: String::new(),
                };
                life.app.run(ask).await.unwrap();
            }
            life.ended(&view.id).await;
            life.rest(Duration::from_secs(10 * 60)).await;
            is_whole(life, rig, "ada").await;
            let row = rows(life, "ada").await.remove(0);
            assert_eq!(row.state, LifecycleName::Expired, "{first} {second}");
            let there = rig.remote("ada");
            assert_eq!(
                there.len(),
                1,
                "only the one that was there: {there:#?} {first} {second} {:?}",
                life.attempt(&view.id)
            );
        });
    }
}
