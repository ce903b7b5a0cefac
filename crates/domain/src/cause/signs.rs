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
            // Google's. The bare word is in every advice to reauthorize or reauthenticate.
            "reauth related",
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
            "insufficientpermission",
            "insufficient_permission",
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
            "expired or revoked",
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
            "quota_exceeded",
            "throttl",
            "limit exceeded",
            "limits exceeded",
            "limit_exceeded",
            "limitexceeded",
            "exceeded your",
            "resource_exhausted",
            "resource has been exhausted",
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
    // Composio's own words for a disconnect.
    (
        Cause::Disconnected,
        &["revoked via", "revoked as part of", "revoked by user"],
    ),
    // A provider's word: whoever it is, the access is gone at the provider.
    (Cause::AccessRemoved, &["revoked"]),
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

impl Cause {
    /// The texts by which this cause is read, in lower case; none where it is known by
    /// what is around the account.
    pub fn signs(self) -> impl Iterator<Item = &'static str> {
        let of_it = SIGNS.iter().filter(move |(cause, _)| *cause == self);
        of_it.flat_map(|(_, signs)| signs.iter().copied())
    }
}

#[cfg(test)]
mod tests;
