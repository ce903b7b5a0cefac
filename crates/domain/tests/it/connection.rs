//! What a connection keeps, and what it forgets, as looks and reads come in.

use domain::identity::IdentitySource;
use domain::lifecycle::{ErrorSource, Errored, Expired, Lifecycle};
use domain::{
    Around, Cause, Concern, Connection, Identity, LifecycleName, Observation, Pause, PauseProof,
    Probe, Sighting, Status, Unnamed, Verdict,
};

use crate::fixtures::{NOW, account, probe, row};

fn seen(status: Status) -> Observation {
    Observation::status(status, NOW)
}

fn found(status: Status) -> Connection {
    Connection::discovered(row(), account("ca_1"), &seen(status))
}

fn said(mut connection: Connection, status: Status, reason: &str) -> Connection {
    connection.observe(&Observation {
        reason: Some(reason.to_owned()),
        ..seen(status)
    });
    connection
}

fn pause() -> Pause {
    Pause {
        by: "Ann".to_owned(),
        reason: None,
        at: NOW,
        proof: PauseProof::Unproven,
        said: "No read yet.".to_owned(),
        proved_at: NOW,
    }
}

/// A row that nobody connected here, and that stands for an account somebody else made.
fn stands_for_anothers(status: Option<Status>) -> Connection {
    let mut connection = Connection::added(row(), NOW);
    connection.account = Some(account("ca_1"));
    connection.status = status;
    connection
}

#[test]
fn a_row_that_nobody_tried_says_what_its_account_says_and_without_one_nothing() {
    let mut with = stands_for_anothers(None);
    with.observe(&seen(Status::Active));
    assert_eq!(with.lifecycle.name(), LifecycleName::Active);
    let mut without = Connection::added(row(), NOW);
    without.observe(&seen(Status::Active));
    assert_eq!(without.lifecycle.name(), LifecycleName::Added);
}

#[test]
fn what_worked_once_cannot_have_been_a_link_that_nobody_used() {
    for (before, unused) in [
        (None, true),
        (Some(Status::Initiated), true),
        (Some(Status::Active), false),
        (Some(Status::Inactive), false),
    ] {
        let mut connection = stands_for_anothers(before.clone());
        connection.observe(&seen(Status::Expired));
        let Lifecycle::Expired(expired) = &connection.lifecycle else {
            panic!("{before:?}: {:?}", connection.lifecycle)
        };
        assert_eq!(expired.unused, unused, "{before:?}");
    }
}

#[test]
fn who_switched_an_account_off_is_kept_as_long_as_it_is_off_and_no_longer() {
    let mut off = found(Status::Inactive);
    off.paused(pause());
    off.observe(&seen(Status::Inactive));
    assert_eq!(off.pause.as_deref(), Some(&pause()), "it is off still");
    off.observe(&seen(Status::Active));
    assert_eq!(off.pause, None);
    off.paused(pause());
    assert_eq!(off.pause, None, "what is on was not switched off");
}

#[test]
fn what_was_read_of_one_account_says_nothing_of_another_that_won() {
    let read = |id: &str| {
        let mut connection = found(Status::Active);
        connection.probed(probe(Verdict::Good));
        connection.won(account(id), None, NOW);
        (connection.probe.is_some(), connection.reads.good.is_some())
    };
    assert_eq!(read("ca_1"), (true, true), "the same account");
    assert_eq!(read("ca_2"), (false, false));
}

#[test]
fn an_account_is_known_to_have_worked_by_its_state_or_by_a_good_read() {
    let expired = |unused| {
        let state = Expired { since: NOW, unused };
        with(Lifecycle::Expired(state))
    };
    let error = |source| {
        let state = Errored { since: NOW, source };
        with(Lifecycle::Error(state))
    };
    for (connection, worked) in [
        (found(Status::Initiated), false),
        (Connection::added(row(), NOW), false),
        (found(Status::Active), true),
        (found(Status::Inactive), true),
        (expired(true), false),
        (expired(false), true),
        (error(ErrorSource::Failed), false),
        (error(ErrorSource::Read), true),
        (error(ErrorSource::Restarted), true),
    ] {
        assert_eq!(connection.worked(), worked, "{:?}", connection.lifecycle);
        let mut read = connection;
        read.reads.good = Some(NOW);
        assert!(read.worked(), "{:?}", read.lifecycle);
    }
}

