//! What each move of a connection and of an attempt leaves, field by field.

use domain::lifecycle::{Added, ErrorSource, Errored, Expired, Pending, Revoked};
use domain::{
    Attempt, AttemptId, AttemptState, ConnectedAccountId, IntegrationId, Lifecycle, LifecycleName,
    Lost, Observation, Progress, Sighting, Status, Timestamp,
};

use crate::table::{NOW, THEN, states};

fn attempt() -> Attempt {
    let id = AttemptId::parse("a1").unwrap();
    Attempt::plan(id, IntegrationId::parse("row").unwrap(), THEN)
}

fn account() -> ConnectedAccountId {
    ConnectedAccountId::parse("ca_1").unwrap()
}

fn seen(sighting: Sighting, at: Timestamp) -> Observation {
    Observation {
        sighting,
        reason: None,
        at,
    }
}

#[test]
fn every_state_has_a_name_a_word_and_a_beginning_of_its_own() {
    let told: Vec<_> = states()
        .iter()
        .map(|state| {
            assert_eq!(state.since(), THEN, "{state:?}");
            (state.name().as_str(), state.name().to_string())
        })
        .collect();
    let expected = [
        ("added", "Added"),
        ("pending", "Pending"),
        ("active", "Active"),
        ("error", "Error"),
        ("expired", "Expired"),
        ("paused", "Inactive"),
        ("revoked", "Revoked"),
    ];
    assert_eq!(told, expected.map(|(name, word)| (name, word.to_owned())));
    for name in LifecycleName::ALL {
        assert_eq!(LifecycleName::parse(name.as_str()), Some(name));
    }
    assert_eq!(LifecycleName::parse("Active"), None, "only as it is stored");
}

#[test]
fn an_attempt_moves_only_what_was_never_connected_and_back() {
    for state in states() {
        let asked = state.clone().requested(NOW);
        match state {
            Lifecycle::Added(_) => assert_eq!(asked, Lifecycle::Pending(Pending { since: NOW })),
            other => assert_eq!(asked, other),
        }
    }
    for state in states() {
        let given_up = state.clone().withdrawn(NOW);
        match state {
            Lifecycle::Pending(_) => assert_eq!(given_up, Lifecycle::Added(Added { since: NOW })),
            other => assert_eq!(given_up, other),
        }
    }
}

#[test]
fn whatever_may_work_can_be_disconnected_and_nothing_else() {
    for state in states() {
        let name = state.name();
        match state.disconnected(NOW) {
            Ok(after) => assert_eq!(after, Lifecycle::Revoked(Revoked { since: NOW })),
            Err(refused) => {
                assert!(matches!(
                    name,
                    LifecycleName::Added | LifecycleName::Revoked
                ));
                assert_eq!((refused.action, refused.state), ("disconnect", name));
            }
        }
    }
}

#[test]
fn a_state_that_is_kept_keeps_its_beginning() {
    let looks = Status::KNOWN.map(Sighting::Present);
    for state in states() {
        for look in looks.iter().cloned().chain([Sighting::Missing]) {
            let after = state.clone().observe(&seen(look, NOW));
            let kept = after.name() == state.name();
            assert_eq!(after.since(), if kept { THEN } else { NOW }, "{state:?}");
        }
    }
}

#[test]
fn failed_is_what_an_error_rests_on_once_composio_says_so() {
    let restarted = Lifecycle::Error(Errored {
        since: THEN,
        source: ErrorSource::Restarted,
    });
    let failed = seen(Sighting::Present(Status::Failed), NOW);
    assert_eq!(
        restarted.observe(&failed),
        Lifecycle::Error(Errored {
            since: THEN,
            source: ErrorSource::Failed,
        })
    );
}

#[test]
fn an_account_nobody_knew_begins_where_composio_says() {
    let look = |status| seen(Sighting::Present(status), NOW);
    let begun = |status| Lifecycle::discovered(&look(status)).name();
    assert_eq!(begun(Status::Active), LifecycleName::Active);
    assert_eq!(begun(Status::Initiated), LifecycleName::Pending);
    assert_eq!(begun(Status::Unknown("NEW".into())), LifecycleName::Pending);
    assert_eq!(
        Lifecycle::discovered(&look(Status::Expired)),
        Lifecycle::Expired(Expired {
            since: NOW,
            unused: true,
        })
    );
}

#[test]
fn every_state_of_an_attempt_is_kept_under_a_word_of_its_own_and_read_back() {
    let words = AttemptState::ALL.map(AttemptState::as_str);
    assert_eq!(
        words,
        [
            "planned",
            "sent",
            "waiting",
            "opened",
            "differs",
            "won",
            "lost",
            "cancelled",
            "unsure",
        ]
    );
    for state in AttemptState::ALL {
        assert_eq!(AttemptState::parse(state.as_str()), Some(state));
    }
    assert_eq!(AttemptState::parse("Won"), None, "only as it is stored");
}

