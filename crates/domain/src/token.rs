//! What is known of a token without ever having it: whether it can be read, and if
//! not why; when it ends, where that is told; whether it is the same as before.
//!
//! Nothing is guessed. Where no API says something, the answer is a reason why it is
//! not known.

use serde::{Deserialize, Serialize};

use crate::cause::{Cause, Remedy};
use crate::facts::{AccountFacts, TokenShape};
use crate::lifecycle::LifecycleName;
use crate::time::Timestamp;

/// After this long a read of the provider no longer counts as one of now.
pub const STALE_MILLIS: i64 = 24 * 3_600 * 1_000;

/// Whether a read of that time is too old to go by.
#[must_use]
pub const fn is_stale(read_at: Timestamp, now: Timestamp) -> bool {
    now.since(read_at) > STALE_MILLIS
}

macro_rules! troubles {
    ($($(#[$doc:meta])* $name:ident: $code:literal, $short:literal, $title:literal, $cause:literal, $fix:literal;)*) => {
        /// Why a token cannot be read, or is of no use. Worst first: lists are ordered
        /// by it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum TokenTrouble { $($(#[$doc])* $name,)* }

        impl TokenTrouble {
            /// Every trouble.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The stable word for tests and help.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// For a column: at most 12 characters.
            #[must_use]
            pub const fn short(self) -> &'static str {
                match self { $(Self::$name => $short,)* }
            }

            /// What is the matter, in a few words.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }

            /// Why, in whole sentences.
            #[must_use]
            pub const fn cause(self) -> &'static str {
                match self { $(Self::$name => $cause,)* }
            }

            /// The one thing to do next, or why nothing is to be done.
            #[must_use]
            pub const fn fix(self) -> &'static str {
                match self { $(Self::$name => $fix,)* }
            }
        }
    };
}

troubles! {
    /// The token data are not what the API promises.
    Malformed: "malformed", "Malformed", "Not readable: malformed",
        "Composio's data for the token are not of the documented form.",
        "Check the token. If it stays so, reconnect, and show the form below to Composio.";
    /// ACTIVE, and an empty text where the token should be.
    Empty: "empty", "Empty", "Not readable: empty",
        "Composio lists a token and it is an empty text.",
        "Check the token. If the provider refuses, reconnect.";
    /// ACTIVE, and no token at all.
    Missing: "missing", "Missing", "Not readable: none listed",
        "Composio says that the account works and lists no token for it.",
        "Check the token. If the provider refuses, reconnect.";
    /// The grant was refused at our last read.
    GrantRefused: "grant_refused", "Refused", "Of no use: refused",
        "The provider refused the access when it was last read.",
        "Do what the diagnosis above says; a readable token does not help here.";
    /// Something of ours is wrong: the OAuth app, its secret, the project.
    Misconfigured: "misconfigured", "App refused", "Of no use: our app is refused",
        "The provider refused our OAuth app or the project's settings, not this person.",
        "An admin repairs the auth config. No customer has to sign in.";
    /// EXPIRED.
    Expired: "expired", "Ended", "None: access ended",
        "Composio no longer renews the access, and keeps no token for it.",
        "Reconnect, or send the customer a link.";
    /// The sign-in failed.
    Failed: "failed", "None", "None: the sign-in failed",
        "The sign-in did not finish, so there was never a token.",
        "Reconnect, or send the customer a link.";
    /// The project's switch hides it.
    MaskedByProject: "masked_by_project", "Masked", "Not readable: masked by the project",
        "The project's masking is on, so Composio cuts or hides tokens of this auth config.",
        "Nothing has to be done: checks do not need the token. An admin decides about masking.";
    /// `REDACTED` although the switch is off.
    RedactedByDefault: "redacted_by_default", "Redacted", "Not readable: redacted by default",
        "The project's masking is off and Composio redacts the token all the same. Since June 2026 that is its default.",
        "Nothing has to be done: checks do not need the token. Composio's support can exempt a project.";
    /// `REDACTED`, and the switch is not known.
    RedactedUnclear: "redacted_unclear", "Redacted", "Not readable: redacted",
        "Composio redacts the token. Whether by the project's masking or by its default is not known, because the project's settings could not be read.",
        "Nothing has to be done: checks do not need the token.";
    /// `REDACTED`: Composio's own OAuth app.
    RedactedManaged: "redacted_managed", "Managed", "Not readable: managed by Composio",
        "The OAuth app is Composio's own. Tokens of such accounts are never given out.",
        "Nothing has to be done: checks do not need the token.";
    /// Nobody looked.
    NotLooked: "not_looked", "Not looked", "Not known: not looked yet",
        "Composio was not asked about this account yet.",
        "Check the token.";
    /// A first sign-in is open.
    SigningIn: "signing_in", "None yet", "None yet: sign-in is open",
        "Nobody has finished the sign-in.",
        "Wait for the sign-in, or show the open sign-in.";
    /// Never connected.
    NotConnected: "not_connected", "None", "None: not connected",
        "Nobody has signed in for this row.",
        "Connect an account.";
    /// Disconnected.
    Disconnected: "disconnected", "None", "None: disconnected",
        "The account was disconnected. Nothing that works is left at Composio.",
        "Connect again if the access is wanted.";
}

/// What the verdict on a token rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grounds<'a> {
    /// Where the row stands.
    pub state: LifecycleName,
    /// Composio was asked about the account.
    pub looked: bool,
    /// The auth config uses Composio's own OAuth app.
    pub managed: bool,
    /// The project's masking switch, where it is known.
    pub masking: Option<bool>,
    /// How accounts sign in.
    pub scheme: Option<&'a str>,
    /// How the token was shown.
    pub shape: TokenShape,
    /// Why the last real read was refused, if it was.
    pub refused: Option<Cause>,
}