fn with(lifecycle: Lifecycle) -> Connection {
    Connection {
        lifecycle,
        ..Connection::added(row(), NOW)
    }
}

#[test]
fn what_can_be_disconnected_is_there_or_is_left_at_composio() {
    let mut active = found(Status::Active);
    active.disconnected(NOW).unwrap();
    assert_eq!(active.lifecycle.name(), LifecycleName::Revoked);
    // It is at Composio still, so it may be deleted there.
    active.disconnected(NOW).unwrap();
    active.observe(&Observation {
        sighting: Sighting::Missing,
        ..seen(Status::Active)
    });
    let refused = active.disconnected(NOW).unwrap_err();
    assert_eq!(refused.state, LifecycleName::Revoked);
}

#[test]
fn an_account_that_is_gone_was_disconnected_and_one_that_is_there_has_a_word_of_its_own() {
    let mut revoked = said(found(Status::Active), Status::Revoked, "invalid_grant");
    assert_eq!(revoked.cause(), Some(Cause::GrantRefused));
    revoked.status = None;
    assert_eq!(revoked.cause(), Some(Cause::Disconnected));
}

#[test]
fn what_a_list_says_moves_nothing_that_was_gone_and_a_look_at_it_alone_does() {
    let mut gone = found(Status::Active);
    gone.observe(&Observation {
        sighting: Sighting::Missing,
        ..seen(Status::Active)
    });
    assert!(!gone.may_be_back(), "nobody said so");
    gone.observe(&seen(Status::Expired));
    assert!(!gone.may_be_back());
    gone.observe(&seen(Status::Active));
    assert_eq!(gone.lifecycle.name(), LifecycleName::Revoked);
    assert!(gone.may_be_back());
    gone.found_again(NOW);
    assert_eq!(gone.lifecycle.name(), LifecycleName::Active);
    assert!(!gone.may_be_back());
}

#[test]
fn what_is_only_switched_off_may_be_back_and_what_needs_a_new_sign_in_is_not() {
    let mut gone = found(Status::Active);
    gone.observe(&seen(Status::Revoked));
    for status in Status::KNOWN {
        gone.observe(&seen(status.clone()));
        let usable = matches!(status, Status::Active | Status::Inactive);
        assert_eq!(gone.may_be_back(), usable, "{status}");
        assert_eq!(gone.lifecycle.name(), LifecycleName::Revoked, "{status}");
    }
    gone.found_again(NOW);
    gone.observe(&seen(Status::Inactive));
    assert_eq!(gone.lifecycle.name(), LifecycleName::Paused);
}

#[test]
fn only_what_was_revoked_is_found_again() {
    for status in [Status::Active, Status::Inactive, Status::Failed] {
        let mut there = found(status);
        let before = there.clone();
        there.found_again(NOW);
        assert_eq!(there, before);
    }
}

#[test]
fn a_name_is_owed_by_what_works_and_has_none_since_nobody_could_be_reached() {
    let unreachable = |status, unnamed, name: Option<&str>| {
        let mut connection = found(status);
        connection.probe = Some(Probe {
            unnamed,
            ..probe(Verdict::Good)
        });
        connection.identity =
            name.and_then(|name| Identity::told(name, IdentitySource::DisplayName));
        connection.name_is_owed()
    };
    let nobody = Some(Unnamed::Unreachable);
    assert!(unreachable(Status::Active, nobody, None));
    assert!(!unreachable(Status::Active, nobody, Some("ann")));
    assert!(!unreachable(Status::Inactive, nobody, None));
    assert!(!unreachable(Status::Active, Some(Unnamed::Absent), None));
    assert!(!unreachable(Status::Active, None, None));
}

#[test]
fn a_link_that_ran_out_is_quiet_even_where_the_account_had_worked() {
    let unused = "Connection initiation did not complete within 10 minutes";
    let connection = said(found(Status::Active), Status::Expired, unused);
    let quiet = Some((Cause::LinkUnused, Concern::Quiet));
    assert_eq!(connection.concern(&Around::default()), quiet);
}
