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

/// Composio's own words as they were seen, and what happens at a callback.
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
        // The description of `invalid_grant`, where it comes without the code.
        ("Token has been expired or revoked.", Cause::GrantRefused),
        ("This authorization is revoked", Cause::AccessRemoved),
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
        "invalid_grant: the token ran out, please reauthorize the app",
        Cause::GrantRefused,
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
    (
        "Daily Limit Exceeded. The quota will be reset at midnight",
        Cause::RateLimited,
    ),
    ("Calendar usage limits exceeded.", Cause::RateLimited),
    (
        "you have exceeded your <a href=\"#quota\">quota</a>",
        Cause::RateLimited,
    ),
    ("dailyLimitExceeded", Cause::RateLimited),
    ("RESOURCE_EXHAUSTED", Cause::RateLimited),
    ("insufficientPermissions", Cause::ScopeMissing),
    // Box. It begins like the word for a consent that was declined.
    (
        "access_denied_insufficient_permissions: Access denied - insufficient permission",
        Cause::ScopeMissing,
    ),
    (
        "access_denied_insufficient_permissions",
        Cause::ScopeMissing,
    ),
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
    for text in [
        "the moon was in the way",
        "",
        "HTTP 418",
        "ACTIVE",
        "Please reauthenticate to go on.",
    ] {
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
