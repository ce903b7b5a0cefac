//! `POST /connected_accounts`: the older initiate, retired for managed OAuth.

use serde_json::{Map, Value, json};

use super::link::{alias_taken, sharing};
use crate::catalog::is_oauth;
use crate::config::Initiate;
use crate::dice::uuid;
use crate::http::{ApiError, Context, Fields, Outcome, Reply};
use crate::render::{self, Generation, Masking};
use crate::world::{Entry, Started, Status};

const RETIRED: &str = "Creating connections on this endpoint for Composio-managed OAuth auth configs is no longer supported. Use POST /api/v3/connected_accounts/link instead.";
const RETIRED_FIX: &str = "Call POST /api/v3/connected_accounts/link with the same auth_config_id and user_id to get a redirect URL for the end user.";

/// `connection.state`: the scheme and its values.
type State = (String, Map<String, Value>);

/// What the body asks for.
struct Asked {
    config: usize,
    scheme: &'static str,
    managed: bool,
    user: String,
    callback: Option<String>,
    state: Option<State>,
    alias: Option<String>,
    shared: bool,
    acl: Option<Value>,
}

/// Creates an account, ACTIVE for key-based schemes, INITIATED for OAuth.
pub(super) fn create(ctx: &mut Context<'_>) -> Outcome {
    let asked = read(ctx)?;
    let oauth = is_oauth(asked.scheme);
    let allowed = ctx.world.config.initiate == Initiate::Allowed;
    if asked.managed && oauth && !allowed {
        let error = ApiError::new(400, 600, "ConnectedAccount_BadRequest", RETIRED);
        return Err(error.fix(RETIRED_FIX));
    }
    alias_taken(
        ctx.own()?,
        &asked.user,
        asked.config,
        asked.alias.as_deref(),
        None,
    )?;
    let (scheme, mut val) = asked.state.unwrap_or_default();
    let long = val.remove("long_redirect_url") == Some(Value::Bool(true));
    if !scheme.is_empty() && scheme != asked.scheme {
        let message = format!(
            "authScheme {scheme} does not match the auth config's {}",
            asked.scheme
        );
        return Err(ApiError::account(message));
    }
    require_initiation_fields(ctx, asked.config, &val)?;
    let status = if oauth {
        Status::Initiated
    } else {
        Status::Active
    };
    let started = Started {
        user: asked.user,
        config: asked.config,
        callback_url: asked.callback,
        alias: asked.alias,
        val,
        shared: asked.shared,
        acl: asked.acl,
    };
    let project = ctx.project;
    let at = ctx
        .world
        .start(project, started, status)
        .ok_or_else(|| ApiError::bad("Full"))?;
    if oauth {
        let token = ctx.world.open_link(project, at, Entry::Initiate);
        if long {
            straight_to_provider(ctx, at, &token);
        }
    }
    let reply = answer(ctx, at)?;
    Ok(if asked.managed && oauth {
        deprecated(reply)
    } else {
        reply
    })
}

/// `long_redirect_url` asks for the provider's own page, not the short link.
fn straight_to_provider(ctx: &mut Context<'_>, at: u32, token: &str) {
    let url = format!("{}/link/{token}/signin", ctx.world.base_url);
    if let Some(project) = ctx.world.projects.get_mut(ctx.project) {
        project.accounts.change(at, |row| {
            let extra = row.extra_mut();
            extra.redirect_url = Some(url);
            extra.val.insert("long_redirect_url".into(), true.into());
        });
    }
}

fn deprecated(reply: Reply) -> Reply {
    reply
        .header("deprecation", "true")
        .header("sunset", "Fri, 03 Jul 2026 00:00:00 GMT")
        .header(
            "link",
            "</api/v3/connected_accounts/link>; rel=\"deprecation\"",
        )
}

