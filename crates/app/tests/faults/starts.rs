//! A start with one thing in the way: the project is opened and read all the same, or it is not told
//! as open.

use std::time::Duration;

use domain::{AttemptState, Lost};
use wire::{Code, Event, RetryKeyring};

use crate::database::{trouble, worked, written};
use crate::life::{Life, audited};
use crate::rig::{Rig, apart};

fn sql(rig: &Rig, text: &'static str) {
    apart(written(&rig.database().unwrap(), text));
}

fn with_an_open_intent_that_cannot_be_read() -> Rig {
    let rig = worked();
    sql(
        &rig,
        "UPDATE audit SET actor = CAST(x'ff' AS TEXT) WHERE seq = 1;
         UPDATE audit SET intent = NULL WHERE seq = 2",
    );
    rig
}

#[test]
fn an_open_intent_that_cannot_be_read_keeps_no_project_from_being_read() {
    let rig = with_an_open_intent_that_cannot_be_read();
    rig.live(async |life| {
        life.synced().await;
        assert_eq!(trouble(life), None);
        life.connected(&rig, "ben").await;
    })
    .unwrap();
}

/// What came of the first intent, as often as it is told.
async fn outcomes(life: &Life) -> Vec<String> {
    let own = audited(life)
        .await
        .into_iter()
        .filter(|row| row.intent == Some(1));
    own.filter_map(|row| row.result).collect()
}

#[test]
fn an_open_intent_that_cannot_be_read_gets_one_outcome_however_often_the_app_starts() {
    let rig = with_an_open_intent_that_cannot_be_read();
    for _ in 0..3 {
        rig.live(async |life| {
            life.synced().await;
            life.rest(Duration::from_secs(60)).await;
            let told = outcomes(life).await;
            assert_eq!(told.len(), 1, "{told:?}");
            assert!(told[0].starts_with("unknown: "), "{told:?}");
        })
        .unwrap();
    }
}

#[test]
fn an_attempt_that_was_never_sent_and_cannot_be_ended_yet_keeps_nothing_else_from_going_on() {
    let rig = worked();
    sql(
        &rig,
        "UPDATE attempts SET state = 'planned', account = NULL, ended_at = NULL;
         CREATE TRIGGER stuck BEFORE UPDATE ON attempts BEGIN SELECT RAISE(ABORT, 'stuck'); END",
    );
    rig.live(async |life| {
        life.synced().await;
        written(&rig.database().unwrap(), "DROP TRIGGER stuck").await;
        life.until("it is over once that can be written", |events| {
            events.iter().any(|event| match event {
                Event::Attempt(view) => {
                    (view.state, view.lost) == (AttemptState::Lost, Some(Lost::NeverSent))
                }
                _ => false,
            })
        })
        .await;
    })
    .unwrap();
}

/// A start over a damaged file: it is told, what could be read is there, and it is worked on.
fn it_is_put_aside_and_the_project_is_read(rig: &Rig) {
    rig.live(async |life| {
        let told = trouble(life).unwrap();
        assert_eq!(told.code, Code::StoreCorrupt, "{told}");
        assert!(told.message.contains("1 row was kept"), "{told}");
        life.synced().await;
        life.connected(rig, "ben").await;
    })
    .unwrap();
}

#[test]
fn a_sign_in_that_cannot_be_read_puts_the_damaged_file_aside_and_the_project_is_read() {
    let rig = worked();
    sql(&rig, "UPDATE attempts SET state = 'opened', way = 'pigeon'");
    it_is_put_aside_and_the_project_is_read(&rig);
}

#[test]
fn damage_that_is_met_when_the_work_begins_puts_the_file_aside_too() {
    let rig = worked();
    sql(
        &rig,
        "UPDATE meta SET value = CAST(x'ff' AS TEXT) WHERE key = 'generation'",
    );
    it_is_put_aside_and_the_project_is_read(&rig);
}

/// Whether the frame shows a project.
fn is_open(life: &Life) -> bool {
    let all = life.events().into_iter().rev();
    let mut frames = all.filter_map(|event| match event {
        Event::Snapshot(frame) => Some(frame.profile.is_some()),
        _ => None,
    });
    frames.next() == Some(true)
}

#[test]
fn a_project_in_which_the_work_cannot_begin_is_not_told_as_open_and_opens_once_it_can() {
    let rig = worked();
    sql(&rig, "ALTER TABLE audit RENAME TO away");
    rig.live(async |life| {
        assert!(trouble(life).is_some(), "it says why");
        assert!(!is_open(life), "nobody would read it");
        let again = life.app.run(RetryKeyring {}).await;
        assert!(again.is_err(), "as long as it is so");
        written(&rig.database().unwrap(), "ALTER TABLE away RENAME TO audit").await;
        life.app.run(RetryKeyring {}).await.unwrap();
        assert!(is_open(life));
        assert_eq!(trouble(life), None);
        life.synced().await;
    })
    .unwrap();
}
