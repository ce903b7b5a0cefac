//! Composio's documents as they come over the wire, with fake values.

use serde_json::{Value, json};

/// A token that no text of ours may contain.
pub(crate) const TOKEN: &str = "ya29.CANARY-access-token";
/// And another.
pub(crate) const REFRESH: &str = "1//CANARY-refresh-token";

/// An active account on an auth config of Composio's: everything redacted.
pub(crate) fn managed(id: &str) -> Value {
    json!({
        "toolkit": {"slug": "gmail"},
        "auth_config": {"id": "ac_1TnZ2pQmX0bV", "auth_scheme": "OAUTH2",
            "is_composio_managed": true, "is_disabled": false},
        "id": id, "user_id": "tenant-0042", "status": "ACTIVE", "status_reason": null,
        "created_at": "2026-10-01T08:00:00.000Z", "updated_at": "2026-10-01T08:01:12.000Z",
        "word_id": "gmail_red-castle", "alias": null, "is_disabled": false,
        "experimental": {"account_type": "PRIVATE"},
        "requested_scopes": ["https://www.googleapis.com/auth/gmail.modify"],
        "state": {"authScheme": "OAUTH2", "val": {
            "status": "ACTIVE", "access_token": "REDACTED", "refresh_token": "REDACTED",
            "token_type": "Bearer", "expires_in": 3599,
            "scope": "https://www.googleapis.com/auth/gmail.modify openid email",
            "displayName": "jane@example.com"}},
        "data": {"status": "ACTIVE", "access_token": "REDACTED",
            "headers": {"Authorization": "REDACTED"}},
        "params": {}
    })
}

/// The same on an own auth config with masking off: everything in clear.
pub(crate) fn in_clear(id: &str) -> Value {
    let mut account = managed(id);
    account["auth_config"]["is_composio_managed"] = json!(false);
    account["state"]["val"]["access_token"] = json!(TOKEN);
    account["state"]["val"]["refresh_token"] = json!(REFRESH);
    account["state"]["val"]["client_secret"] = json!("CANARY-client-secret");
    account["state"]["val"]["brand_new_member"] = json!("CANARY-unknown-member");
    account["data"] = json!({"access_token": TOKEN,
        "headers": {"Authorization": format!("Bearer {TOKEN}")}});
    account["params"] = json!({"access_token": TOKEN});
    account["future_member"] = json!({"token": "CANARY-future"});
    account
}

pub(crate) fn page(items: impl IntoIterator<Item = Value>, next: Option<&str>) -> Value {
    let items: Vec<Value> = items.into_iter().collect();
    json!({"total_items": items.len(), "items": items, "next_cursor": next,
        "total_pages": 1.0, "current_page": 1.0})
}

pub(crate) fn auth_config() -> Value {
    json!({
        "id": "ac_1TnZ2pQmX0bV", "uuid": "5b8f0c2e-0000-4000-8000-000000000001",
        "type": "custom", "toolkit": {"slug": "gmail", "logo": "https://logos.example/gmail"},
        "name": "gmail-abc123", "auth_scheme": "OAUTH2", "is_composio_managed": false,
        "credentials": {"scopes": ["a.read", "a.write"], "client_id": "1234.apps.example",
            "client_secret": "CANARY-client-secret"},
        "status": "DISABLED", "created_by": "om_1", "created_at": "2026-01-20T10:00:00.000Z",
        "last_updated_at": "2026-01-20T10:00:00.000Z", "no_of_connections": 12.0,
        "expected_input_fields": [{"name": "subdomain", "displayName": "Subdomain",
            "type": "string", "description": "Yours", "required": true}],
        "tool_access_config": {"tools_available_for_execution": ["GMAIL_GET_PROFILE"]}
    })
}
