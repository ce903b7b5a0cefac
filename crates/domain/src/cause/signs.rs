//! Reading a cause out of free text. Providers word the same thing in many ways;
//! each line here was seen, or is published by the provider that it belongs to.

use super::Cause;

/// The signs, most telling first: the first line of which any text occurs wins. All
/// in lower case.
const SIGNS: &[(Cause, &[&str])] = &[
    (
        Cause::LinkUnused,
        &[
            "did not complete within",
            "before authorization was started",
        ],
    ),
    // What an admin of ours must repair comes first: no new sign-in helps.
    (
        Cause::SecretExpired,
        &[
            "aadsts7000222",
            "client secret keys for app",
            "client secret has expired",
            "client secret expired",
        ],
    ),
    (
        Cause::AppDeleted,
        &[
            "deleted_client",
            "aadsts700016",
            "oauth client was not found",
            "oauth client was deleted",
            "app_not_found",
        ],
    ),
    (
        Cause::RedirectMismatch,
        &[
            "redirect_uri_mismatch",
            "aadsts50011",
            "bad_redirect_uri",
            "redirect uri does not match",
        ],
    ),
    (
        Cause::ApiDisabled,
        &[
            "accessnotconfigured",
            "service_disabled",
            "has not been used in project",
            "api is not enabled",
            "api has not been enabled",
        ],
    ),
    (
        Cause::AppUnverified,
        &[
            "app is not verified",
            "app_not_verified",
            "unverified_app",
            "org_internal",
            "has not completed the google verification",
        ],
    ),
    (
        Cause::AppInTesting,
        &["publishing status of testing", "app is in testing"],
    ),
    (Cause::ClientRejected, &["invalid_client", "client secret"]),
    // The customer's administrator.
    (
        Cause::BlockedByAdmin,
        &[
            "admin_policy_enforced",
            "blocked by your administrator",
            "app_restricted_by_admin",
            "blocked by admin",
        ],
    ),
    (
        Cause::ApprovalNeeded,
        &[
            "aadsts65001",
            "aadsts90094",
            "consent_required",
            "admin approval",
            "pending_admin_approval",
            "approval_required",
        ],
    ),
    (
        Cause::PlanEnded,
        &[
            "payment required",
            "payment_required",
            "subscription has ended",
            "subscription expired",
            "plan does not include",
            "trial has ended",
            "paid_only",
        ],
    ),
    (
        Cause::ServiceOff,
        &[
            "mail service not enabled",
            "service not enabled",
            "mailboxnotenabledforrestapi",
            "mailbox is inactive",
            "notacalendaruser",
        ],
    ),
    (
        Cause::BlockedByNetwork,
        &[
            "ip_not_allowed",
            "ip address is not allowed",
            "ip allow list",
            "ip allowlist",
            "not in the allowed ip",
        ],
    ),
    // Who signed in, and how.
    (
        Cause::DifferentPerson,
        &[
            "identity verification",
            "identity_mismatch",
            "person who signed in is not",
        ],
    ),
    (Cause::WrongBrowser, &["different browser or device"]),
    (
        Cause::FieldMissing,
        &[
            "missingrequiredfields",
            "missing required field",
            "following fields are missing",
        ],
    ),
    (
        Cause::WrongAddress,
        &[
            "subdomain was not found",
            "shop not found",
            "unknown subdomain",
            "no such workspace",
            "site unavailable",
        ],
    ),
    (
        Cause::OtherUser,
        &[
            "entityidmismatch",
            "does not belong to user",
            "does not belong to the user",
        ],
    ),
    (
        Cause::KeyLimited,
        &[
            "key is not allowed to",
            "missing permission: proxy",
            "proxy execution is not enabled",
            "api key does not have permission",
        ],
    ),
    (
        Cause::Masked,
        &["token is masked", "masked token", "mask_secret_keys"],
    ),
    // Why a grant is dead, where the provider says.
    (
        Cause::PersonLeft,
        &[
            "account_inactive",
            "user_disabled",
            "aadsts50057",
            "account is disabled",
            "account has been suspended",
            "account was deactivated",
            "account_deactivated",
            "user is suspended",
        ],
    ),
    (
        Cause::ExtraStep,
        &[
            "aadsts50076",
            "aadsts50079",
            "aadsts53003",
            "interaction_required",
            "multi-factor",
            "mfa_required",
            "conditional access",
        ],
    ),
    (
        Cause::PasswordChanged,
        &[
            "invalid_rapt",
            "rapt_required",
            "reauth",
            "aadsts50173",
            "password was changed",
            "password has changed",
            "session_control",
            "credentials have been changed",
        ],
    ),
    (
        Cause::UnusedTooLong,
        &[
            "aadsts700082",
            "due to inactivity",
            "has been inactive",
            "not been used for",
        ],
    ),
    (
        Cause::AccessRemoved,
        &[
            "token_revoked",
            "access was revoked by",
            "user removed the app",
            "app_uninstalled",
            "token was revoked",
            "authorization has been revoked",
        ],
    ),
    (
        Cause::NotRenewable,
        &[
            "no refresh token",
            "missing refresh token",
            "refresh token is missing",
            "refresh_token is null",
        ],
    ),
    (
        Cause::KeyRefused,
        &[
            "invalid api key",
            "api key is not valid",
            "invalid_api_key",
            "api_key_invalid",
            "bad api key",
            "api key was deleted",
        ],
    ),
    (Cause::GrantRefused, &["token exchange: invalid_grant"]),
    (
        Cause::ScopeMissing,
        &[
            "insufficient_scope",
            "missing_scope",
            "insufficient permission",
            "insufficient authentication scopes",
            "access_token_scope_insufficient",
            "scope that this needs",
        ],
    ),
    (
        Cause::ConsentDeclined,
        &[
            "access_denied",
            "denied access",
            "user_cancelled",
            "consent_declined",
        ],
    ),
    (
        Cause::MaxFailures,
        &["max auth failures", "maximum auth failures"],
    ),
    (
        Cause::AuthConfigDisabled,
        &[
            "auth config is disabled",
            "auth_config_disabled",
            "auth config was disabled",
        ],
    ),
    (Cause::SwitchedOff, &["updated by user"]),
    // The common words, when nothing more telling was there.
    (
        Cause::GrantRefused,
        &[
            "invalid_grant",
            "invalid_token",
            "token_expired",
            "expired_token",
            "invalid_auth",
            "not_authed",
            "unauthorized_client",
            "permanent auth error",
            "accountexpired",
        ],
    ),
    (Cause::ExchangeFailed, &["token exchange"]),
    (
        Cause::RateLimited,
        &[
            "rate limit",
            "ratelimit",
            "rate_limit",
            "too many requests",
            "quota exceeded",
            "quotaexceeded",
            "throttl",
        ],
    ),
    (
        Cause::ProviderSilent,
        &[
            "service unavailable",
            "backend_unavailable",
            "bad gateway",
            "gateway time",
            "timed out",
            "temporarily unavailable",
            "internal_failure",
        ],
    ),
    (
        Cause::Malformed,
        &["could not parse", "unexpected token <", "is not valid json"],
    ),
    (Cause::Disconnected, &["revoked"]),
];

