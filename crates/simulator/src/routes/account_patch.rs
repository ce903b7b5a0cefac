//! Changing an account: alias, credentials, sharing, enabled or not.

use serde_json::{Map, Value, json};

use super::link::{acl_on_private, alias_taken};
use crate::http::{ApiError, Context, Fields, Outcome, Reply};
use crate::world::{Health, Reason, Status};

/// `PATCH …/status {enabled}`
pub(super) fn status(ctx: &mut Context<'_>) -> Outcome {
    let at = ctx.account()?;
    let enabled = ctx
        .call
        .fields()?
        .flag("enabled")?
        .ok_or_else(|| ApiError::invalid(400, vec!["enabled: Required".into()]))?;
    let project = ctx.own()?;
    let row = project
        .accounts
        .get(at)
        .ok_or_else(|| ApiError::no_account(ctx.param(0)))?;
    let usable = project
        .config_of(row)
        .is_some_and(|config| config.enabled && !config.deleted);
    let next = if enabled {
        Status::Active
    } else {
        Status::Inactive
    };
    match row.status {
        Status::Active | Status::Inactive if enabled && !usable => {
            return Err(ApiError::account(
                "The auth config of this connected account is disabled",
            ));
        }
        current if current == next => {}
        Status::Active | Status::Inactive => {
            let reason = if enabled {
                Reason::None
            } else {
                Reason::UpdatedByUser
            };
            ctx.world.set_status(ctx.project, at, next, reason);
        }
        other => {
            let message = format!(
                "Connected account in status {} cannot be enabled or disabled",
                other.word()
            );
            return Err(ApiError::account(message).fix("Connect the account again instead."));
        }
    }
    Ok(Reply::ok(json!({ "success": true })))
}

/// `PATCH /connected_accounts/{nanoid}`
pub(super) fn patch(ctx: &mut Context<'_>) -> Outcome {
    let at = ctx.account()?;
    let body = ctx.call.fields()?;
    let alias = body.text("alias")?;
    let credentials = credentials(ctx, at, &body)?;
    let project = ctx.own()?;
    let row = project
        .accounts
        .get(at)
        .ok_or_else(|| ApiError::no_account(ctx.param(0)))?;
    let acl = match body.object("experimental")? {
        Some(experimental) => experimental.object("acl_config_for_shared")?,
        None => None,
    };
    if acl.is_some() && !row.shared {
        return Err(acl_on_private());
    }
    let user = project.accounts.user(row).to_owned();
    let wanted = alias.as_deref().filter(|alias| !alias.is_empty());
    alias_taken(project, &user, row.config as usize, wanted, Some(at))?;
    if alias.is_none() && credentials.is_none() && acl.is_none() {
        return Err(ApiError::bad(
            "Nothing to change: send alias, connection or experimental",
        ));
    }
    ctx.world.change(ctx.project, at, |row, _| {
        if let Some(credentials) = credentials {
            apply(&mut row.extra_mut().val, credentials);
            (row.health, row.failures) = (Health::Good, 0);
        }
        if let Some(alias) = alias {
            row.extra_mut().alias = (!alias.is_empty()).then_some(alias);
        }
        if let Some(acl) = acl {
            row.extra_mut().acl = Some(Value::Object(acl.0));
        }
        Some(())
    });
    let row = ctx
        .own()?
        .accounts
        .get(at)
        .ok_or_else(|| ApiError::no_account(ctx.param(0)))?;
    Ok(Reply::ok(
        json!({ "success": true, "id": row.id(), "status": row.status.word() }),
    ))
}

/// New credentials; the scheme must be the account's own.
fn credentials(
    ctx: &Context<'_>,
    at: u32,
    body: &Fields,
) -> Result<Option<Map<String, Value>>, ApiError> {
    const CHANGEABLE: [&str; 6] = [
        "BEARER_TOKEN",
        "API_KEY",
        "BASIC",
        "BASIC_WITH_JWT",
        "GOOGLE_SERVICE_ACCOUNT",
        "SERVICE_ACCOUNT",
    ];
    let Some(connection) = body.object("connection")? else {
        return Ok(None);
    };
    let state = connection
        .object("state")?
        .ok_or_else(|| ApiError::invalid(400, vec!["connection.state: Required".into()]))?;
    let scheme = state.required("authScheme")?;
    let val = state
        .object("val")?
        .ok_or_else(|| ApiError::invalid(400, vec!["connection.state.val: Required".into()]))?;
    let own = ctx.world.scheme_of(ctx.project, at);
    if !CHANGEABLE.contains(&scheme.as_str()) {
        return Err(ApiError::account(format!(
            "Credentials of {scheme} accounts cannot be changed"
        )));
    }
    if scheme != own {
        let message = format!("authScheme {scheme} does not match the connected account's {own}");
        return Err(ApiError::account(message));
    }
    Ok(Some(val.0))
}

/// Omitted keeps, null removes.
fn apply(val: &mut Map<String, Value>, changes: Map<String, Value>) {
    for (name, value) in changes {
        if value.is_null() {
            val.remove(&name);
        } else if name != "status" {
            val.insert(name, value);
        }
    }
}
