//! What asks people to act, what may come back by itself, and what is quiet.

use domain::{Around, Cause, Concern, Connection, Observation, Sighting, Status, Verdict};

use crate::fixtures::{NOW, account, probe, row};

/// An account that was in use, and what Composio says of it now.
fn was_active(status: Status, reason: &str) -> Connection {
    let seen = Observation::status(Status::Active, NOW);
    let mut connection = Connection::discovered(row(), account("ca_1"), &seen);
    connection.observe(&Observation {
        sighting: Sighting::Present(status),
        reason: (!reason.is_empty()).then(|| reason.to_owned()),
        at: NOW,
    });
    connection
}

fn concern(connection: &Connection) -> Option<(Cause, Concern)> {
    connection.concern(&Around::default())
}

fn read(mut connection: Connection, verdict: Verdict) -> Connection {
    connection.probed(probe(verdict));
    connection
}

#[test]
fn a_link_left_unused_past_its_expiry_never_alarms() {
    let seen = Observation::status(Status::Initiated, NOW);
    for reason in [
        "",
        "Connection initiation did not complete within 10 minutes",
        "invalid_grant",
    ] {
        let mut never = Connection::discovered(row(), account("ca_1"), &seen);
        never.observe(&Observation {
            sighting: Sighting::Present(Status::Expired),
            reason: (!reason.is_empty()).then(|| reason.to_owned()),
            at: NOW,
        });
        assert_eq!(concern(&never).unwrap().1, Concern::Quiet, "{reason:?}");
    }
}

#[test]
fn lost_access_asks_for_people_and_says_why() {
    for (status, reason, cause) in [
        (Status::Expired, "invalid_grant", Cause::GrantRefused),
        (Status::Expired, "the moon", Cause::Unrecognised),
        (Status::Failed, "access_denied", Cause::ConsentDeclined),
        (Status::Initiated, "", Cause::Restarted),
    ] {
        let lost = was_active(status, reason);
        assert_eq!(concern(&lost), Some((cause, Concern::Act)), "{reason}");
    }
}

#[test]
fn a_provider_in_trouble_is_watched_and_never_alarms() {
    let active = || was_active(Status::Active, "");
    assert_eq!(concern(&active()), None);
    let silent = read(active(), Verdict::Unclear(Cause::ProviderSilent));
    assert_eq!(
        concern(&silent),
        Some((Cause::ProviderSilent, Concern::Watch))
    );
    assert!(!silent.is_active_failing());
    assert_eq!(concern(&read(silent, Verdict::Good)), None);
}

#[test]
fn active_and_refused_is_active_failing_until_a_good_read() {
    let refused = read(
        was_active(Status::Active, ""),
        Verdict::Refused(Cause::ScopeMissing),
    );
    assert!(refused.is_active_failing());
    assert_eq!(concern(&refused), Some((Cause::ScopeMissing, Concern::Act)));
    let good = read(refused, Verdict::Good);
    assert!(!good.is_active_failing());
    assert_eq!(concern(&good), None);
}

#[test]
fn what_somebody_switched_off_or_ended_is_no_alarm() {
    let off = was_active(Status::Inactive, "Connection status updated by user");
    assert_eq!(concern(&off), Some((Cause::SwitchedOff, Concern::Quiet)));
    assert_eq!(concern(&was_active(Status::Revoked, "")), None);
}

#[test]
fn only_what_speaks_about_the_account_can_make_an_error() {
    for cause in Cause::ALL {
        if !cause.blames_the_account() {
            let remedy = cause.remedy();
            assert_ne!(
                remedy,
                domain::Remedy::Reconnect,
                "{}: nobody signs in again for what is not the account's",
                cause.code()
            );
        }
    }
}