/// A code exchange that failed: the grant never was, so it cannot be dead.
const EXCHANGE: [&str; 2] = ["token exchange", "oauth callback failed"];

/// Reads a cause out of free text: an error of a provider or Composio's
/// `status_reason`. `None` when nothing in it is known.
#[must_use]
pub fn from_text(text: &str) -> Option<Cause> {
    let text = text.to_lowercase();
    let found = SIGNS
        .iter()
        .find(|(_, signs)| signs.iter().any(|sign| text.contains(sign)))
        .map(|(cause, _)| *cause)?;
    let at_exchange = EXCHANGE.iter().any(|sign| text.contains(sign));
    Some(match found {
        Cause::GrantRefused if at_exchange => Cause::ExchangeFailed,
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::Remedy;

    #[test]
    fn a_rejected_client_never_sends_the_customer_to_sign_in() {
        assert_eq!(
            from_text("401 invalid_client: bad secret"),
            Some(Cause::ClientRejected)
        );
        assert_eq!(Cause::ClientRejected.remedy(), Remedy::AskAdmin);
    }

    /// Composio's own words (fact sheet §2.5), and what happens at a callback.
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
            (
                "OAuth callback failed during token exchange: invalid_grant: Bad Request",
                Cause::ExchangeFailed,
            ),
            (
                "OAuth callback failed during token exchange: redirect_uri_mismatch",
                Cause::RedirectMismatch,
            ),
            (
                "OAuth callback failed: identity verification failed",
                Cause::DifferentPerson,
            ),
            (
                "OAuth callback failed: access_denied: The user denied access",
                Cause::ConsentDeclined,
            ),
            (
                "This connection was started from a different browser or device",
                Cause::WrongBrowser,
            ),
            ("Connection status updated by user", Cause::SwitchedOff),
            ("auth config is disabled", Cause::AuthConfigDisabled),
            (
                "revoked via user-initiated revoke endpoint",
                Cause::Disconnected,
            ),
            ("revoked via admin tool", Cause::Disconnected),
            ("revoked as part of connection delete", Cause::Disconnected),
        ] {
            assert_eq!(from_text(text), Some(cause), "{text}");
        }
    }

    /// Words of providers, as tools and the proxy bring them (§2.2, §1.3).
    const OF_PROVIDERS: &[(&str, Cause)] = &[
        (
            "invalid_grant: Token has been expired or revoked.",
            Cause::GrantRefused,
        ),
        (
            "invalid_grant: reauth related error (invalid_rapt)",
            Cause::PasswordChanged,
        ),
        (
            "AADSTS50173: The provided grant has expired due to it being revoked",
            Cause::PasswordChanged,
        ),
        (
            "AADSTS700082: The refresh token has expired due to inactivity.",
            Cause::UnusedTooLong,
        ),
        (
            "AADSTS7000222: The provided client secret keys for app are expired.",
            Cause::SecretExpired,
        ),
        (
            "AADSTS50076: you must use multi-factor authentication",
            Cause::ExtraStep,
        ),
        (
            "AADSTS50057: The user account is disabled.",
            Cause::PersonLeft,
        ),
        (
            "AADSTS65001: The user or administrator has not consented",
            Cause::ApprovalNeeded,
        ),
        (
            "deleted_client: The OAuth client was deleted.",
            Cause::AppDeleted,
        ),
        ("Slack API error: token_revoked", Cause::AccessRemoved),
        ("Slack API error: account_inactive", Cause::PersonLeft),
        ("Slack API error: missing_scope", Cause::ScopeMissing),
        ("Slack API error: paid_only", Cause::PlanEnded),
        (
            "Gmail API has not been used in project 123 before or it is disabled.",
            Cause::ApiDisabled,
        ),
        (
            "failedPrecondition: Mail service not enabled",
            Cause::ServiceOff,
        ),
        (
            "401 Unauthorized: Invalid API key provided",
            Cause::KeyRefused,
        ),
        (
            "ActionExecute_ConnectedAccountEntityIdMismatch",
            Cause::OtherUser,
        ),
        (
            "ConnectedAccount_MissingRequiredFields",
            Cause::FieldMissing,
        ),
        ("429 Too Many Requests", Cause::RateLimited),
        ("503 Service Unavailable", Cause::ProviderSilent),
    ];

    #[test]
    fn the_words_of_providers_are_told_apart() {
        for (text, cause) in OF_PROVIDERS {
            assert_eq!(from_text(text), Some(*cause), "{text}");
        }
    }

    #[test]
    fn a_text_nobody_has_seen_is_not_guessed_at() {
        for text in ["the moon was in the way", "", "HTTP 418", "ACTIVE"] {
            assert_eq!(from_text(text), None, "{text}");
        }
    }

    #[test]
    fn every_sign_is_in_lower_case_and_can_be_reached() {
        for (cause, signs) in SIGNS {
            for sign in *signs {
                assert_eq!(*sign, sign.to_lowercase());
                let found = from_text(sign);
                let exchange = found == Some(Cause::ExchangeFailed);
                assert!(
                    found == Some(*cause) || exchange,
                    "{sign} is read as {found:?}"
                );
            }
        }
    }
}
