//! What a drill says, and which facts tick which step. Pure.

use domain::{Cause, Timestamp};
use wire::{DrillId, DrillStep};

/// What is known of one row that a drill is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct RowFacts {
    /// A person opened its pane.
    pub(crate) shown: bool,
    /// It works, through another account than the one that broke.
    pub(crate) renewed: bool,
    /// The last read since the drill began, when it was good.
    pub(crate) good_at: Option<Timestamp>,
    /// Why the last read since the drill began was refused.
    pub(crate) refused: Option<Cause>,
}

/// What is known when somebody looks at the steps.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Facts {
    /// The row of the ticket.
    pub(crate) row: RowFacts,
    /// Every row of the same auth config.
    pub(crate) kin: Vec<RowFacts>,
    /// Any row was read well since the drill began.
    pub(crate) any_good: bool,
    /// The project was looked at since the drill began.
    pub(crate) looked: bool,
    /// When the colleague did their part.
    pub(crate) helped_at: Option<Timestamp>,
    /// Secrets are masked now.
    pub(crate) masked: bool,
}

/// The names in a drill's sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Names {
    pub(crate) tenant: String,
    pub(crate) toolkit: String,
    pub(crate) auth_config: String,
}

/// Which steps the facts say are done.
pub(crate) fn ticks(drill: DrillId, facts: &Facts) -> Vec<bool> {
    let rejected = || {
        facts
            .kin
            .iter()
            .filter(|row| row.refused == Some(Cause::ClientRejected))
            .count()
    };
    let works_again = || {
        facts.kin.iter().any(|row| {
            let both = row.good_at.zip(facts.helped_at);
            both.is_some_and(|(read, helped)| read > helped)
        })
    };
    match drill {
        DrillId::Calendar => vec![
            facts.row.shown,
            facts.row.refused.is_some(),
            facts.row.renewed,
            facts.row.renewed && facts.row.good_at.is_some(),
        ],
        DrillId::ClientSecret => vec![
            facts.kin.iter().any(|row| row.shown),
            rejected() >= 1,
            rejected() >= 2,
            facts.helped_at.is_some(),
            works_again(),
        ],
        DrillId::Masking => vec![facts.looked, facts.any_good, !facts.masked],
    }
}

/// The steps in words.
pub(crate) fn steps(drill: DrillId, names: &Names) -> Vec<DrillStep> {
    let Names {
        tenant,
        toolkit,
        auth_config,
    } = names;
    let step = |text: String| DrillStep {
        text,
        done: false,
        colleague: None,
    };
    match drill {
        DrillId::Calendar => vec![
            step(format!("Find {tenant} and open its {toolkit}. It says Active.")),
            step("Check the token: is that still true at the provider?".to_owned()),
            step("Reconnect. In the demo you are the customer too: sign in on the page that opens.".to_owned()),
            step("Make sure before you answer: Check token must find that it works.".to_owned()),
        ],
        DrillId::ClientSecret => vec![
            step(format!("Open an integration that uses the auth config “{auth_config}”: {tenant}'s {toolkit} is one.")),
            step("Check its token, and read why it was refused.".to_owned()),
            step("Check another customer's with the same auth config. The same cause twice is not the customer's doing.".to_owned()),
            DrillStep {
                colleague: Some("Play the admin: enter the new secret at Composio".to_owned()),
                ..step("Nobody has to sign in again. Tell the admin, with the name of the auth config.".to_owned())
            },
            step("Check a token once more: it works, and no customer noticed you.".to_owned()),
        ],
        DrillId::Masking => vec![
            step("Look for changes now (Sync now).".to_owned()),
            step("Check the token of any integration that is Active: does the connection itself still work?".to_owned()),
            DrillStep {
                colleague: Some("Play the admin: switch masking off".to_owned()),
                ..step("So nothing is broken; secrets are only hidden from whoever reads them. That is an admin's decision.".to_owned())
            },
        ],
    }
}

/// Who wrote the ticket, and what it says.
pub(crate) fn ticket(drill: DrillId, names: &Names) -> (String, String) {
    let Names {
        tenant, toolkit, ..
    } = names;
    match drill {
        DrillId::Calendar => (
            format!("Jane, {tenant}"),
            format!(
                "Since this morning none of our meetings reach the portal any more. Our {toolkit} looks fine to me. Did you change something?"
            ),
        ),
        DrillId::ClientSecret => (
            "Tom, support".to_owned(),
            format!(
                "Three customers say that {toolkit} stopped within the hour, {tenant} among them. Should I ask each of them to sign in again?"
            ),
        ),
        DrillId::Masking => (
            "Mia, data team".to_owned(),
            "Our nightly export reads tokens that end in “...” since noon. Are the connections broken?".to_owned(),
        ),
    }
}

/// What to take home.
pub(crate) const fn lesson(drill: DrillId) -> &'static str {
    match drill {
        DrillId::Calendar => {
            "Composio's ACTIVE is not proof. A real read found the withdrawn consent, and only a new sign-in mends that."
        }
        DrillId::ClientSecret => {
            "A client secret belongs to the auth config, so every customer of it fails at once. A new sign-in would have failed as well."
        }
        DrillId::Masking => {
            "Masking hides tokens from readers and breaks no connection. Tools and checks go on working; Switchboard never switches it by itself."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn names() -> Names {
        Names {
            tenant: "Acme".to_owned(),
            toolkit: "Gmail".to_owned(),
            auth_config: "Gmail (own app)".to_owned(),
        }
    }

    #[test]
    fn nothing_done_ticks_nothing() {
        for drill in DrillId::ALL {
            let facts = Facts {
                masked: true,
                ..Facts::default()
            };
            assert!(
                ticks(drill, &facts).iter().all(|done| !done),
                "{drill:?} ticks a step by itself"
            );
        }
    }

    #[test]
    fn every_step_has_its_fact() {
        for drill in DrillId::ALL {
            let steps = steps(drill, &names()).len();
            assert_eq!(ticks(drill, &Facts::default()).len(), steps, "{drill:?}");
        }
    }

    #[test]
    fn one_customer_s_refusal_does_not_prove_a_rotated_secret() {
        let refused = RowFacts {
            shown: true,
            refused: Some(Cause::ClientRejected),
            ..RowFacts::default()
        };
        let facts = Facts {
            kin: vec![refused.clone(), RowFacts::default()],
            ..Facts::default()
        };
        let done = ticks(DrillId::ClientSecret, &facts);
        assert_eq!(done, [true, true, false, false, false]);
        let facts = Facts {
            kin: vec![refused.clone(), refused],
            ..Facts::default()
        };
        assert!(ticks(DrillId::ClientSecret, &facts)[2]);
    }

    #[test]
    fn a_read_from_before_the_new_secret_does_not_prove_that_it_works() {
        let read = |when| Facts {
            kin: vec![RowFacts {
                good_at: Some(at(when)),
                ..RowFacts::default()
            }],
            helped_at: Some(at(5)),
            ..Facts::default()
        };
        assert!(!ticks(DrillId::ClientSecret, &read(5))[4]);
        assert!(ticks(DrillId::ClientSecret, &read(6))[4]);
    }

    #[test]
    fn the_old_account_s_good_read_does_not_end_the_calendar_drill() {
        let facts = Facts {
            row: RowFacts {
                good_at: Some(at(9)),
                ..RowFacts::default()
            },
            ..Facts::default()
        };
        assert!(!ticks(DrillId::Calendar, &facts)[3]);
    }
}
