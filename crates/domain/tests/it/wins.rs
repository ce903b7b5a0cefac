//! Attempts, probes and reconnects.

use domain::{
    Attempt, AttemptId, AttemptState, Cause, Connection, LifecycleName, Lost, Observation,
    Progress, Sighting, Status, Verdict,
};

use crate::fixtures::{NOW, account, probe, row};

fn active() -> Connection {
    Connection::discovered(
        row(),
        account("ca_1"),
        &Observation::status(Status::Active, NOW),
    )
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
    let read = |status, told| waiting().read(&Observation::status(status, NOW), told);
    assert_eq!(read(Status::Active, None), Progress::Connected);
    assert_eq!(
        read(Status::Failed, Some(Lost::Declined)),
        Progress::Lost(Lost::Declined)
    );
    assert_eq!(read(Status::Failed, None), Progress::Lost(Lost::Failed));
    assert_eq!(
        read(Status::Expired, None),
        Progress::Lost(Lost::LinkUnused)
    );
    assert_eq!(
        read(Status::Initializing, None),
        Progress::Watching { started: false }
    );
    assert_eq!(
        read(Status::Initiated, None),
        Progress::Watching { started: true }
    );
    assert_eq!(
        read(Status::Unknown("NEW".into()), None),
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
        waiting().read(&late(30_000), None),
        Progress::Watching { started: true }
    );
    assert_eq!(
        waiting().read(&late(30_001), None),
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

#[test]
fn a_refusal_that_was_told_is_the_end_that_is_said() {
    let read = |status, told| waiting().read(&Observation::status(status, NOW), Some(told));
    for (status, told) in [
        (Status::Failed, Lost::VerifierRefused),
        (Status::Expired, Lost::OtherBrowser),
        (Status::Inactive, Lost::AuthConfigDisabled),
    ] {
        assert_eq!(read(status, told), Progress::Lost(told));
    }
    assert_eq!(
        read(Status::Active, Lost::OtherBrowser),
        Progress::Connected,
        "a hint is no evidence"
    );
    assert_eq!(
        read(Status::Initiated, Lost::OtherBrowser),
        Progress::Watching { started: true }
    );
}

#[test]
fn an_account_of_somebody_else_waits_and_is_never_won_by_itself() {
    let mallory = domain::Identity {
        name: "mallory@example.com".into(),
        source: domain::IdentitySource::Tool,
    };
    let mut attempt = waiting();
    assert!(attempt.differs(mallory.clone()));
    assert!(attempt.state.is_open() && !attempt.state.is_watched());
    assert!(!attempt.differs(mallory), "once");
}

#[test]
fn every_end_is_kept_under_a_word_of_its_own_and_read_back() {
    let mut words: Vec<&str> = Lost::ALL.iter().map(|lost| lost.as_str()).collect();
    for lost in Lost::ALL {
        assert_eq!(Lost::parse(lost.as_str()), Some(*lost));
    }
    words.sort_unstable();
    words.dedup();
    assert_eq!(words.len(), Lost::ALL.len());
}

#[test]
fn composios_words_on_a_failed_sign_in_are_told_apart() {
    for (text, lost) in [
        ("access_denied", Some(Lost::Declined)),
        (
            "OAuth callback failed: identity verification failed",
            Some(Lost::VerifierRefused),
        ),
        (
            "This connection was started from a different browser or device",
            Some(Lost::OtherBrowser),
        ),
        ("Auth config is disabled", Some(Lost::AuthConfigDisabled)),
        (
            "ConnectedAccount_MissingRequiredFields",
            Some(Lost::FieldsMissing),
        ),
        ("OAuth callback failed during token exchange", None),
        ("", None),
    ] {
        assert_eq!(Lost::told(text), lost, "{text}");
    }
}