#[test]
fn an_attempt_is_watched_until_it_is_decided_and_open_while_a_person_must_choose() {
    for state in AttemptState::ALL {
        let watched = ["planned", "sent", "waiting", "opened"].contains(&state.as_str());
        assert_eq!(state.is_watched(), watched, "{state:?}");
        let open = watched || state == AttemptState::Differs;
        assert_eq!(state.is_open(), open, "{state:?}");
    }
}

#[test]
fn each_step_of_an_attempt_is_marked_once_and_only_after_the_one_before() {
    let mut early = attempt();
    early.mark_waiting(account(), NOW);
    assert_eq!(
        (early.state, early.account.as_ref(), early.expires_at),
        (AttemptState::Planned, None, None),
        "what was not sent has no answer"
    );

    let mut trip = attempt();
    assert_eq!((trip.alias.as_str(), trip.planned_at), ("sw-a1", THEN));
    trip.mark_sent(THEN);
    trip.mark_sent(NOW);
    assert_eq!((trip.state, trip.sent_at), (AttemptState::Sent, Some(THEN)));
    trip.mark_waiting(account(), NOW);
    assert_eq!(trip.state, AttemptState::Waiting);
    assert_eq!(
        (trip.account.clone(), trip.expires_at),
        (Some(account()), Some(NOW))
    );
    trip.mark_opened(THEN);
    trip.mark_opened(NOW);
    assert_eq!(
        (trip.state, trip.opened_at),
        (AttemptState::Opened, Some(THEN))
    );
    trip.mark_handed(THEN);
    trip.mark_handed(NOW);
    assert_eq!(trip.handed_at, Some(THEN), "the first time counts");
}

#[test]
fn an_opened_link_brings_no_ended_attempt_back() {
    let mut over = attempt();
    over.end(AttemptState::Cancelled, None, NOW);
    over.mark_opened(NOW);
    assert_eq!(over.state, AttemptState::Cancelled);
}

#[test]
fn an_answer_that_comes_late_makes_an_unsure_attempt_wait() {
    let mut unsure = attempt();
    unsure.mark_sent(THEN);
    unsure.end(AttemptState::Unsure, None, THEN);
    unsure.mark_waiting(account(), NOW);
    assert_eq!(unsure.state, AttemptState::Waiting);
}

#[test]
fn an_attempt_ends_from_every_open_state_and_from_unsure() {
    for state in AttemptState::ALL {
        let mut ending = attempt();
        ending.state = state;
        ending.end(AttemptState::Lost, Some(Lost::Declined), NOW);
        let ends = state.is_open() || state == AttemptState::Unsure;
        let told = (ending.state, ending.lost, ending.ended_at);
        let expected = if ends {
            (AttemptState::Lost, Some(Lost::Declined), Some(NOW))
        } else {
            (state, None, None)
        };
        assert_eq!(told, expected, "{state:?}");
    }
}

#[test]
fn whoever_else_signed_in_is_kept_only_while_the_attempt_is_watched() {
    let found = domain::Identity {
        name: "mallory@example.com".into(),
        source: domain::IdentitySource::Tool,
    };
    for state in AttemptState::ALL {
        let mut watched = attempt();
        watched.state = state;
        let told = watched.differs(found.clone());
        assert_eq!(told, state.is_watched(), "{state:?}");
        assert_eq!(watched.found.is_some(), told, "{state:?}");
        let after = if told { AttemptState::Differs } else { state };
        assert_eq!(watched.state, after);
    }
}

#[test]
fn a_link_that_is_said_to_live_for_years_is_watched_for_an_hour() {
    const MINUTE: i64 = 60_000;
    let years = Timestamp::from_millis(i64::MAX);
    assert_eq!(Attempt::link_end(years, NOW), NOW.plus_millis(60 * MINUTE));
    for told in [THEN, NOW, NOW.plus_millis(10 * MINUTE)] {
        assert_eq!(Attempt::link_end(told, NOW), told, "Composio's word counts");
    }
}

#[test]
fn a_watch_without_an_expiry_is_never_over() {
    assert!(!attempt().is_past_watching(Timestamp::from_millis(i64::MAX)));
}

#[test]
fn the_end_of_an_account_is_the_end_of_its_attempt() {
    let read = |sighting, told| attempt().read(&seen(sighting, NOW), told);
    assert_eq!(read(Sighting::Missing, None), Progress::Lost(Lost::Gone));
    let present = Sighting::Present;
    assert_eq!(
        read(present(Status::Revoked), None),
        Progress::Lost(Lost::Gone)
    );
    assert_eq!(
        read(present(Status::Inactive), None),
        Progress::Lost(Lost::SwitchedOff)
    );
    assert_eq!(
        read(present(Status::Expired), Some(Lost::Declined)),
        Progress::Lost(Lost::LinkUnused),
        "who ran out of time declined nothing"
    );
}
