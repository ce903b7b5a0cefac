//! What may be cleaned up, and what never.

use domain::unused::{Leftover, Unused, unused};
use domain::{
    AttemptState, Connection, IntegrationId, LifecycleName, Observation, Status, Timestamp,
};
use proptest::prelude::*;
use proptest::sample::select;

const NOW: Timestamp = Timestamp::from_millis(10_000_000);
const UNUSED: &str = "Connection initiation did not complete within 10 minutes";

fn leftover(status: &Status) -> Leftover<'_> {
    Leftover {
        status,
        reason: None,
        updated_at: Some(NOW),
        attempt: None,
        signing_in: false,
        has_row: false,
        worked: false,
    }
}

fn status() -> impl Strategy<Value = Status> {
    prop_oneof![
        select(Status::KNOWN.to_vec()),
        "[A-Z]{1,12}".prop_map(|word| Status::from_wire(&word)),
    ]
}

proptest! {
    #[test]
    fn nothing_that_works_worked_or_is_under_way_is_ever_cleaned_up(
        status in status(),
        reason in select(vec![None, Some(UNUSED), Some("invalid_grant"), Some("access_denied")]),
        age in 0_i64..9_000_000,
        attempt in proptest::option::of(select(AttemptState::ALL.to_vec())),
        flags in any::<(bool, bool, bool)>(),
    ) {
        let account = Leftover {
            reason,
            updated_at: Some(NOW.plus_millis(-age)),
            attempt,
            signing_in: flags.0,
            has_row: flags.1,
            worked: flags.2,
            ..leftover(&status)
        };
        let found = unused(&account, NOW);
        let live = matches!(
            status,
            Status::Active | Status::Inactive | Status::Revoked | Status::Unknown(_)
        );
        let under_way = attempt.is_some_and(AttemptState::is_open) || flags.0;
        if live || flags.2 || under_way || attempt == Some(AttemptState::Won) {
            prop_assert_eq!(found, None);
        }
    }
}

#[test]
fn an_account_that_lost_access_is_no_unused_link() {
    let account = Leftover {
        reason: Some("Permanent auth error during token refresh: invalid_grant"),
        ..leftover(&Status::Expired)
    };
    assert_eq!(unused(&account, NOW), None);
}

#[test]
fn somebody_elses_open_link_is_left_alone_for_an_hour() {
    let fresh = leftover(&Status::Initializing);
    assert_eq!(unused(&fresh, NOW), None);
    let old = Leftover {
        updated_at: Some(NOW.plus_millis(-3_600_000)),
        ..leftover(&Status::Initiated)
    };
    assert_eq!(unused(&old, NOW), Some(Unused::NeverFinished));
}

#[test]
fn a_sign_in_that_was_waited_for_no_longer_is_left_alone_while_its_account_moves() {
    let moved = Leftover {
        attempt: Some(AttemptState::Lost),
        updated_at: Some(NOW.plus_millis(-3_599_999)),
        ..leftover(&Status::Initiated)
    };
    assert_eq!(unused(&moved, NOW), None);
    let old = Leftover {
        updated_at: Some(NOW.plus_millis(-3_600_000)),
        ..moved
    };
    assert_eq!(unused(&old, NOW), Some(Unused::NeverFinished));
}

#[test]
fn what_was_given_up_here_may_go_at_once() {
    let account = Leftover {
        attempt: Some(AttemptState::Cancelled),
        ..leftover(&Status::Initializing)
    };
    assert_eq!(unused(&account, NOW), Some(Unused::GivenUp));
}

#[test]
fn a_failed_sign_in_that_a_row_stands_for_is_a_problem_to_solve() {
    let alone = leftover(&Status::Failed);
    assert_eq!(unused(&alone, NOW), Some(Unused::FailedBeside));
    let shown = Leftover {
        has_row: true,
        ..alone
    };
    assert_eq!(unused(&shown, NOW), None);
}

#[test]
fn a_row_whose_unused_link_is_gone_is_as_if_nobody_had_tried() {
    let id = IntegrationId::parse("row").unwrap();
    let mut seen = Observation::status(Status::Expired, NOW);
    seen.reason = Some(UNUSED.to_owned());
    let account = domain::ConnectedAccountId::parse("ca_1").unwrap();
    let mut row = Connection::discovered(id.clone(), account.clone(), &seen);
    row.cleaned(NOW).unwrap();
    assert_eq!(row.lifecycle.name(), LifecycleName::Added);
    assert_eq!(row.account, None);

    let active = Observation::status(Status::Active, NOW);
    let mut works = Connection::discovered(id, account, &active);
    works.cleaned(NOW).unwrap_err();
    assert_eq!(works.lifecycle.name(), LifecycleName::Active);
}
