//! An attempt as steps, and its end in words (DESIGN.md §7, §6: what happened, why,
//! what to do).

use domain::{AttemptState, Lost, Timestamp};
use wire::{AttemptStage, AttemptView};

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// Not begun.
    Todo,
    /// Under way.
    Now,
    /// Over, and well.
    Done,
    /// Where it ended.
    Bad,
}

/// One step, as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// In a few words.
    pub title: &'static str,
    /// More words.
    pub detail: Option<String>,
    /// When, if it is over.
    pub at: Option<Timestamp>,
    /// How far.
    pub state: StepState,
}

/// The steps of a trip through the browser.
#[must_use]
pub fn trip_steps(attempt: &AttemptView) -> Vec<Step> {
    let won = attempt.state == AttemptState::Won;
    let confirmed = attempt.confirmed_at.is_some() || won;
    let opened = attempt.started_at.is_some() || confirmed;
    let plan = [
        (attempt.link_at, attempt.link_at.is_some() || confirmed),
        (attempt.opened_at, attempt.opened_at.is_some() || confirmed),
        (attempt.started_at, opened),
        (None, confirmed),
        (attempt.confirmed_at, confirmed),
        (attempt.ended_at.filter(|_| won), won),
    ];
    let front = plan.iter().position(|(_, done)| !done);
    // A link that was copied is opened elsewhere, so a later step may be over first.
    plan.into_iter()
        .zip(TITLES)
        .enumerate()
        .map(|(at, ((time, done), titles))| {
            let state = match (done, front == Some(at)) {
                (true, _) => StepState::Done,
                (false, true) => front_state(attempt),
                (false, false) => StepState::Todo,
            };
            Step {
                title: match state {
                    StepState::Todo => titles.0,
                    StepState::Now => titles.1,
                    StepState::Done => titles.2,
                    StepState::Bad => titles.3,
                },
                detail: detail(attempt, at, state),
                at: time.filter(|_| done),
                state,
            }
        })
        .collect()
}

/// What each step is called: to come, under way, over, and where it ended.
const TITLES: [(&str, &str, &str, &str); 6] = [
    (
        "Create the link",
        "Creating the link",
        "Link created",
        "Link not created",
    ),
    (
        "Open the browser",
        "Opening the browser",
        "Browser opened",
        "Browser not opened",
    ),
    (
        "Sign-in page is opened",
        "Waiting for the sign-in page to be opened",
        "Sign-in page opened",
        "Sign-in page was not opened",
    ),
    (
        "Sign-in and consent",
        "Waiting for sign-in and consent",
        "Signed in and allowed",
        "Sign-in and consent",
    ),
    (
        "Composio confirms the account",
        "Composio confirms the account",
        "Composio confirmed the account",
        "Composio did not confirm the account",
    ),
    (
        "Read the account e-mail",
        "Reading the account e-mail",
        "Account e-mail asked for",
        "Account e-mail not read",
    ),
];

fn front_state(attempt: &AttemptView) -> StepState {
    match attempt.state {
        AttemptState::Planned
        | AttemptState::Sent
        | AttemptState::Waiting
        | AttemptState::Opened => StepState::Now,
        AttemptState::Won => StepState::Done,
        AttemptState::Lost | AttemptState::Unsure => StepState::Bad,
        AttemptState::Cancelled => StepState::Todo,
    }
}

fn detail(attempt: &AttemptView, step: usize, state: StepState) -> Option<String> {
    match (step, state) {
        (0, StepState::Now) if attempt.stage == AttemptStage::Reconciling => {
            Some("No answer came back. Looking for it at Composio.".to_owned())
        }
        (0, StepState::Done) => attempt
            .account
            .as_ref()
            .map(|id| format!("New account {id}")),
        (1..=4, StepState::Now) if attempt.failed_looks > 0 => {
            Some("The last look got no answer. Looking again.".to_owned())
        }
        (5, StepState::Done) => Some(match &attempt.identity {
            Some(identity) => identity.name.clone(),
            None => "The provider names none. That is normal for some toolkits.".to_owned(),
        }),
        _ => None,
    }
}

