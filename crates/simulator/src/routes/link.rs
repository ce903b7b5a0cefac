//! `POST /connected_accounts/link` and `complete_auth`.

use serde_json::{Value, json};

use crate::clock::iso;
use crate::http::{ApiError, Context, Fields, Outcome, Reply};
use crate::render::{self, Generation};
use crate::world::{Entry, Project, Reason, Started, Status};

/// Makes an account and a page where its owner may connect it.
pub(super) fn create(ctx: &mut Context<'_>) -> Outcome {
    let started = read(ctx)?;
    alias_taken(
        ctx.own()?,
        &started.user,
        started.config,
        started.alias.as_deref(),
        None,
    )?;
    let project = ctx.project;
    let at = ctx
        .world
        .start(project, started, Status::Initializing)
        .ok_or_else(|| ApiError::bad("The project is full"))?;
    let token = ctx.world.open_link(project, at, Entry::Link);
    let expires = ctx
        .world
        .links
        .get(&token)
        .map_or(0, |link| link.expires_at);
    let row = ctx
        .own()?
        .accounts
        .get(at)
        .ok_or_else(|| ApiError::no_account(""))?;
    let mut out = json!({
        "link_token": token,
        "redirect_url": format!("{}/link/{token}", ctx.world.base_url),
        "expires_at": iso(expires),
        "connected_account_id": row.id(),
    });
    if let (Generation::V31, Some(map)) = (ctx.generation(), out.as_object_mut()) {
        map.insert("experimental".into(), render::experimental(row));
    }
    Ok(Reply::json(201, out))
}

fn read(ctx: &Context<'_>) -> Result<Started, ApiError> {
    let body = ctx.call.fields()?;
    let mut errors = Vec::new();
    let mut note = |read: Result<String, String>| read.map_err(|error| errors.push(error)).ok();
    let id = note(body.required("auth_config_id"));
    let user = note(body.required("user_id"));
    let (Some(id), Some(user)) = (id, user) else {
        return Err(ApiError::invalid(422, errors));
    };
    let wrong = |error: String| ApiError::invalid(422, vec![error]);
    let callback_url = body
        .text("callback_url")
        .map_err(wrong)?
        .filter(|url| !url.is_empty());
    let alias = body
        .text("alias")
        .map_err(wrong)?
        .filter(|alias| !alias.is_empty());
    let val = body
        .object("connection_data")
        .map_err(wrong)?
        .unwrap_or_default()
        .0;
    let (shared, acl) = sharing(&body)?;
    let project = ctx.own()?;
    let config = project
        .find_config(&id)
        .ok_or_else(|| ApiError::no_config(&id))?;
    let row = project
        .configs
        .get(config)
        .ok_or_else(|| ApiError::no_config(&id))?;
    if !row.enabled {
        return Err(
            ApiError::account(format!("Auth config \"{id}\" is disabled"))
                .fix("Enable the auth config before connecting accounts with it."),
        );
    }
    if row.managed && !row.toolkit.is_managed() {
        let message = "Missing required field: Client id";
        return Err(ApiError::new(
            400,
            611,
            "ConnectedAccount_MissingRequiredFields",
            message,
        ));
    }
    Ok(Started {
        user,
        config,
        callback_url,
        alias,
        val,
        shared,
        acl,
    })
}

/// `experimental` of a body: whether the account is shared, and with whom.
pub(super) fn sharing(body: &Fields) -> Result<(bool, Option<Value>), ApiError> {
    let Some(experimental) = body.object("experimental")? else {
        return Ok((false, None));
    };
    let kind = experimental.text("account_type")?;
    let shared = match kind.as_deref() {
        None | Some("PRIVATE") => false,
        Some("SHARED") => true,
        Some(_) => {
            let error = "experimental.account_type: Expected PRIVATE or SHARED".to_owned();
            return Err(ApiError::invalid(400, vec![error]));
        }
    };
    let acl = experimental.object("acl_config_for_shared")?;
    if acl.is_some() && !shared {
        return Err(acl_on_private());
    }
    Ok((shared, acl.map(|acl| Value::Object(acl.0))))
}

/// Official clients match on this text.
pub(super) fn acl_on_private() -> ApiError {
    ApiError::account("acl_config_for_shared is only valid on SHARED connected accounts")
}

/// Refuses an alias that the same user has in the same toolkit already.
pub(super) fn alias_taken(
    project: &Project,
    user: &str,
    config: usize,
    alias: Option<&str>,
    except: Option<u32>,
) -> Result<(), ApiError> {
    let (Some(alias), Some(user)) = (alias, project.accounts.user_number(user)) else {
        return Ok(());
    };
    let toolkit = project
        .configs
        .get(config)
        .map(|config| config.toolkit.slug);
    let taken = project.accounts.iter().any(|(at, row)| {
        Some(at) != except
            && row.user == user
            && row.alias() == Some(alias)
            && project.config_of(row).map(|config| config.toolkit.slug) == toolkit
    });
    if !taken {
        return Ok(());
    }
    let message = format!(
        "A connected account with alias \"{alias}\" already exists for this user and toolkit"
    );
    Err(
        ApiError::new(409, 612, "ConnectedAccount_AliasConflict", message)
            .fix("Choose another alias, or clear the one that exists."),
    )
}

/// The project's verifier says who came back; only the person who was meant
/// may finish.
pub(super) fn complete(ctx: &mut Context<'_>) -> Outcome {
    let body = ctx.call.fields()?;
    let uri = body.required("session_uri")?;
    let user = body.required("user_id")?;
    let unknown = || {
        ApiError::not_found(
            "ConnectedAccount_SessionNotFound",
            "Unknown, used or expired session_uri",
        )
    };
    let now = ctx.world.now();
    let project = ctx.project;
    let fits = ctx
        .world
        .handovers
        .get(&uri)
        .is_some_and(|h| h.project == project);
    let handover = if fits {
        ctx.world.handovers.remove(&uri)
    } else {
        None
    };
    let handover = handover
        .filter(|h| h.expires_at > now)
        .ok_or_else(unknown)?;
    let own = ctx.own()?;
    let row = own.accounts.get(handover.account).ok_or_else(unknown)?;
    // A deleted account is as if it never was, also for who comes back from its sign-in.
    if row.deleted {
        return Err(ApiError::no_account(&row.id()));
    }
    let toolkit = own.config_of(row).map_or("", |config| config.toolkit.slug);
    let (id, owner) = (row.id(), own.accounts.user(row).to_owned());
    if owner != user || user == "default" {
        let (failed, why) = (Status::Failed, Reason::IdentityMismatch);
        ctx.world.set_status(project, handover.account, failed, why);
        return Err(ApiError::account(
            "Identity mismatch: user_id does not own this connection",
        ));
    }
    if !ctx
        .world
        .decide(project, handover.account, handover.verdict)
    {
        return Err(unknown());
    }
    Ok(Reply::ok(
        json!({ "connected_account_id": id, "toolkit_slug": toolkit }),
    ))
}
