//! Every way in which an attempt ends without an account, as a closed list: each has
//! its own words in the window and one next action.

use serde::{Deserialize, Serialize};

use crate::cause::{self, Cause};

macro_rules! lost {
    ($($(#[$doc:meta])* $name:ident: $code:literal;)*) => {
        /// Why an attempt ended without an account.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Lost { $($(#[$doc])* $name,)* }

        impl Lost {
            /// Every way.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The stable text in the store.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }
        }
    };
}

lost! {
    /// The person said no on the provider's page.
    Declined: "declined";
    /// Composio could not finish the sign-in.
    Failed: "failed";
    /// The link ran out before anybody signed in.
    LinkUnused: "link_unused";
    /// The account was switched off before it was seen active.
    SwitchedOff: "switched_off";
    /// The account is gone at Composio.
    Gone: "gone";
    /// Composio refused to make a link, for a reason of its own.
    Refused: "refused";
    /// The app ended before anything was sent.
    NeverSent: "never_sent";
    /// The auth config is switched off at Composio.
    AuthConfigDisabled: "auth_config_disabled";
    /// The toolkit needs fields that were not given.
    FieldsMissing: "fields_missing";
    /// There is an account for it already, or another row stands for it.
    Duplicate: "duplicate";
    /// The project's own check refused who came back.
    VerifierRefused: "verifier_refused";
    /// The link was finished in another browser than it was opened in.
    OtherBrowser: "other_browser";
    /// Another person signed in, and the sign-in was undone.
    SomebodyElse: "somebody_else";
    /// The address of the link is not one of Composio's.
    UnsafeLink: "unsafe_link";
}

impl Lost {
    /// Reads [`Self::as_str`] back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|lost| lost.as_str() == text)
    }

    /// What a text of Composio's says about how a sign-in ended; `None` when it says
    /// nothing that is known.
    #[must_use]
    pub fn told(text: &str) -> Option<Self> {
        let lower = text.to_lowercase();
        let has = |sign: &str| lower.contains(sign);
        if has("different browser") || has("another browser") {
            Some(Self::OtherBrowser)
        } else if has("identity verification") || has("identity mismatch") || has("verifier") {
            Some(Self::VerifierRefused)
        } else if has("missingrequiredfields")
            || has("missing required field")
            || has("required field")
        {
            Some(Self::FieldsMissing)
        } else if has("auth config") && has("disabled") {
            Some(Self::AuthConfigDisabled)
        } else if cause::from_text(text) == Some(Cause::ConsentDeclined) {
            Some(Self::Declined)
        } else {
            None
        }
    }
}