/// The end of an attempt that brought no account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ending {
    /// Its class: how bad it is.
    pub class: &'static str,
    /// In a few words.
    pub title: &'static str,
    /// What happened.
    pub happened: &'static str,
    /// Why.
    pub why: &'static str,
    /// What to do.
    pub next: &'static str,
}

/// How an attempt ended, in its own words; `None` while it is open or when it won.
#[must_use]
pub fn ending(attempt: &AttemptView) -> Option<Ending> {
    match attempt.state {
        AttemptState::Planned
        | AttemptState::Sent
        | AttemptState::Waiting
        | AttemptState::Opened
        | AttemptState::Won => None,
        AttemptState::Cancelled => Some(Ending {
            class: "st-inactive",
            title: "The link was cancelled",
            happened: "The link was withdrawn here before anybody finished the sign-in.",
            why: "Somebody pressed Cancel link.",
            next: "Start again when the customer is ready.",
        }),
        AttemptState::Unsure => Some(Ending {
            class: "st-unknown",
            title: "It is not known what came of this",
            happened: "The request for a link was sent, and no answer came back.",
            why: "The connection broke at the wrong moment. Composio shows no account of this attempt.",
            next: "Start again. If the first request did arrive, its link runs out unused.",
        }),
        AttemptState::Lost => Some(lost(attempt.lost.unwrap_or(Lost::Failed))),
    }
}

fn lost(lost: Lost) -> Ending {
    match lost {
        Lost::Declined => Ending {
            class: "st-error",
            title: "Consent was declined",
            happened: "The sign-in page was opened, and the access was not allowed.",
            why: "Somebody pressed Cancel there, or the customer's administrator blocks the app.",
            next: "Try again and allow the access. If their administrator blocks it, they have to allow the app first.",
        },
        Lost::Failed => Ending {
            class: "st-error",
            title: "The sign-in did not finish",
            happened: "The customer's side was done, but the provider's answer could not be turned into an account.",
            why: "Composio could not exchange the answer for a token, or could not read who signed in.",
            next: "Try again. If it fails twice, an admin should look at the auth config.",
        },
        Lost::LinkUnused => Ending {
            class: "st-expired",
            title: "The link ran out",
            happened: "Composio closed the link before anybody finished signing in.",
            why: "Connect links last about ten minutes. The sign-in page was not completed in that time.",
            next: "Make a new link when the customer is ready.",
        },
        Lost::SwitchedOff => Ending {
            class: "st-inactive",
            title: "The account was switched off",
            happened: "The new account was disabled at Composio before it was seen active.",
            why: "Somebody, or another program, switched it off.",
            next: "Try again, or enable the account at Composio.",
        },
        Lost::Gone => Ending {
            class: "st-revoked",
            title: "The account is gone at Composio",
            happened: "The new account was deleted at Composio while this window waited.",
            why: "Somebody, or another program, deleted it.",
            next: "Try again.",
        },
        Lost::Refused => Ending {
            class: "st-error",
            title: "Composio made no link",
            happened: "Composio refused the request. No browser was opened.",
            why: "The reason is Composio's own; it is named above.",
            next: "Change what it names, then try again.",
        },
        Lost::NeverSent => Ending {
            class: "st-unknown",
            title: "Nothing was sent",
            happened: "Switchboard ended before the request left this computer.",
            why: "The app was closed, or stopped.",
            next: "Try again.",
        },
    }
}

#[cfg(test)]
mod tests {
    use domain::{AttemptId, Identity, IdentitySource, IntegrationId, ToolkitSlug};

    use super::*;

