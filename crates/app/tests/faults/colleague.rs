//! What a colleague connects at another computer while something is open here: it is shown
//! as soon as it is certain whose it is, and not at the next day's full pass.

use std::time::Duration;

use domain::{AttemptState, LifecycleName};
use simulator::{Churn, Sabotage};
use wire::{AccountChoice, ChooseAccount, Reconnect};

use crate::checker;
use crate::life::{Life, rows};
use crate::rig::Rig;

const MINUTE: Duration = Duration::from_secs(60);
/// So many that a look at what changed ends before it comes to what was there earlier.
const MORE_THAN_A_PAGE: usize = 1_200;

/// The rows that stand for an account, by what they are.
async fn found(life: &Life, account: &str) -> Vec<LifecycleName> {
    let rows = rows(life, account).await;
    rows.iter().map(|row| row.state).collect()
}

/// Both have a link for the same tenant open; the colleague's is used and works. Meanwhile
/// much else changes. Then this one's customer decides, and a few minutes pass. The
/// colleague's account, and how this sign-in ended.
async fn two_links(life: &Life, rig: &Rig, second: &Rig, allows: bool) -> (String, AttemptState) {
    let other = Life::begin(second).await;
    life.synced().await;
    other.synced().await;
    let gmail = rig.auth_config("gmail");
    let ours = life.connect("ada", &gmail).await.unwrap();
    let account = life.linked(&ours.id).await.unwrap();
    let theirs = other.connect("ada", &gmail).await.unwrap();
    let done = other.linked(&theirs.id).await.unwrap();
    rig.decide(&done, true, "ada@example.com");
    assert_eq!(other.ended(&theirs.id).await.state, AttemptState::Won);
    life.rest(3 * MINUTE).await;
    rig.sim.churn(Churn {
        create: MORE_THAN_A_PAGE,
        update: 0,
        delete: 0,
    });
    life.rest(3 * MINUTE).await;
    other.connected(rig, "ben").await;
    life.rest(2 * MINUTE).await;
    assert_eq!(found(life, &done).await, [], "the sign-in may yet win");
    rig.decide(&account, allows, "ada@example.com");
    let end = life.ended(&ours.id).await.state;
    life.rest(3 * MINUTE).await;
    (done, end)
}

#[test]
fn what_a_colleague_connected_is_shown_once_the_sign_in_that_was_open_here_is_over() {
    for (allows, end) in [(true, AttemptState::Won), (false, AttemptState::Lost)] {
        let rig = Rig::new();
        let second = rig.beside();
        rig.live(async |life| {
            let (theirs, ended) = two_links(life, &rig, &second, allows).await;
            assert_eq!(ended, end);
            assert_eq!(
                found(life, &theirs).await,
                [LifecycleName::Active],
                "{end:?}"
            );
            assert_eq!(checker::broken(&rig, true).await, Vec::<String>::new());
        })
        .unwrap();
    }
}

#[test]
fn what_a_colleague_connected_is_shown_beside_a_question_that_nobody_has_answered() {
    let rig = Rig::new();
    let second = rig.beside();
    rig.live(async |life| {
        let other = Life::begin(&second).await;
        life.synced().await;
        other.synced().await;
        let gmail = rig.auth_config("gmail");
        let theirs = other.connect("ada", &gmail).await.unwrap();
        let late = other.linked(&theirs.id).await.unwrap();
        let integration = life.connected(&rig, "ada").await;
        let again = life.app.run(Reconnect { integration }).await.unwrap();
        let account = life.linked(&again.id).await.unwrap();
        rig.decide(&account, true, "mallory@example.com");
        life.asked(&again.id).await;
        rig.decide(&late, true, "ada@example.com");
        assert_eq!(other.ended(&theirs.id).await.state, AttemptState::Won);
        life.rest(3 * MINUTE).await;
        assert_eq!(found(life, &late).await, [LifecycleName::Active]);
        assert_eq!(found(life, &account).await, [], "it is asked about");
        assert_eq!(checker::broken(&rig, true).await, Vec::<String>::new());
    })
    .unwrap();
}

#[test]
fn what_a_colleague_connected_takes_over_a_row_that_does_not_work_once_the_question_is_answered() {
    let rig = Rig::new();
    let second = rig.beside();
    rig.live(async |life| {
        let other = Life::begin(&second).await;
        life.synced().await;
        other.synced().await;
        let integration = life.connected(&rig, "ada").await;
        let old = rig.remote("ada");
        let old = old.iter().find(|account| account["status"] == "ACTIVE");
        rig.sim.sabotage(Sabotage::Expire {
            connected_account_id: old.unwrap()["id"].as_str().unwrap().to_owned(),
        });
        life.sync().await;
        other.sync().await;
        let again = life.app.run(Reconnect { integration }).await.unwrap();
        let account = life.linked(&again.id).await.unwrap();
        rig.decide(&account, true, "mallory@example.com");
        life.asked(&again.id).await;
        let row = rows(&other, "ada").await.remove(0).id;
        let theirs = other.app.run(Reconnect { integration: row }).await.unwrap();
        let late = other.linked(&theirs.id).await.unwrap();
        rig.decide(&late, true, "ada@example.com");
        assert_eq!(other.ended(&theirs.id).await.state, AttemptState::Won);
        life.rest(3 * MINUTE).await;
        let undo = ChooseAccount {
            attempt: again.id.clone(),
            choice: AccountChoice::Undo,
            reason: String::new(),
        };
        life.app.run(undo).await.unwrap();
        life.rest(3 * MINUTE).await;
        assert_eq!(found(life, &late).await, [LifecycleName::Active]);
        let ada = rows(life, "ada").await;
        assert_eq!(ada.len(), 1, "no second row for the same person");
        assert_eq!(checker::broken(&second, true).await, Vec::<String>::new());
    })
    .unwrap();
}
