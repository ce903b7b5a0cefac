//! Creating, changing, switching and deleting auth configs.

use serde_json::{Map, Value, json};

use crate::catalog::{self, SCHEMES, Toolkit, is_oauth};
use crate::dice::nano;
use crate::http::{ApiError, Context, Fields, Outcome, Reply};
use crate::render::Generation;
use crate::world::{AuthConfig, Health, Reason, Status};

/// `POST /auth_configs`
pub(super) fn create(ctx: &mut Context<'_>) -> Outcome {
    let body = ctx.call.fields()?;
    let slug = body
        .object("toolkit")?
        .ok_or_else(|| "toolkit: Required".to_owned())?
        .required("slug")
        .map_err(|error| format!("toolkit.{error}"))?;
    let toolkit = catalog::toolkit(&slug).ok_or_else(|| {
        ApiError::not_found("Toolkit_NotFound", format!("Toolkit \"{slug}\" not found"))
    })?;
    let given = body.object("auth_config")?.unwrap_or_default();
    let (code, now) = (ctx.world.fresh(), ctx.world.now());
    let mut config = match given.text("type")?.as_deref() {
        None | Some("use_composio_managed_auth") => managed(code, toolkit, now)?,
        Some("use_custom_auth") => custom(code, toolkit, &given, now)?,
        Some(other) => {
            let error = format!("auth_config.type: Invalid discriminator value '{other}'");
            return Err(ApiError::invalid(400, vec![error]));
        }
    };
    apply(&mut config, &given)?;
    if let Some(credentials) = given.object("credentials")? {
        merge(&mut config.credentials, credentials.0);
    }
    let answer = json!({
        "toolkit": { "slug": toolkit.slug },
        "auth_config": {
            "id": config.id(),
            "auth_scheme": config.scheme,
            "is_composio_managed": config.managed,
            "restrict_to_following_tools": config.restricted_tools,
        },
    });
    ctx.own_mut()?.configs.push(config);
    Ok(Reply::json(201, answer))
}

fn managed(code: u64, toolkit: &'static Toolkit, now: i64) -> Result<AuthConfig, ApiError> {
    if !toolkit.is_managed() {
        let message = format!("Toolkit \"{}\" has no Composio-managed auth", toolkit.slug);
        return Err(ApiError::bad(message).fix("Use use_custom_auth with your own credentials."));
    }
    Ok(AuthConfig::new(code, toolkit, true, now))
}

fn custom(
    code: u64,
    toolkit: &'static Toolkit,
    given: &Fields,
    now: i64,
) -> Result<AuthConfig, ApiError> {
    let asked = given
        .required("authScheme")
        .map_err(|error| format!("auth_config.{error}"))?;
    let scheme = SCHEMES
        .into_iter()
        .find(|scheme| *scheme == asked)
        .ok_or_else(|| {
            ApiError::invalid(
                400,
                vec![format!("auth_config.authScheme: Invalid value '{asked}'")],
            )
        })?;
    if !toolkit.schemes.contains(&scheme) {
        let message = format!("Toolkit \"{}\" does not support {scheme}", toolkit.slug);
        return Err(ApiError::bad(message));
    }
    if is_oauth(scheme) && scheme != "DCR_OAUTH" {
        let credentials = given.object("credentials")?.unwrap_or_default();
        let id = if scheme == "OAUTH1" {
            "consumer_key"
        } else {
            "client_id"
        };
        if !credentials.has(id) && !credentials.has("client_id") && !given.has("sealed_credentials")
        {
            let error = format!("auth_config.credentials.{id}: Required");
            return Err(ApiError::invalid(400, vec![error]));
        }
    }
    let mut config = AuthConfig::new(code, toolkit, false, now);
    config.scheme = scheme;
    Ok(config)
}

/// What creating and changing have in common.
fn apply(config: &mut AuthConfig, given: &Fields) -> Result<(), ApiError> {
    if let Some(name) = given.text("name")? {
        if name.is_empty() {
            return Err(ApiError::invalid(
                400,
                vec!["name: must not be empty".into()],
            ));
        }
        config.name = name;
    }
    let list = |fields: &Fields, name: &str| fields.0.get(name).and_then(Value::as_array).cloned();
    if let Some(access) = given.object("tool_access_config")? {
        if let Some(tools) = list(&access, "tools_for_connected_account_creation") {
            config.creation_tools = tools;
        }
        if let Some(tools) = list(&access, "tools_available_for_execution") {
            config.execution_tools = tools;
        }
    }
    if let Some(tools) = list(given, "restrict_to_following_tools") {
        config.restricted_tools = tools;
    }
    for name in ["shared_credentials", "shared_connection_fields"] {
        if let Some(shared) = given.object(name)? {
            merge(&mut config.shared_fields, shared.0);
        }
    }
    if let Some(proxy) = given.object("proxy_config")? {
        proxy
            .required("proxy_url")
            .map_err(|error| format!("proxy_config.{error}"))?;
        config.proxy_config = Some(Value::Object(proxy.0));
    }
    if let Some(on) = given.flag("is_enabled_for_tool_router")? {
        config.tool_router = on;
    }
    Ok(())
}

