//! How an attempt without an account ended, in words of its own.

use domain::{AttemptState, Lost};
use wire::AttemptView;

/// The one thing to do after an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndAction {
    /// Sign in again, in the same way.
    Again,
    /// Choose another auth config for the same tenant.
    OtherConfig,
    /// Look at the row, which stands for an account that works.
    ShowRow,
    /// Read Composio once more.
    Look,
}

impl EndAction {
    /// What the one ink button says; `sent` when a link was for the customer.
    #[must_use]
    pub const fn label(self, sent: bool) -> &'static str {
        match (self, sent) {
            (Self::Again, true) => "New link",
            (Self::Again, false) => "Try again",
            (Self::OtherConfig, _) => "Choose another auth config",
            (Self::ShowRow, _) => "Show the row",
            (Self::Look, _) => "Look again",
        }
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
    /// The button that does it.
    pub action: EndAction,
}

impl Ending {
    /// The same where the provider's own reason is known and stands above.
    const fn named(self) -> Self {
        Self {
            why: "The reason is Composio's own; it is named above.",
            next: "Change what it names, then try again.",
            ..self
        }
    }
}

/// How an attempt ended, in its own words; `None` while it is open or when it won.
#[must_use]
pub fn ending(attempt: &AttemptView) -> Option<Ending> {
    match attempt.state {
        AttemptState::Planned
        | AttemptState::Sent
        | AttemptState::Waiting
        | AttemptState::Opened
        | AttemptState::Differs
        | AttemptState::Won => None,
        AttemptState::Cancelled => Some(Ending {
            class: "st-inactive",
            title: "The link was cancelled",
            happened: "The link was withdrawn here before anybody finished the sign-in.",
            why: "Somebody pressed Cancel link.",
            next: "Start again when the customer is ready.",
            action: EndAction::Again,
        }),
        AttemptState::Unsure => Some(Ending {
            class: "st-unknown",
            title: "It is not known what came of this",
            happened: "The request for a link was sent, and no answer came back.",
            why: "The connection broke at the wrong moment. Composio shows no account of this attempt.",
            next: "Look again: the row shows what Composio has by now. If it shows nothing, start again.",
            action: EndAction::Look,
        }),
        AttemptState::Lost => {
            let end = lost(attempt.lost.unwrap_or(Lost::Failed));
            let named = attempt.lost == Some(Lost::Failed) && attempt.explanation.is_some();
            Some(if named { end.named() } else { end })
        }
    }
}

#[expect(clippy::too_many_lines, reason = "a table of words, one entry an end")]
fn lost(lost: Lost) -> Ending {
    match lost {
        Lost::Declined => Ending {
            class: "st-error",
            title: "Consent was declined",
            happened: "The sign-in page was opened, and the access was not allowed.",
            why: "Somebody pressed Cancel there, or the customer's administrator blocks the app.",
            next: "Try again and allow the access. If their administrator blocks it, they have to allow the app first.",
            action: EndAction::Again,
        },
        Lost::Failed => Ending {
            class: "st-error",
            title: "The sign-in did not finish",
            happened: "The customer's side was done, but the provider's answer could not be turned into an account.",
            why: "Composio could not exchange the answer for a token, or could not read who signed in.",
            next: "Try again. If it fails twice, an admin should look at the auth config.",
            action: EndAction::Again,
        },
        Lost::LinkUnused => Ending {
            class: "st-expired",
            title: "The link ran out",
            happened: "Composio closed the link before anybody finished signing in.",
            why: "Connect links last about ten minutes. The sign-in page was not completed in that time.",
            next: "Make a new link when the customer is ready.",
            action: EndAction::Again,
        },
        Lost::SwitchedOff => Ending {
            class: "st-inactive",
            title: "The account was switched off",
            happened: "The new account was disabled at Composio before it was seen active.",
            why: "Somebody, or another program, switched it off.",
            next: "Try again, or enable the account at Composio.",
            action: EndAction::Again,
        },
        Lost::Gone => Ending {
            class: "st-revoked",
            title: "The account is gone at Composio",
            happened: "The new account was deleted at Composio while this window waited.",
            why: "Somebody, or another program, deleted it.",
            next: "Try again.",
            action: EndAction::Again,
        },
        Lost::Refused => Ending {
            class: "st-error",
            title: "Composio made no link",
            happened: "Composio refused the request. No browser was opened.",
            why: "The reason is Composio's own; it is named above.",
            next: "Change what it names, then try again.",
            action: EndAction::Again,
        },
        Lost::NeverSent => Ending {
            class: "st-unknown",
            title: "Nothing was sent",
            happened: "Switchboard ended before the request left this computer.",
            why: "The app was closed, or stopped.",
            next: "Try again.",
            action: EndAction::Again,
        },
        Lost::AuthConfigDisabled => Ending {
            class: "st-inactive",
            title: "The auth config is switched off",
            happened: "Composio made no account, because the auth config is disabled.",
            why: "Somebody disabled it at Composio. No account of it works until it is enabled.",
            next: "Choose another auth config, or ask an admin to enable this one.",
            action: EndAction::OtherConfig,
        },
        Lost::FieldsMissing => Ending {
            class: "st-error",
            title: "A required field is missing",
            happened: "Composio refused the request: this toolkit needs fields that were not given.",
            why: "The auth config lacks something, such as a client ID, a subdomain or a region. The text above names it.",
            next: "Choose an auth config that has it, or ask an admin to complete this one.",
            action: EndAction::OtherConfig,
        },
        Lost::Duplicate => Ending {
            class: "st-active",
            title: "There is an account already",
            happened: "No second account was connected.",
            why: "The tenant has a working account of this kind, or another row stands for the one that signed in.",
            next: "Use the account that is there, or disconnect it first.",
            action: EndAction::ShowRow,
        },
        Lost::VerifierRefused => Ending {
            class: "st-error",
            title: "Your project's check refused the person",
            happened: "The sign-in was done, but the project's callback verifier did not confirm who came back.",
            why: "Somebody else than the person it was meant for finished it, or the verifier did not answer in time.",
            next: "Make a new link and let the person it is for open it while signed in to your product.",
            action: EndAction::Again,
        },
        Lost::OtherBrowser => Ending {
            class: "st-error",
            title: "Finished in another browser",
            happened: "Composio refused the sign-in, because it was finished in another browser than it was opened in.",
            why: "The project binds a link to the browser that opens it first. A preview in a chat or a second device counts as one.",
            next: "Make a new link and open it only once, in the browser that is used to sign in.",
            action: EndAction::Again,
        },
        Lost::SomebodyElse => Ending {
            class: "st-revoked",
            title: "The other account was undone",
            happened: "Somebody else than expected had signed in. Their account is taken away at Composio.",
            why: "A person here chose to undo it.",
            next: "Sign in again with the account that was meant.",
            action: EndAction::Again,
        },
        Lost::UnsafeLink => Ending {
            class: "st-error",
            title: "The sign-in page is not Composio's",
            happened: "Composio's answer named an address that is not one of its own, so nobody was led there.",
            why: "A proxy may have changed the answer, or the address of the project is wrong.",
            next: "Ask an admin to check the project's address and the network before you try again.",
            action: EndAction::Again,
        },
    }
}
