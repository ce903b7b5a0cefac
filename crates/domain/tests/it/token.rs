//! What is known of a token: a table of every cause, and what never may happen.

use std::collections::BTreeSet;

use domain::facts::AccountFacts;
use domain::token::{Grounds, STALE_MILLIS, is_stale};
use domain::{
    Cause, Expiry, Fingerprint, Held, LifecycleName, Timestamp, TokenShape, TokenTrouble,
};
use proptest::prelude::*;
use proptest::sample::select;

const NOW: Timestamp = Timestamp::from_millis(1_000_000);

const SHAPES: [TokenShape; 7] = [
    TokenShape::Absent,
    TokenShape::Empty,
    TokenShape::Redacted,
    TokenShape::Masked,
    TokenShape::MaskedLong,
    TokenShape::Malformed,
    TokenShape::Readable,
];

fn grounds(shape: TokenShape) -> Grounds<'static> {
    Grounds {
        state: LifecycleName::Active,
        looked: true,
        managed: false,
        masking: Some(true),
        scheme: Some("OAUTH2"),
        shape,
        refused: None,
    }
}

#[test]
fn every_trouble_has_a_title_a_cause_and_a_fix_and_comes_of_something() {
    let own = grounds(TokenShape::Redacted);
    let state = |state, shape| Grounds {
        state,
        ..grounds(shape)
    };
    // Exhaustive: a new trouble does not compile until somebody says where it comes from.
    let comes_of = |trouble| match trouble {
        TokenTrouble::Malformed => grounds(TokenShape::Malformed),
        TokenTrouble::Empty => grounds(TokenShape::Empty),
        TokenTrouble::Missing => grounds(TokenShape::Absent),
        TokenTrouble::GrantRefused => Grounds {
            refused: Some(Cause::GrantRefused),
            ..own
        },
        TokenTrouble::Misconfigured => Grounds {
            refused: Some(Cause::ClientRejected),
            ..own
        },
        TokenTrouble::Expired => state(LifecycleName::Expired, TokenShape::Absent),
        TokenTrouble::Failed => state(LifecycleName::Error, TokenShape::Absent),
        TokenTrouble::MaskedByProject => own,
        TokenTrouble::RedactedByDefault => Grounds {
            masking: Some(false),
            ..own
        },
        TokenTrouble::RedactedUnclear => Grounds {
            masking: None,
            ..own
        },
        TokenTrouble::RedactedManaged => Grounds {
            managed: true,
            ..own
        },
        TokenTrouble::NotLooked => Grounds {
            looked: false,
            ..own
        },
        TokenTrouble::SigningIn => state(LifecycleName::Pending, TokenShape::Absent),
        TokenTrouble::NotConnected => state(LifecycleName::Added, TokenShape::Absent),
        TokenTrouble::Disconnected => state(LifecycleName::Revoked, TokenShape::Readable),
    };
    let mut codes = BTreeSet::new();
    for trouble in TokenTrouble::ALL {
        assert_eq!(TokenTrouble::of(comes_of(*trouble)), Some(*trouble));
        assert!(codes.insert(trouble.code()), "{trouble:?}");
        assert!(trouble.short().chars().count() <= 12, "{trouble:?}");
        assert!(!trouble.title().is_empty());
        for sentence in [trouble.cause(), trouble.fix()] {
            assert!(sentence.ends_with('.'), "{sentence}");
        }
    }
}

#[test]
fn each_masked_shape_is_recognised_and_the_cause_told_apart() {
    use TokenTrouble as T;
    for (shape, managed, masking, told) in [
        (
            TokenShape::Redacted,
            true,
            Some(false),
            Some(T::RedactedManaged),
        ),
        (
            TokenShape::Redacted,
            true,
            Some(true),
            Some(T::RedactedManaged),
        ),
        (
            TokenShape::Redacted,
            false,
            Some(true),
            Some(T::MaskedByProject),
        ),
        (
            TokenShape::Redacted,
            false,
            Some(false),
            Some(T::RedactedByDefault),
        ),
        (TokenShape::Redacted, false, None, Some(T::RedactedUnclear)),
        (TokenShape::Masked, false, None, Some(T::MaskedByProject)),
        (TokenShape::MaskedLong, true, None, Some(T::MaskedByProject)),
        (TokenShape::Empty, false, None, Some(T::Empty)),
        (TokenShape::Readable, false, None, None),
    ] {
        let of = Grounds {
            managed,
            masking,
            ..grounds(shape)
        };
        assert_eq!(
            TokenTrouble::of(of),
            told,
            "{shape:?} {managed} {masking:?}"
        );
    }
}

