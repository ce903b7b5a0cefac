//! What a move of a state is called.

use domain::lifecycle::{Active, ErrorSource, Errored, Lifecycle};
use domain::{LifecycleName, LineKind, Timestamp, Trigger, history};

const NOW: Timestamp = Timestamp::from_millis(1_000_000_000);

fn broken(ago: i64) -> Lifecycle {
    Lifecycle::Error(Errored {
        since: NOW.plus_millis(-ago),
        source: ErrorSource::Read,
    })
}

#[test]
fn only_an_error_that_nobody_repaired_recovered_by_itself() {
    let took = 3 * 60_000 + 4_000;
    for by in Trigger::ALL {
        let said = history::title(&broken(took), LifecycleName::Active, by, NOW);
        let by_itself = matches!(by, Trigger::Check | Trigger::Composio);
        let wanted = if by_itself {
            "Recovered by itself after 3 min"
        } else {
            "Status changed from Error to Active"
        };
        assert_eq!(said, wanted, "{by:?}");
        for to in LifecycleName::ALL {
            if to != LifecycleName::Active {
                let said = history::title(&broken(took), to, by, NOW);
                assert_eq!(said, format!("Status changed from Error to {to}"));
            }
        }
    }
    let active = Lifecycle::Active(Active { since: NOW });
    assert_eq!(
        history::title(&active, LifecycleName::Expired, Trigger::Composio, NOW),
        "Status changed from Active to Expired"
    );
}

#[test]
fn a_length_is_told_in_one_unit_and_never_below_zero() {
    for (millis, said) in [
        (-5, "0 s"),
        (45_900, "45 s"),
        (60_000, "1 min"),
        (59 * 60_000, "59 min"),
        (5 * 3_600_000, "5 h"),
        (50 * 3_600_000, "2 d"),
    ] {
        assert_eq!(domain::time::about(millis), said);
    }
}

#[test]
fn every_kind_and_trigger_is_read_back_from_its_word() {
    for kind in LineKind::ALL {
        assert_eq!(LineKind::parse(kind.as_str()), Some(kind));
        assert!(!kind.label().is_empty());
    }
    for by in Trigger::ALL {
        assert_eq!(Trigger::parse(by.as_str()), Some(by));
        assert!(!by.words().is_empty());
    }
}