fn read(ctx: &Context<'_>) -> Result<Asked, ApiError> {
    let body = ctx.call.fields()?;
    let missing = |name: &str| format!("{name}: Required");
    let auth_config = body
        .object("auth_config")?
        .ok_or_else(|| missing("auth_config"))?;
    let id = auth_config
        .required("id")
        .map_err(|error| format!("auth_config.{error}"))?;
    let connection = body
        .object("connection")?
        .ok_or_else(|| missing("connection"))?;
    let project = ctx.own()?;
    let config = project
        .find_config(&id)
        .ok_or_else(|| ApiError::no_config(&id))?;
    let row = project
        .configs
        .get(config)
        .ok_or_else(|| ApiError::no_config(&id))?;
    if !row.enabled {
        return Err(ApiError::account(format!(
            "Auth config \"{id}\" is disabled"
        )));
    }
    let (shared, acl) = sharing(&connection)?;
    let callback = connection
        .text("callback_url")?
        .or(connection.text("redirect_uri")?);
    if let Some(url) = &callback
        && url::Url::parse(url).is_err()
    {
        return Err(ApiError::invalid(
            400,
            vec!["connection.callback_url: Invalid url".into()],
        ));
    }
    Ok(Asked {
        config,
        scheme: row.scheme,
        managed: row.managed,
        user: connection
            .text("user_id")?
            .unwrap_or_else(|| "default".to_owned()),
        callback,
        state: state_of(&connection)?,
        alias: connection.text("alias")?.filter(|alias| !alias.is_empty()),
        shared,
        acl,
    })
}

/// `connection.state`, or the deprecated `connection.data`.
fn state_of(connection: &Fields) -> Result<Option<State>, ApiError> {
    let Some(state) = connection.object("state")? else {
        let data = connection.object("data")?;
        return Ok(data.map(|data| (String::new(), data.0)));
    };
    let scheme = state
        .required("authScheme")
        .map_err(|error| format!("connection.state.{error}"))?;
    let mut val = state.object("val")?.map(|val| val.0).unwrap_or_default();
    val.remove("status");
    val.retain(|_, value| !value.is_null());
    let prefix = val
        .get("state_prefix")
        .and_then(Value::as_str)
        .unwrap_or_default();
    if prefix.len() > 40 {
        let error = "connection.state.val.state_prefix: at most 40 characters".to_owned();
        return Err(ApiError::invalid(400, vec![error]));
    }
    Ok(Some((scheme, val)))
}

fn require_initiation_fields(
    ctx: &Context<'_>,
    config: usize,
    val: &Map<String, Value>,
) -> Result<(), ApiError> {
    let Some(config) = ctx.own()?.configs.get(config) else {
        return Ok(());
    };
    // A key may come under several names, so any secret will do.
    let any = |value: &Value| value.as_str().is_some_and(|text| !text.is_empty());
    let given = |name: &str| val.get(name).is_some_and(any);
    let missing: Vec<&str> = config
        .toolkit
        .fields_for(config.scheme)
        .into_iter()
        .filter(|field| field.required && !config.shared_fields.contains_key(field.name))
        .filter(|field| {
            if field.secret {
                !val.values().any(any)
            } else {
                !given(field.name)
            }
        })
        .map(|field| field.name)
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let message = format!("Missing required fields: {}", missing.join(", "));
    Err(ApiError::new(
        400,
        611,
        "ConnectedAccount_MissingRequiredFields",
        message,
    ))
}

fn answer(ctx: &Context<'_>, at: u32) -> Outcome {
    let project = ctx.own()?;
    let Some(row) = project.accounts.get(at) else {
        return Err(ApiError::no_account(""));
    };
    let Some(config) = project.config_of(row) else {
        return Err(ApiError::no_config(""));
    };
    let era = ctx.world.config.masking_era;
    let mut val = render::state(project, config, row);
    Masking {
        era,
        flag: project.masks(),
        managed: config.managed,
    }
    .apply(&mut val);
    let url = row
        .extra
        .as_ref()
        .and_then(|extra| extra.redirect_url.clone())
        .filter(|_| row.status.is_pending());
    let mut out = json!({
        "id": row.id(),
        "status": row.status.word(),
        "connectionData": { "authScheme": config.scheme, "val": val },
        "redirect_url": url,
        "redirect_uri": url,
    });
    if let Some(map) = out.as_object_mut() {
        if ctx.generation() == Generation::V3 {
            let uuids = json!({ "uuid": uuid(row.code), "authConfigUuid": uuid(config.code) });
            map.insert("deprecated".into(), uuids);
        } else {
            map.insert("experimental".into(), render::experimental(row));
        }
    }
    Ok(Reply::json(201, out))
}
