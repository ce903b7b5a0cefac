//! An attempt as steps, and its end in words (what happened, why,
//! what to do).

mod ending;
#[cfg(test)]
mod tests;

use domain::{AttemptState, Lost, Timestamp, Unnamed, Way};
use wire::{AttemptStage, AttemptTrouble, AttemptView, VerifiedView};

pub use self::ending::{EndAction, Ending, ending};

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
    // It was undone because of whose it is, so that was found out.
    let identified = won || attempt.lost == Some(Lost::SomebodyElse);
    // Whoever declined was on the page, also when no look of ours saw it.
    let on_page = matches!(attempt.lost, Some(Lost::Declined | Lost::Failed));
    let opened = attempt.started_at.is_some() || on_page || confirmed;
    let second = match attempt.way {
        Way::Here => {
            let started = attempt.trouble != Some(AttemptTrouble::NoBrowser);
            let done = (attempt.opened_at.is_some() && started) || confirmed;
            (attempt.opened_at.filter(|_| started), done)
        }
        // Whoever opened it was given it, also when that was before a restart.
        Way::Sent => (attempt.handed_at, attempt.handed_at.is_some() || opened),
    };
    let titles = match attempt.way {
        Way::Here => TITLES,
        Way::Sent => SENT,
    };
    let plan = [
        (attempt.link_at, attempt.link_at.is_some() || confirmed),
        second,
        (attempt.started_at, opened),
        (None, confirmed),
        (attempt.confirmed_at, confirmed),
        (attempt.ended_at.filter(|_| won), identified),
    ];
    let front = plan.iter().position(|(_, done)| !done);
    // A link that was copied is opened elsewhere, so a later step may be over first.
    plan.into_iter()
        .zip(titles)
        .enumerate()
        .map(|(at, ((time, done), titles))| {
            let unopened = at == 1 && attempt.trouble == Some(wire::AttemptTrouble::NoBrowser);
            let state = match (done, front == Some(at)) {
                (true, _) => StepState::Done,
                (false, true) if unopened => StepState::Bad,
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

/// The same where the customer opens the link.
const SENT: [(&str, &str, &str, &str); 6] = [
    TITLES[0],
    (
        "Hand the link over",
        "Copy or send the link",
        "Handed over by you",
        "Link was not handed over",
    ),
    (
        "Customer opens the link",
        "Waiting for the customer to open it",
        "Opened by the customer",
        "Link was not opened",
    ),
    (
        "Customer signs in and allows",
        "Waiting for the customer to sign in",
        "Signed in and allowed",
        "Sign-in and consent",
    ),
    TITLES[4],
    (
        "Verify with the provider",
        "Verifying with the provider",
        "Verified with the provider",
        "Not verified",
    ),
];

fn front_state(attempt: &AttemptView) -> StepState {
    match attempt.state {
        AttemptState::Planned
        | AttemptState::Sent
        | AttemptState::Waiting
        | AttemptState::Opened
        | AttemptState::Differs => StepState::Now,
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
        (5, StepState::Done) if matches!(attempt.verified, VerifiedView::Refused(_)) => {
            Some("The provider refused the first read.".to_owned())
        }
        (5, StepState::Done) => Some(match &attempt.identity {
            Some(identity) => identity.name.clone(),
            None if attempt.lost.is_some() => return None,
            None if attempt.unnamed == Some(Unnamed::Unreachable) => {
                "The provider did not say yet. It is asked again.".to_owned()
            }
            None => "The provider names none. That is normal for some toolkits.".to_owned(),
        }),
        _ => None,
    }
}
