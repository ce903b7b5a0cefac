//! The eras of masking: what is told from samples must explain the samples.

use domain::TokenShape;
use domain::masking::{Era, Sample, is_phrase, phrase};
use proptest::prelude::*;

#[test]
fn composio_s_own_apps_stay_redacted_whatever_the_switch_says() {
    for on in [true, false] {
        assert_eq!(Era::ManagedRedacted.shape(on, true), TokenShape::Redacted);
    }
}

#[test]
fn without_any_sample_the_newest_era_is_assumed_and_nothing_is_sure() {
    let absent = Sample {
        managed: false,
        shape: TokenShape::Absent,
    };
    for samples in [vec![], vec![absent]] {
        assert_eq!(Era::of(true, &samples), Era::ManagedRedacted);
        assert!(!Era::is_sure(true, &samples, false));
    }
}

#[test]
fn a_redacted_custom_app_leaves_open_whether_the_switch_would_show_it() {
    let samples = [Sample {
        managed: false,
        shape: TokenShape::Redacted,
    }];
    assert_eq!(Era::of(true, &samples), Era::Redacted);
    assert!(
        !Era::is_sure(true, &samples, false),
        "or it is withheld for good"
    );
    assert_eq!(Era::of(false, &samples), Era::Withheld);
    assert!(Era::is_sure(false, &samples, false));
}

#[test]
fn only_the_whole_number_is_the_phrase() {
    assert!(is_phrase(" Break  12 ", 12));
    for typed in [
        "",
        "break",
        "break 1",
        "break 120",
        "break12",
        "12",
        "break -12",
    ] {
        assert!(!is_phrase(typed, 12), "{typed:?}");
    }
    assert_eq!(phrase(31_204), "break 31204");
}

fn era() -> impl Strategy<Value = Era> {
    prop::sample::select(Era::ALL.to_vec())
}

proptest! {
    #[test]
    fn what_is_told_from_samples_explains_every_one_of_them(
        era in era(), on: bool, owners in prop::collection::vec(any::<bool>(), 0..8)
    ) {
        let samples: Vec<Sample> = owners
            .into_iter()
            .map(|managed| Sample { managed, shape: era.shape(on, managed) })
            .collect();
        let told = Era::of(on, &samples);
        for sample in &samples {
            prop_assert_eq!(told.shape(on, sample.managed), sample.shape);
        }
    }

    #[test]
    fn what_is_sure_comes_true(
        era in era(), on: bool, managed: bool, owners in prop::collection::vec(any::<bool>(), 1..8)
    ) {
        let samples: Vec<Sample> = owners
            .into_iter()
            .map(|managed| Sample { managed, shape: era.shape(on, managed) })
            .collect();
        if Era::is_sure(on, &samples, managed) {
            let told = Era::of(on, &samples);
            prop_assert_eq!(told.shape(!on, managed), era.shape(!on, managed));
        }
    }

    #[test]
    fn switching_there_and_back_shows_what_was_shown(era in era(), on: bool, managed: bool) {
        let there = era.shape(!on, managed);
        let back = era.shape(on, managed);
        prop_assert!(there == back || there == TokenShape::Readable || back == TokenShape::Readable);
    }
}
