//! `org/project/config`, under `/api/v3` only.

use serde_json::{Map, Value};

use crate::http::{ApiError, Context, Outcome, Reply};

/// The settings of the caller's project.
pub(super) fn get(ctx: &mut Context<'_>) -> Outcome {
    Ok(Reply::ok(Value::Object(ctx.own()?.settings.clone())))
}

/// Changes what is sent, answers all of it.
pub(super) fn patch(ctx: &mut Context<'_>) -> Outcome {
    let changes = ctx.call.fields()?.0;
    check(&changes)?;
    let now = ctx.world.now();
    let project = ctx.own_mut()?;
    project
        .settings
        .extend(changes.into_iter().filter(|(_, value)| !value.is_null()));
    project.updated = now;
    Ok(Reply::ok(Value::Object(project.settings.clone())))
}

/// Refuses what is not of its promised type.
pub(super) fn check(changes: &Map<String, Value>) -> Result<(), ApiError> {
    let mut errors = Vec::new();
    for (name, value) in changes {
        let fits = match name.as_str() {
            "is_2FA_enabled"
            | "mask_secret_keys_in_connected_account"
            | "require_mcp_api_key"
            | "is_composio_link_enabled_for_managed_auth"
            | "enable_instant"
            | "zdr_enabled" => value.is_boolean(),
            "logo_url" | "display_name" => value.is_string(),
            "log_visibility_setting" => {
                matches!(value.as_str(), Some("show_all" | "dont_store_data"))
            }
            "signed_url_file_expiry_in_seconds" => value
                .as_i64()
                .is_some_and(|seconds| (1..=86_400).contains(&seconds)),
            "oauth_callback_verifier_url" => value
                .as_str()
                .is_some_and(|url| url.is_empty() || url.starts_with("https://") || loopback(url)),
            _ => true,
        };
        if !fits && !value.is_null() {
            errors.push(format!("{name}: Invalid value"));
        }
    }
    if errors.is_empty() {
        Ok(())
    } else {
        Err(ApiError::invalid(400, errors))
    }
}

/// The real service insists on https; a test's verifier lives on loopback.
fn loopback(url: &str) -> bool {
    url.starts_with("http://127.0.0.1:") || url.starts_with("http://localhost:")
}
