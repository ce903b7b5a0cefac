//! Stand-ins for the providers behind the toolkits: what they say about the
//! account, and how they refuse it.

use serde_json::{Value, json};

use crate::catalog::Toolkit;
use crate::dice::{digits, mix};
use crate::world::Health;

/// A refusal by a provider.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    /// The provider's own HTTP status.
    pub(crate) status: u16,
    pub(crate) body: Value,
    /// The text that tools answer as `error`.
    pub(crate) error: String,
}

/// How a provider treats these credentials; `None` when it is content.
pub(crate) fn refusal(health: Health, outage: bool, toolkit: &Toolkit) -> Option<Refusal> {
    let google = toolkit.token.starts_with("ya29");
    let health = if outage { Health::ProviderDown } else { health };
    // Slack says no with 200.
    let slack = |code: &str| Refusal {
        status: 200,
        body: json!({ "ok": false, "error": code }),
        error: format!("Slack API error: {code}"),
    };
    Some(match health {
        Health::Good => return None,
        Health::GrantDead => oauth(401, "invalid_grant", "Token has been expired or revoked."),
        Health::ClientRejected => oauth(
            401,
            "invalid_client",
            "The provided client secret is invalid.",
        ),
        Health::TokenRevoked if toolkit.slug == "slack" => slack("token_revoked"),
        Health::AccountInactive if toolkit.slug == "slack" => slack("account_inactive"),
        Health::TokenRevoked => oauth(401, "token_revoked", "The token was revoked."),
        Health::AccountInactive => oauth(
            401,
            "account_inactive",
            "The account of this person was deactivated.",
        ),
        Health::AdminBlocked => oauth(
            403,
            "admin_policy_enforced",
            "An administrator blocks this app.",
        ),
        Health::KeyWrong => oauth(401, "invalid_auth", "The API key is not valid."),
        Health::ScopeMissing if google => google_scopes(),
        Health::ScopeMissing if toolkit.slug == "slack" => slack("missing_scope"),
        Health::ScopeMissing => oauth(
            403,
            "insufficient_scope",
            "A scope that this needs was not granted.",
        ),
        Health::ProviderDown => Refusal {
            status: 503,
            body: json!({ "error": "backend_unavailable" }),
            error: format!("503 Service Unavailable from {}", toolkit.base_url),
        },
        Health::Malformed => Refusal {
            status: 200,
            body: Value::from("<!doctype html><title>Down for maintenance</title>"),
            error: "Could not parse the provider's answer as JSON".to_owned(),
        },
        rarer => return rare(rarer, toolkit),
    })
}

/// What is met less often.
fn rare(health: Health, toolkit: &Toolkit) -> Option<Refusal> {
    Some(match health {
        Health::Throttled => Refusal {
            status: 429,
            body: json!({ "error": "rate_limited" }),
            error: format!("429 Too Many Requests from {}", toolkit.base_url),
        },
        Health::PlanEnded => oauth(
            402,
            "payment_required",
            "The plan does not include the API.",
        ),
        Health::ServiceOff => oauth(400, "failedPrecondition", "Mail service not enabled"),
        Health::NetworkBlocked => oauth(403, "ip_not_allowed", "This IP address is not allowed."),
        Health::ApiDisabled => oauth(
            403,
            "accessNotConfigured",
            "This API has not been used in project 4711 before or it is disabled.",
        ),
        Health::Masked => oauth(
            401,
            "invalid_request",
            "The access token is masked (ya29...).",
        ),
        // Composio itself refuses the others before a provider hears of them.
        _ => return None,
    })
}

fn oauth(status: u16, code: &str, text: &str) -> Refusal {
    Refusal {
        status,
        body: json!({ "error": code, "error_description": text }),
        error: format!("{code}: {text}"),
    }
}

fn google_scopes() -> Refusal {
    let text = "Request had insufficient authentication scopes.";
    Refusal {
        status: 403,
        body: json!({ "error": {
            "code": 403,
            "message": text,
            "status": "PERMISSION_DENIED",
            "details": [{ "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT" }],
        }}),
        error: format!("ACCESS_TOKEN_SCOPE_INSUFFICIENT: {text}"),
    }
}

