//! What is known around a connection makes a cause more exact: the same
//! `invalid_grant` means one thing for an app in testing and another for a key.

use super::Cause;
use crate::time::Timestamp;

const DAY_MILLIS: i64 = 24 * 3_600 * 1_000;
/// Google ends the tokens of an app in testing after seven days. A sign-in takes up
/// to ten minutes, and a dead grant is noticed at the next use.
const TESTING_FROM: i64 = 7 * DAY_MILLIS - 3_600 * 1_000;
const TESTING_UNTIL: i64 = 8 * DAY_MILLIS;

/// What is known around a connection. Facts only; nothing of it is guessed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Around<'a> {
    /// The toolkit, such as `gmail`.
    pub toolkit: &'a str,
    /// How accounts sign in, such as `OAUTH2`.
    pub scheme: Option<&'a str>,
    /// The OAuth app is the integrator's own, by what is known of the auth config.
    pub own_app: bool,
    /// The auth config is switched off.
    pub config_disabled: bool,
    /// When the account was made.
    pub created_at: Option<Timestamp>,
    /// Since when it does not work.
    pub failed_at: Option<Timestamp>,
}

impl Around<'_> {
    /// A cause, as exact as what is known allows.
    #[must_use]
    pub fn refine(&self, cause: Cause) -> Cause {
        let lost = matches!(
            cause,
            Cause::GrantRefused | Cause::MaxFailures | Cause::KeyRefused | Cause::Unrecognised
        );
        if lost && self.config_disabled {
            return Cause::AuthConfigDisabled;
        }
        match cause {
            Cause::GrantRefused if self.is_key() => Cause::KeyRefused,
            Cause::GrantRefused if self.looks_like_testing() => Cause::AppInTesting,
            other => other,
        }
    }

    /// There is a key and no person.
    fn is_key(&self) -> bool {
        matches!(
            self.scheme,
            Some(
                "API_KEY"
                    | "BEARER_TOKEN"
                    | "BASIC"
                    | "BASIC_WITH_JWT"
                    | "SERVICE_ACCOUNT"
                    | "GOOGLE_SERVICE_ACCOUNT"
            )
        )
    }

    fn looks_like_testing(&self) -> bool {
        let google = self.toolkit == "gmail" || self.toolkit.starts_with("google");
        let age = self
            .created_at
            .zip(self.failed_at)
            .map(|(made, failed)| failed.since(made));
        google
            && self.own_app
            && age.is_some_and(|age| (TESTING_FROM..TESTING_UNTIL).contains(&age))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn google(age: i64) -> Around<'static> {
        Around {
            toolkit: "gmail",
            scheme: Some("OAUTH2"),
            own_app: true,
            config_disabled: false,
            created_at: Some(Timestamp::from_millis(1_000)),
            failed_at: Some(Timestamp::from_millis(1_000 + age)),
        }
    }

    #[test]
    fn seven_days_of_an_own_google_app_are_an_app_in_testing() {
        let week = 7 * DAY_MILLIS;
        assert_eq!(
            google(week).refine(Cause::GrantRefused),
            Cause::AppInTesting
        );
        for age in [week - 2 * 3_600_000, week + DAY_MILLIS, 60 * DAY_MILLIS] {
            assert_eq!(google(age).refine(Cause::GrantRefused), Cause::GrantRefused);
        }
    }

    #[test]
    fn composios_app_and_other_providers_are_never_in_testing() {
        let week = google(7 * DAY_MILLIS);
        for other in [
            Around {
                own_app: false,
                ..week
            },
            Around {
                toolkit: "slack",
                ..week
            },
            Around {
                created_at: None,
                ..week
            },
        ] {
            assert_eq!(other.refine(Cause::GrantRefused), Cause::GrantRefused);
        }
    }

    #[test]
    fn a_key_is_entered_and_not_signed_in_with() {
        let key = Around {
            scheme: Some("API_KEY"),
            ..Around::default()
        };
        assert_eq!(key.refine(Cause::GrantRefused), Cause::KeyRefused);
    }

    #[test]
    fn a_config_that_is_off_comes_before_what_its_accounts_say() {
        let off = Around {
            config_disabled: true,
            ..Around::default()
        };
        assert_eq!(off.refine(Cause::GrantRefused), Cause::AuthConfigDisabled);
        assert_eq!(off.refine(Cause::LinkUnused), Cause::LinkUnused);
    }

    #[test]
    fn refining_twice_is_refining_once() {
        let week = google(7 * DAY_MILLIS);
        for cause in Cause::ALL {
            let once = week.refine(*cause);
            assert_eq!(week.refine(once), once);
        }
    }
}
