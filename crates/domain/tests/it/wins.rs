//! Attempts, probes and reconnects.

use domain::{
    Attempt, AttemptId, AttemptState, Cause, ConnectedAccountId, Connection, IntegrationId,
    LifecycleName, Lost, Observation, Probe, Progress, Sighting, Status, Timestamp, Verdict,
};

const NOW: Timestamp = Timestamp::from_millis(1_000_000);

fn row() -> IntegrationId {
    IntegrationId::parse("row").unwrap()
}

fn account(id: &str) -> ConnectedAccountId {
    ConnectedAccountId::parse(id).unwrap()
}

fn active() -> Connection {
    Connection::discovered(
        row(),
        account("ca_1"),
        &Observation::status(Status::Active, NOW),
    )
}

fn probe(verdict: Verdict) -> Probe {
    Probe {
        at: NOW,
        verdict,
        raw: None,
        took_millis: 1,
    }
}

fn waiting() -> Attempt {
    let mut attempt = Attempt::plan(AttemptId::parse("a1").unwrap(), row(), NOW);
    attempt.mark_sent(NOW);
    attempt.mark_waiting(account("ca_2"), NOW.plus_millis(600_000));
    attempt
}

#[test]
fn a_dead_grant_behind_an_active_account_is_an_error_until_a_good_read() {
    let mut connection = active();
    connection.probed(probe(Verdict::Refused(Cause::GrantRefused)));
    assert_eq!(connection.lifecycle.name(), LifecycleName::Error);
    assert_eq!(connection.cause(), Some(Cause::GrantRefused));
    assert_eq!(
        connection.status,
        Some(Status::Active),
        "Composio's word stays beside ours"
    );

    connection.observe(&Observation::status(Status::Active, NOW));
    assert_eq!(
        connection.lifecycle.name(),
        LifecycleName::Error,
        "Composio's word clears nothing"
    );

    connection.probed(probe(Verdict::Good));
    assert_eq!(connection.lifecycle.name(), LifecycleName::Active);
}

#[test]
fn a_provider_that_does_not_answer_never_makes_an_error() {
    let mut connection = active();
    connection.probed(probe(Verdict::Unclear(Cause::ProviderSilent)));
    assert_eq!(connection.lifecycle.name(), LifecycleName::Active);
}

#[test]
fn a_link_left_unused_past_its_expiry_never_alarms() {
    let mut connection = Connection::added(row(), NOW);
    connection.lifecycle = connection.lifecycle.requested(NOW);
    connection.observe(&Observation::status(Status::Expired, NOW));
    assert_eq!(connection.cause(), Some(Cause::LinkUnused));
}

#[test]
fn a_reconnect_leaves_the_state_alone_until_it_has_won() {
    let mut connection = active();
    connection.observe(&Observation::status(Status::Expired, NOW));
    let before = connection.clone();
    connection.lifecycle = connection.lifecycle.requested(NOW);
    assert_eq!(connection, before);
    connection.won(account("ca_2"), None, NOW);
    assert_eq!(connection.account, Some(account("ca_2")));
    assert_eq!(connection.lifecycle.name(), LifecycleName::Active);
}

#[test]
fn what_was_never_connected_cannot_be_disconnected() {
    let mut connection = Connection::added(row(), NOW);
    let refused = connection.disconnected(NOW).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "`disconnect` does not apply to a connection that is Added"
    );
}

#[test]
fn an_attempt_ends_once() {
    let mut attempt = waiting();
    attempt.end(AttemptState::Cancelled, None, NOW);
    attempt.end(AttemptState::Won, None, NOW.plus_millis(1));
    assert_eq!(attempt.state, AttemptState::Cancelled);
    assert_eq!(attempt.ended_at, Some(NOW));
}

#[test]
fn each_word_of_composio_is_read_for_an_attempt_as_decided() {
    let read = |status, declined| waiting().read(&Observation::status(status, NOW), declined);
    assert_eq!(read(Status::Active, false), Progress::Connected);
    assert_eq!(read(Status::Failed, true), Progress::Lost(Lost::Declined));
    assert_eq!(read(Status::Failed, false), Progress::Lost(Lost::Failed));
    assert_eq!(
        read(Status::Expired, false),
        Progress::Lost(Lost::LinkUnused)
    );
    assert_eq!(
        read(Status::Initializing, false),
        Progress::Watching { started: false }
    );
    assert_eq!(
        read(Status::Initiated, false),
        Progress::Watching { started: true }
    );
    assert_eq!(
        read(Status::Unknown("NEW".into()), false),
        Progress::Watching { started: false },
        "an unknown word is never a success"
    );
}

#[test]
fn a_watch_goes_on_for_thirty_seconds_after_the_link_died() {
    let late = |millis: i64| Observation {
        sighting: Sighting::Present(Status::Initiated),
        reason: None,
        at: NOW.plus_millis(600_000 + millis),
    };
    assert_eq!(
        waiting().read(&late(30_000), false),
        Progress::Watching { started: true }
    );
    assert_eq!(
        waiting().read(&late(30_001), false),
        Progress::Lost(Lost::LinkUnused)
    );
}

#[test]
fn what_a_read_once_proved_is_not_said_of_an_account_that_is_gone() {
    let mut connection = active();
    connection.probed(probe(Verdict::Good));
    connection.observe(&Observation {
        sighting: Sighting::Missing,
        reason: None,
        at: NOW,
    });
    assert_eq!(connection.lifecycle.name(), LifecycleName::Revoked);
    assert_eq!(connection.probe, None);
}
