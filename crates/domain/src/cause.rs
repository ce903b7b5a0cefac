//! Why a connection does not work, in words, with the one thing to do next.
//! (DESIGN.md §3 is where the words come from, the Composio fact sheet §2.2 and
//! §2.5 where the signs come from.)

use serde::{Deserialize, Serialize};

/// The one next action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remedy {
    /// Nothing to do.
    None,
    /// First sign-in.
    Connect,
    /// A person must sign in again.
    Reconnect,
    /// Switch the account on again.
    Enable,
    /// Look again.
    CheckToken,
    /// An admin has to change something at Composio or at the provider.
    AskAdmin,
    /// Wait for the provider.
    Wait,
}

macro_rules! causes {
    ($($(#[$doc:meta])* $name:ident: $code:literal, $label:literal, $remedy:ident, $sentence:literal;)*) => {
        /// Why a connection does not work.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Cause { $($(#[$doc])* $name,)* }

        impl Cause {
            /// Every cause.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The stable text in the store and in help.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// For a row: at most 24 characters.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label,)* }
            }

            /// For the pane: what happened and why, in whole sentences.
            #[must_use]
            pub const fn sentence(self) -> &'static str {
                match self { $(Self::$name => $sentence,)* }
            }

            /// The one next action.
            #[must_use]
            pub const fn remedy(self) -> Remedy {
                match self { $(Self::$name => Remedy::$remedy,)* }
            }
        }
    };
}

causes! {
    /// `invalid_grant` and its kin.
    GrantRefused: "grant_refused", "Refresh token refused", Reconnect,
        "The provider refused the refresh token. The person changed their password or removed access. Only a new sign-in helps.";
    /// Composio stopped after repeated failures.
    MaxFailures: "max_failures", "Too many failed reads", Reconnect,
        "Composio stopped using the account after repeated authentication failures. A new sign-in is needed.";
    /// Never finished.
    LinkUnused: "link_unused", "Link was not used", Reconnect,
        "Nobody finished the sign-in within ten minutes, so the link ran out. Nothing was connected.";
    /// `access_denied`.
    ConsentDeclined: "consent_declined", "Consent declined", Reconnect,
        "The person declined the consent on the provider's page. Nothing was connected.";
    /// The code could not be exchanged.
    ExchangeFailed: "exchange_failed", "Sign-in did not finish", Reconnect,
        "The provider's answer could not be exchanged for a token. A new sign-in usually helps.";
    /// `invalid_client`.
    ClientRejected: "client_rejected", "Client secret rejected", AskAdmin,
        "The provider rejected the client secret of the auth config. No customer has to sign in; an admin must update the secret.";
    /// 403 or `insufficient_scope`.
    ScopeMissing: "scope_missing", "Scope missing", Reconnect,
        "The account works, but a permission was left unticked or was added later. A new sign-in asks for it.";
    /// `admin_policy_enforced`.
    BlockedByAdmin: "blocked_by_admin", "Blocked by their admin", AskAdmin,
        "The customer's administrator blocks this app. Their administrator has to allow it before anybody can sign in.";
    /// The token ends in `...` where it should be readable.
    Masked: "masked", "Token is masked", AskAdmin,
        "The project masks secrets, so the token cannot be read. An admin decides about masking; a new sign-in does not help.";
    /// A read brought something that is no answer.
    Malformed: "malformed", "Answer not understood", CheckToken,
        "The account's data at Composio could not be understood. Check it again; if it stays, reconnect.";
    /// The auth config is disabled.
    AuthConfigDisabled: "auth_config_disabled", "Auth config is disabled", AskAdmin,
        "The auth config behind this account is switched off at Composio, so none of its accounts work. An admin can enable it.";
    /// INACTIVE by a person.
    SwitchedOff: "switched_off", "Switched off", Enable,
        "Somebody switched the account off at Composio. It can be enabled without a new sign-in.";
    /// ACTIVE fell back to INITIATED.
    Restarted: "restarted", "Sign-in was restarted", Reconnect,
        "Somebody restarted the sign-in of this account and did not finish it. Until that is done it does not work.";
    /// Revoked or deleted.
    Disconnected: "disconnected", "Disconnected", Connect,
        "The account was disconnected. Nothing is left at Composio that works.";
    /// Gone, and not by us.
    Gone: "gone", "Gone at Composio", Connect,
        "The account no longer exists at Composio. It was deleted there or by another program.";
    /// 5xx, 429 or a time-out of the provider.
    ProviderSilent: "provider_silent", "Provider did not answer", Wait,
        "The provider did not answer, or asked to wait. That says nothing about the account; the next check decides.";
    /// Anything else.
    Unrecognised: "unrecognised", "Unknown reason", CheckToken,
        "Composio gives a reason that Switchboard does not know. The raw text is below.";
}