/// Omitted keeps; an empty list or text clears.
fn merge(into: &mut Map<String, Value>, changes: Map<String, Value>) {
    for (name, value) in changes {
        let cleared = value.as_array().is_some_and(Vec::is_empty) || value.as_str() == Some("");
        if cleared {
            into.remove(&name);
        } else if !value.is_null() {
            into.insert(name, value);
        }
    }
}

/// `PATCH /auth_configs/{nanoid}`: partial.
pub(super) fn patch(ctx: &mut Context<'_>) -> Outcome {
    let at = find(ctx)?;
    let body = ctx.call.fields()?;
    let kind = body.required("type")?;
    let now = ctx.world.now();
    let id = ctx.param(0);
    let project = ctx.own_mut()?;
    let config = project
        .configs
        .get_mut(at)
        .ok_or_else(|| ApiError::no_config(id))?;
    let own = if config.managed { "default" } else { "custom" };
    if kind != own {
        let message = format!("type must be '{own}' for this auth config, received '{kind}'");
        return Err(ApiError::bad(message));
    }
    let mut changed = config.clone();
    apply(&mut changed, &body)?;
    if config.managed {
        let scopes = body
            .0
            .into_iter()
            .filter(|(name, _)| name == "scopes" || name == "user_scopes");
        merge(&mut changed.credentials, scopes.collect());
    } else if let Some(credentials) = body.object("credentials")? {
        merge(&mut changed.credentials, credentials.0);
    }
    changed.updated = now.max(config.updated + 1);
    *config = changed;
    Ok(done(ctx, "Auth config updated"))
}

/// `PATCH /auth_configs/{nanoid}/{ENABLED|DISABLED}`
pub(super) fn status(ctx: &mut Context<'_>) -> Outcome {
    let enabled = match ctx.param(1) {
        "ENABLED" => true,
        "DISABLED" => false,
        other => {
            let error = format!("status: Expected ENABLED or DISABLED, received '{other}'");
            return Err(ApiError::invalid(400, vec![error]));
        }
    };
    let at = find(ctx)?;
    let now = ctx.world.now();
    if let Some(config) = ctx.own_mut()?.configs.get_mut(at) {
        config.enabled = enabled;
        config.updated = now.max(config.updated + 1);
    }
    Ok(done(
        ctx,
        if enabled {
            "Auth config enabled"
        } else {
            "Auth config disabled"
        },
    ))
}

/// `DELETE /auth_configs/{nanoid}`: accounts of it stop working. Where it is asked for and the
/// toolkit can, their grants are withdrawn, as where one account is deleted.
pub(super) fn delete(ctx: &mut Context<'_>) -> Outcome {
    let at = find(ctx)?;
    let mut revoke = ctx.call.flag("revoke_on_delete")? == Some(true);
    let number = u32::try_from(at).unwrap_or(u32::MAX);
    let project = ctx.own_mut()?;
    if let Some(config) = project.configs.get_mut(at) {
        config.deleted = true;
        revoke &= config.toolkit.revocable;
    }
    let orphans: Vec<(u32, Status, bool)> = project
        .accounts
        .iter()
        .filter(|(_, row)| row.config == number && !row.deleted)
        .map(|(account, row)| (account, row.status, row.connected))
        .collect();
    for (account, status, connected) in orphans {
        // Nobody granted anything to one that was never connected.
        if revoke && connected {
            ctx.world.change(ctx.project, account, |row, _| {
                row.health = Health::GrantDead;
                Some(())
            });
        }
        if status == Status::Active {
            let why = Reason::ConfigDisabled;
            ctx.world
                .set_status(ctx.project, account, Status::Inactive, why);
        }
    }
    let job = revoke.then(|| format!("rj_{}", nano(ctx.world.fresh())));
    let mut reply = done(ctx, "Auth config deleted");
    if let (Some(job), crate::http::Content::Json(Value::Object(map)), Generation::V31) =
        (job, &mut reply.content, ctx.generation())
    {
        map.insert("revoke_job_id".into(), job.into());
    }
    Ok(reply)
}

fn find(ctx: &Context<'_>) -> Result<usize, ApiError> {
    let id = ctx.param(0);
    ctx.own()?
        .find_config(id)
        .ok_or_else(|| ApiError::no_config(id))
}

fn done(ctx: &Context<'_>, message: &str) -> Reply {
    Reply::ok(match ctx.generation() {
        Generation::V3 => json!({}),
        Generation::V31 => json!({ "success": true, "message": message }),
    })
}