    fn attempt(state: AttemptState) -> AttemptView {
        let at = |millis| Some(Timestamp::from_millis(millis));
        AttemptView {
            id: AttemptId::parse("at_1").unwrap(),
            integration: IntegrationId::parse("int_1").unwrap(),
            tenant_name: "Acme".to_owned(),
            toolkit: ToolkitSlug::parse("gmail").unwrap(),
            toolkit_name: "Gmail".to_owned(),
            reconnect: false,
            state,
            stage: AttemptStage::Waiting,
            planned_at: Timestamp::from_millis(0),
            link_at: at(1),
            opened_at: at(2),
            started_at: None,
            confirmed_at: None,
            ended_at: None,
            looked_at: None,
            expires_at: None,
            account: None,
            link_shortened: None,
            identity: None,
            previous_identity: None,
            lost: None,
            explanation: None,
            failed_looks: 0,
        }
    }

    fn states(attempt: &AttemptView) -> Vec<StepState> {
        trip_steps(attempt).iter().map(|step| step.state).collect()
    }

    #[test]
    fn every_way_to_lose_has_words_of_its_own() {
        let mut titles = Vec::new();
        for lost in [
            Lost::Declined,
            Lost::Failed,
            Lost::LinkUnused,
            Lost::SwitchedOff,
            Lost::Gone,
            Lost::Refused,
            Lost::NeverSent,
        ] {
            let end = ending(&AttemptView {
                lost: Some(lost),
                ..attempt(AttemptState::Lost)
            })
            .expect("a lost attempt has an end");
            titles.push(end.title);
        }
        titles.sort_unstable();
        titles.dedup();
        assert_eq!(titles.len(), 7);
    }

    #[test]
    fn a_look_that_failed_is_looking_again_and_never_an_end() {
        let view = AttemptView {
            failed_looks: 5,
            ..attempt(AttemptState::Opened)
        };
        assert_eq!(ending(&view), None);
        let front = &trip_steps(&view)[2];
        assert_eq!(front.state, StepState::Now);
        assert!(
            front
                .detail
                .as_ref()
                .is_some_and(|words| words.contains("Looking again"))
        );
    }

    #[test]
    fn a_declined_consent_marks_the_step_it_ended_at() {
        let view = AttemptView {
            lost: Some(Lost::Declined),
            started_at: Some(Timestamp::from_millis(3)),
            ..attempt(AttemptState::Lost)
        };
        use StepState::{Bad, Done, Todo};
        assert_eq!(states(&view), [Done, Done, Done, Bad, Todo, Todo]);
    }

    #[test]
    fn consent_between_two_looks_leaves_no_step_open() {
        let view = AttemptView {
            confirmed_at: Some(Timestamp::from_millis(9)),
            stage: AttemptStage::Identifying,
            ..attempt(AttemptState::Opened)
        };
        use StepState::{Done, Now};
        assert_eq!(states(&view), [Done, Done, Done, Done, Done, Now]);
    }

    #[test]
    fn a_win_without_an_e_mail_is_told_as_normal() {
        let bare = attempt(AttemptState::Won);
        let last = |view: &AttemptView| trip_steps(view)[5].detail.clone().unwrap();
        assert!(last(&bare).contains("normal"));
        let named = AttemptView {
            identity: Some(Identity {
                name: "maya@acme.example".to_owned(),
                source: IdentitySource::Tool,
            }),
            ..bare
        };
        assert_eq!(last(&named), "maya@acme.example");
    }

    #[test]
    fn a_step_to_come_never_reads_as_if_it_were_over() {
        let titles: Vec<&str> = trip_steps(&attempt(AttemptState::Opened))
            .iter()
            .filter(|step| step.state != StepState::Done)
            .map(|step| step.title)
            .collect();
        for (_, _, over, _) in TITLES {
            assert!(!titles.contains(&over), "{over} is not over");
        }
    }

    #[test]
    fn a_link_opened_elsewhere_shows_the_page_though_no_browser_opened_here() {
        let view = AttemptView {
            opened_at: None,
            started_at: Some(Timestamp::from_millis(3)),
            ..attempt(AttemptState::Waiting)
        };
        assert_eq!(states(&view)[1..3], [StepState::Now, StepState::Done]);
    }
}