/// "Who am I", as the provider of a toolkit answers it.
pub(crate) fn whoami(toolkit: &Toolkit, email: &str, code: u64) -> Value {
    let login = email.split('@').next().unwrap_or("user");
    let name = display_name(login);
    let number = mix(code, 61) % 90_000_000 + 10_000_000;
    let id = digits(mix(code, 62), 10);
    match toolkit.slug {
        "gmail" => json!({
            "emailAddress": email, "messagesTotal": number % 20_000,
            "threadsTotal": number % 9_000, "historyId": number.to_string(),
        }),
        "googlecalendar" => calendar(email),
        "googledrive" => json!({
            "user": { "kind": "drive#user", "displayName": name, "emailAddress": email, "me": true },
        }),
        "slack" => json!({
            "ok": true, "url": "https://example.slack.com/", "team": "Example", "user": login,
            "team_id": "T0SIM", "user_id": format!("U{id}"), "bot_id": "B0SIM",
        }),
        "github" => json!({
            "login": login.replace('.', "-"), "id": number, "type": "User", "name": name,
            "email": email,
        }),
        "notion" => json!({
            "object": "user", "id": crate::dice::uuid(code), "type": "bot", "name": "Switchboard",
            "bot": { "owner": { "type": "user", "user": {
                "object": "user", "type": "person", "name": name, "person": { "email": email },
            }}},
        }),
        "linear" => json!({ "data": { "viewer": { "id": id, "name": name, "email": email } } }),
        "outlook" => json!({
            "id": id, "displayName": name, "mail": email, "userPrincipalName": email,
        }),
        "zendesk" => json!({ "user": { "id": number, "name": name, "email": email } }),
        "asana" => json!({ "data": { "gid": id, "name": name, "email": email } }),
        "hubspot" => json!({ "user": email, "hub_id": number, "user_id": number }),
        "calendly" => json!({ "resource": { "uri": id, "name": name, "email": email } }),
        "shopify" => json!({ "shop": { "id": number, "name": name, "email": email } }),
        "jira" => json!({ "account_id": id, "name": name, "email": email }),
        "freshdesk" => json!({ "id": number, "contact": { "name": name, "email": email } }),
        "stripe" => json!({ "id": format!("acct_{id}"), "object": "account", "email": email }),
        "dropbox" => json!({
            "account_id": id, "name": { "display_name": name }, "email": email,
            "email_verified": true,
        }),
        _ => json!({ "id": id, "name": name, "email": email }),
    }
}

/// The primary calendar; its id is the account's address.
pub(crate) fn calendar(email: &str) -> Value {
    json!({
        "kind": "calendar#calendar", "id": email, "summary": email, "timeZone": "Europe/Paris",
    })
}

/// The calendars on an account's list.
pub(crate) fn calendars(email: &str) -> Value {
    json!({ "kind": "calendar#calendarList", "items": [
        { "id": email, "summary": email, "primary": true, "accessRole": "owner",
          "timeZone": "Europe/Paris" },
        { "id": "holidays@group.example.com", "summary": "Holidays", "accessRole": "reader" },
    ]})
}

/// Google's "user info", for accounts that granted an identity scope.
pub(crate) fn userinfo(email: &str, code: u64) -> Value {
    let name = display_name(email.split('@').next().unwrap_or("user"));
    let id = (mix(code, 63) % 1_000_000_000_000).to_string();
    json!({ "id": id, "email": email, "verified_email": true, "name": name })
}

/// `jane.doe` as a person would write it.
fn display_name(login: &str) -> String {
    login
        .split(['.', '-', '_'])
        .filter(|part| !part.is_empty())
        .map(|part| {
            let mut chars = part.chars();
            let first = chars
                .next()
                .map(|c| c.to_uppercase().to_string())
                .unwrap_or_default();
            first + chars.as_str()
        })
        .collect::<Vec<_>>()
        .join(" ")
}
