//! The 56 cells: seven states, seven statuses and "missing".

use std::fmt::Write as _;

use domain::lifecycle::{Active, Added, ErrorSource, Errored, Expired, Paused, Pending, Revoked};
use domain::{Lifecycle, Observation, Sighting, Status, Timestamp};
use expect_test::expect;
use proptest::prelude::*;

pub(crate) const THEN: Timestamp = Timestamp::from_millis(1_000);
pub(crate) const NOW: Timestamp = Timestamp::from_millis(2_000);

/// Each state, begun then.
pub(crate) fn states() -> Vec<Lifecycle> {
    vec![
        Lifecycle::Added(Added { since: THEN }),
        Lifecycle::Pending(Pending { since: THEN }),
        Lifecycle::Active(Active { since: THEN }),
        Lifecycle::Error(Errored {
            since: THEN,
            source: ErrorSource::Failed,
        }),
        Lifecycle::Expired(Expired {
            since: THEN,
            unused: false,
        }),
        Lifecycle::Paused(Paused { since: THEN }),
        Lifecycle::Revoked(Revoked { since: THEN }),
    ]
}

fn sightings() -> Vec<Sighting> {
    Status::KNOWN
        .into_iter()
        .map(Sighting::Present)
        .chain([Sighting::Missing])
        .collect()
}

fn seen(sighting: Sighting) -> Observation {
    Observation {
        sighting,
        reason: None,
        at: NOW,
    }
}

#[test]
fn every_state_meets_every_status_as_decided() {
    let mut table = String::new();
    for state in states() {
        write!(table, "{:8}", state.name().as_str()).unwrap();
        for sighting in sightings() {
            let after = state.clone().observe(&seen(sighting));
            let mark = match &after {
                Lifecycle::Error(Errored {
                    source: ErrorSource::Restarted,
                    ..
                }) => "!",
                Lifecycle::Expired(Expired { unused: true, .. }) => "*",
                _ => "",
            };
            write!(table, " {:8}", format!("{}{mark}", after.name().as_str())).unwrap();
        }
        table = table.trim_end().to_owned() + "\n";
    }
    expect![[r"
        added    added    added    added    added    added    added    added    added
        pending  pending  pending  active   error    expired* paused   revoked  revoked
        active   error!   error!   active   error    expired  paused   revoked  revoked
        error    error    error    active   error    expired  paused   revoked  revoked
        expired  expired  expired  active   expired  expired  paused   revoked  revoked
        paused   paused   paused   active   error    expired  paused   revoked  revoked
        revoked  revoked  revoked  revoked  revoked  revoked  revoked  revoked  revoked
    "]]
    .assert_eq(&table);
}

#[test]
fn composios_active_does_not_clear_what_our_own_read_found() {
    let broken = Lifecycle::Error(Errored {
        since: THEN,
        source: ErrorSource::Read,
    });
    let after = broken
        .clone()
        .observe(&seen(Sighting::Present(Status::Active)));
    assert_eq!(after, broken, "only a good read of ours clears it");
}

fn any_sighting() -> impl Strategy<Value = Sighting> {
    prop_oneof![
        proptest::sample::select(sightings()),
        "[A-Z]{0,12}".prop_map(|word| Sighting::Present(Status::from_wire(&word))),
    ]
}

proptest! {
    #[test]
    fn nothing_becomes_active_that_composio_did_not_call_active(
        start in proptest::sample::select(states()),
        looks in proptest::collection::vec(any_sighting(), 0..20),
    ) {
        let was_active = matches!(start, Lifecycle::Active(_));
        let saw_active = looks.contains(&Sighting::Present(Status::Active));
        let end = looks.into_iter().fold(start, |state, look| state.observe(&seen(look)));
        prop_assert!(!matches!(end, Lifecycle::Active(_)) || was_active || saw_active);
    }

    #[test]
    fn the_same_look_twice_changes_nothing_more(
        start in proptest::sample::select(states()),
        look in any_sighting(),
    ) {
        let once = start.observe(&seen(look.clone()));
        prop_assert_eq!(once.clone().observe(&seen(look)), once);
    }

    #[test]
    fn an_unknown_status_moves_no_state(
        start in proptest::sample::select(states()),
        word in "[a-z]{1,80}",
    ) {
        let look = Sighting::Present(Status::from_wire(&word));
        prop_assert_eq!(start.clone().observe(&seen(look)), start);
    }
}