#[test]
fn an_account_that_needs_no_token_misses_none() {
    let of = Grounds {
        scheme: Some("NO_AUTH"),
        ..grounds(TokenShape::Absent)
    };
    assert_eq!(TokenTrouble::of(of), None);
}

#[test]
fn an_end_is_shown_only_where_composio_names_the_moment() {
    let active = LifecycleName::Active;
    let oauth = AccountFacts {
        scheme: Some("OAUTH2".to_owned()),
        ..AccountFacts::default()
    };
    let of = |facts: &AccountFacts| Expiry::of(facts, true, active);
    assert_eq!(of(&oauth), Expiry::NotTold);
    let length = AccountFacts {
        expires_in: Some(3_599),
        ..oauth.clone()
    };
    assert_eq!(of(&length), Expiry::LengthOnly(3_599), "no guess from when");
    let named = AccountFacts {
        expires_at: Some(NOW),
        ..length
    };
    assert_eq!(of(&named), Expiry::At(NOW));
    let key = AccountFacts {
        scheme: Some("API_KEY".to_owned()),
        ..AccountFacts::default()
    };
    assert_eq!(of(&key), Expiry::Key);
    let ended = AccountFacts {
        ended_at: Some(NOW),
        ..oauth
    };
    let expired = LifecycleName::Expired;
    assert_eq!(Expiry::of(&ended, true, expired), Expiry::Ended(NOW));
    assert_eq!(Expiry::of(&named, false, active), Expiry::Nothing);
    assert_eq!(
        Expiry::of(&named, true, LifecycleName::Revoked),
        Expiry::Nothing
    );
}

#[test]
fn a_refresh_token_is_there_not_there_or_not_known() {
    let facts = |scheme: &str| AccountFacts {
        scheme: Some(scheme.to_owned()),
        ..AccountFacts::default()
    };
    let active = LifecycleName::Active;
    let of = |shape, scheme, looked| Held::of(shape, &facts(scheme), looked, active);
    for shape in SHAPES.into_iter().filter(|shape| shape.is_token()) {
        assert_eq!(of(shape, "OAUTH2", true), Held::Yes, "{shape:?}");
    }
    assert_eq!(of(TokenShape::Absent, "OAUTH2", true), Held::No);
    assert_eq!(of(TokenShape::Absent, "API_KEY", true), Held::NotApplicable);
    assert_eq!(of(TokenShape::Absent, "OAUTH2", false), Held::Unknown);
    assert_eq!(of(TokenShape::Malformed, "OAUTH2", true), Held::Unknown);
    let expired = Held::of(
        TokenShape::Absent,
        &facts("OAUTH2"),
        true,
        LifecycleName::Expired,
    );
    assert_eq!(
        expired,
        Held::Unknown,
        "Composio tells nothing of it any more"
    );
}

#[test]
fn a_look_that_cannot_read_the_token_does_not_forget_the_last_that_could() {
    let with = |mark: &str, at| AccountFacts {
        fingerprint: Some(Box::new(Fingerprint::seen(mark.to_owned(), at))),
        ..AccountFacts::default()
    };
    let later = NOW.plus_millis(5);
    let first = with("a", NOW);
    let masked = AccountFacts::default().after(&first);
    assert_eq!(masked.fingerprint, first.fingerprint);
    let same = with("a", later).after(&masked).fingerprint.unwrap();
    assert_eq!(
        (same.first, same.last, same.changed_after),
        (NOW, later, None)
    );
    let other = with("b", later).after(&masked).fingerprint.unwrap();
    assert_eq!((other.first, other.changed_after), (later, Some(NOW)));
}

#[test]
fn a_read_is_stale_after_a_day_and_never_for_a_clock_that_runs_ahead() {
    assert!(!is_stale(NOW, NOW.plus_millis(STALE_MILLIS)));
    assert!(is_stale(NOW, NOW.plus_millis(STALE_MILLIS + 1)));
    assert!(!is_stale(NOW.plus_millis(1), NOW));
}

proptest! {
    #[test]
    fn a_token_that_is_masked_never_counts_as_readable(
        shape in select(SHAPES.to_vec()),
        state in select(LifecycleName::ALL.to_vec()),
        looked in any::<bool>(),
        managed in any::<bool>(),
        masking in any::<Option<bool>>(),
        refused in proptest::option::of(select(Cause::ALL.to_vec())),
    ) {
        let told = TokenTrouble::of(Grounds {
            state,
            looked,
            managed,
            masking,
            scheme: Some("OAUTH2"),
            shape,
            refused,
        });
        let fine = looked
            && refused.is_none()
            && shape == TokenShape::Readable
            && matches!(
                state,
                LifecycleName::Active
                    | LifecycleName::Error
                    | LifecycleName::Expired
                    | LifecycleName::Paused
            );
        prop_assert_eq!(told.is_none(), fine);
    }
}