/// Errors by which a provider says that a grant is dead (fact sheet §2.2).
const DEAD_GRANT: [&str; 9] = [
    "invalid_grant",
    "invalid_token",
    "token_revoked",
    "token_expired",
    "expired_token",
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "unauthorized_client",
];

/// Reads a cause out of free text: an error of a provider or Composio's
/// `status_reason`. `None` when nothing in it is known.
#[must_use]
pub fn from_text(text: &str) -> Option<Cause> {
    let text = text.to_lowercase();
    let has = |sign: &str| text.contains(sign);
    let cause = if has("invalid_client") || has("client secret") {
        Cause::ClientRejected
    } else if has("admin_policy_enforced") {
        Cause::BlockedByAdmin
    } else if DEAD_GRANT.iter().any(|sign| has(sign)) || has("permanent auth error") {
        Cause::GrantRefused
    } else if has("insufficient_scope")
        || has("missing_scope")
        || has("insufficient permission")
        || has("insufficient authentication scopes")
    {
        Cause::ScopeMissing
    } else if has("access_denied") || has("denied access") {
        Cause::ConsentDeclined
    } else if has("max auth failures") {
        Cause::MaxFailures
    } else if has("did not complete within") || has("before authorization was started") {
        Cause::LinkUnused
    } else if has("token exchange") || has("identity verification") {
        Cause::ExchangeFailed
    } else if has("auth config is disabled") {
        Cause::AuthConfigDisabled
    } else if has("updated by user") {
        Cause::SwitchedOff
    } else if has("revoked") {
        Cause::Disconnected
    } else {
        return None;
    };
    Some(cause)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_label_fits_a_row_and_every_sentence_ends() {
        for cause in Cause::ALL {
            assert!(cause.label().chars().count() <= 24, "{}", cause.label());
            assert!(cause.sentence().ends_with('.'), "{}", cause.sentence());
        }
    }

    #[test]
    fn a_rejected_client_never_sends_the_customer_to_sign_in() {
        assert_eq!(
            from_text("401 invalid_client: bad secret"),
            Some(Cause::ClientRejected)
        );
        assert_eq!(Cause::ClientRejected.remedy(), Remedy::AskAdmin);
    }

    #[test]
    fn the_observed_reasons_of_composio_are_all_known() {
        for (text, cause) in [
            (
                "Connection initiation did not complete within 10 minutes",
                Cause::LinkUnused,
            ),
            (
                "Connection expired before authorization was started",
                Cause::LinkUnused,
            ),
            (
                "permanent auth error during token refresh",
                Cause::GrantRefused,
            ),
            ("max auth failures reached", Cause::MaxFailures),
            (
                "OAuth callback failed during token exchange",
                Cause::ExchangeFailed,
            ),
            ("Connection status updated by user", Cause::SwitchedOff),
            ("auth config is disabled", Cause::AuthConfigDisabled),
            (
                "revoked via user-initiated revoke endpoint",
                Cause::Disconnected,
            ),
        ] {
            assert_eq!(from_text(text), Some(cause), "{text}");
        }
    }

    #[test]
    fn a_text_nobody_has_seen_is_not_guessed_at() {
        assert_eq!(from_text("the moon was in the way"), None);
    }
}