impl TokenTrouble {
    /// Why the token cannot be read or is of no use; `None` when it was readable and
    /// nothing speaks against it.
    #[must_use]
    pub fn of(grounds: Grounds<'_>) -> Option<Self> {
        match grounds.state {
            LifecycleName::Revoked => return Some(Self::Disconnected),
            LifecycleName::Added => return Some(Self::NotConnected),
            LifecycleName::Pending => return Some(Self::SigningIn),
            LifecycleName::Active
            | LifecycleName::Error
            | LifecycleName::Expired
            | LifecycleName::Paused => {}
        }
        if !grounds.looked {
            return Some(Self::NotLooked);
        }
        if grounds.shape == TokenShape::Malformed {
            return Some(Self::Malformed);
        }
        if let Some(cause) = grounds.refused {
            return Some(if cause.remedy() == Remedy::AskAdmin {
                Self::Misconfigured
            } else {
                Self::GrantRefused
            });
        }
        let nothing = || match (grounds.state, grounds.scheme) {
            (LifecycleName::Expired, _) => Some(Self::Expired),
            (LifecycleName::Error, _) => Some(Self::Failed),
            // There are accounts that need none.
            (_, Some("NO_AUTH")) => None,
            (_, _) if grounds.shape == TokenShape::Empty => Some(Self::Empty),
            (_, _) => Some(Self::Missing),
        };
        match grounds.shape {
            TokenShape::Malformed => Some(Self::Malformed),
            TokenShape::Absent | TokenShape::Empty => nothing(),
            TokenShape::Masked | TokenShape::MaskedLong => Some(Self::MaskedByProject),
            TokenShape::Redacted => Some(match (grounds.managed, grounds.masking) {
                (true, _) => Self::RedactedManaged,
                (false, Some(true)) => Self::MaskedByProject,
                (false, Some(false)) => Self::RedactedByDefault,
                (false, None) => Self::RedactedUnclear,
            }),
            TokenShape::Readable => None,
        }
    }
}

/// When a token ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expiry {
    /// Composio names the moment.
    At(Timestamp),
    /// It ended then, by Composio's word.
    Ended(Timestamp),
    /// Composio names a length in seconds and not since when it runs.
    LengthOnly(i64),
    /// The provider names no end.
    NotTold,
    /// Keys and passwords have none that Composio knows of.
    Key,
    /// There is nothing that could end, or nobody looked.
    Nothing,
}

impl Expiry {
    /// What is told of the end.
    #[must_use]
    pub fn of(facts: &AccountFacts, looked: bool, state: LifecycleName) -> Self {
        let none = matches!(
            state,
            LifecycleName::Added | LifecycleName::Pending | LifecycleName::Revoked
        );
        if none || !looked {
            return Self::Nothing;
        }
        if state == LifecycleName::Expired {
            return facts.ended_at.map_or(Self::Nothing, Self::Ended);
        }
        match (facts.expires_at, facts.expires_in) {
            (Some(at), _) => Self::At(at),
            (None, Some(seconds)) => Self::LengthOnly(seconds),
            (None, None) if facts.signs_in() => Self::NotTold,
            (None, None) => Self::Key,
        }
    }
}

/// Whether there is something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Held {
    /// There is.
    Yes,
    /// There is none.
    No,
    /// This way of signing in has none.
    NotApplicable,
    /// Nobody looked, or what was shown cannot be told apart.
    Unknown,
}

impl Held {
    /// Of a secret that only a sign-in brings, by how it was shown.
    #[must_use]
    pub fn of(shape: TokenShape, facts: &AccountFacts, looked: bool, state: LifecycleName) -> Self {
        let told = matches!(state, LifecycleName::Active | LifecycleName::Paused);
        match shape {
            TokenShape::Readable
            | TokenShape::Redacted
            | TokenShape::Masked
            | TokenShape::MaskedLong => Self::Yes,
            TokenShape::Malformed => Self::Unknown,
            TokenShape::Absent | TokenShape::Empty if looked && !facts.signs_in() => {
                Self::NotApplicable
            }
            TokenShape::Absent | TokenShape::Empty if looked && told => Self::No,
            TokenShape::Absent | TokenShape::Empty => Self::Unknown,
        }
    }
}

/// A salted hash of a token, cut short: it tells whether two looks saw the same one
/// and nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fingerprint {
    /// Hexadecimal, 16 digits.
    pub mark: String,
    /// When this token was first seen.
    pub first: Timestamp,
    /// When it was last seen.
    pub last: Timestamp,
    /// When another token was last seen, before this one.
    pub changed_after: Option<Timestamp>,
}

impl Fingerprint {
    /// A token that was seen now.
    #[must_use]
    pub fn seen(mark: String, at: Timestamp) -> Self {
        Self {
            mark,
            first: at,
            last: at,
            changed_after: None,
        }
    }

    /// This one, given what was seen before.
    #[must_use]
    pub fn after(self, before: Option<&Self>) -> Self {
        match before {
            None => self,
            Some(before) if before.mark == self.mark => Self {
                first: before.first,
                changed_after: before.changed_after,
                ..self
            },
            Some(before) => Self {
                changed_after: Some(before.last),
                ..self
            },
        }
    }

    /// `9f2c…41d7`.
    #[must_use]
    pub fn short(&self) -> String {
        let head: String = self.mark.chars().take(4).collect();
        let tail: String = self.mark.chars().skip(12).take(4).collect();
        format!("{head}…{tail}")
    }
}

/// How a real read reached the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProbeWay {
    /// By one of Composio's tools.
    Tool,
    /// Through Composio's proxy.
    Proxy,
}

impl ProbeWay {
    /// For the card.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Tool => "by a Composio tool",
            Self::Proxy => "through Composio's proxy",
        }
    }
}
