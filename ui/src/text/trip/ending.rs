//! How an attempt without an account ended, in words of its own.

use domain::{AttemptState, Lost};
use wire::AttemptView;

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
