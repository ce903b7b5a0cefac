//! Making, switching and removing triggers.

use serde_json::json;

use super::execute::ready;
use super::trigger_read::no_kind;
use crate::catalog::{self, TriggerType};
use crate::dice::uuid;
use crate::http::{ApiError, Context, Fields, Outcome, Reply};
use crate::world::{Account, Project, Trigger};

/// `POST /trigger_instances/{slug}/upsert`
pub(super) fn upsert(ctx: &mut Context<'_>) -> Outcome {
    let kind = catalog::trigger(ctx.param(0)).ok_or_else(|| no_kind(ctx.param(0)))?;
    let body = ctx.call.fields()?;
    let config = match body.object("trigger_config")? {
        Some(config) => config,
        None => body.object("triggerConfig")?.unwrap_or_default(),
    };
    let account = account(ctx.own()?, &body, kind)?;
    if !kind.needs.is_empty() && !config.has(kind.needs) {
        let error = format!("trigger_config.{}: Required", kind.needs);
        return Err(ApiError::invalid(422, vec![error]));
    }
    let (code, now) = (ctx.world.fresh(), ctx.world.now());
    let project = ctx.own_mut()?;
    let known = project
        .triggers
        .iter_mut()
        .find(|t| t.account == account && t.slug == kind.slug && t.config == config.0);
    let (id, code) = if let Some(trigger) = known {
        (trigger.disabled, trigger.updated) = (None, now);
        (trigger.id(), trigger.code)
    } else {
        let trigger = Trigger {
            code,
            slug: kind.slug,
            account,
            config: config.0,
            created: now,
            updated: now,
            disabled: None,
        };
        let id = trigger.id();
        project.triggers.push(trigger);
        (id, code)
    };
    Ok(Reply::ok(
        json!({ "trigger_id": id, "deprecated": { "uuid": uuid(code) } }),
    ))
}

/// The account to listen to: the one named, else the user's newest that fits.
fn account(project: &Project, body: &Fields, kind: &TriggerType) -> Result<u32, ApiError> {
    let id = body
        .text("connected_account_id")?
        .or(body.text("connectedAuthId")?);
    let fits = |row: &Account| {
        project
            .config_of(row)
            .is_some_and(|config| config.toolkit.slug == kind.toolkit)
    };
    let account = match (id, body.text("user_id")?) {
        (Some(id), _) => project
            .accounts
            .find(&id)
            .ok_or_else(|| ApiError::no_account(&id))?,
        (None, Some(user)) => {
            let number = project.accounts.user_number(&user);
            let mine = project
                .accounts
                .iter()
                .filter(|(_, row)| Some(row.user) == number);
            let found = mine.filter(|(_, row)| fits(row)).last().map(|(at, _)| at);
            found.ok_or_else(|| ApiError::no_account(&user))?
        }
        (None, None) => {
            return Err(ApiError::invalid(
                400,
                vec!["connected_account_id: Required".into()],
            ));
        }
    };
    let row = project
        .accounts
        .get(account)
        .ok_or_else(|| ApiError::no_account(""))?;
    if !fits(row) {
        let message = format!("Trigger {} needs a {} account", kind.slug, kind.toolkit);
        return Err(ApiError::bad(message));
    }
    ready(project, row).map(|()| account)
}

/// `PATCH /trigger_instances/manage/{triggerId}`
pub(super) fn manage(ctx: &mut Context<'_>) -> Outcome {
    let status = ctx.call.fields()?.required("status")?;
    let enable = match status.as_str() {
        "enable" => true,
        "disable" => false,
        other => {
            let error = format!("status: Expected enable or disable, received '{other}'");
            return Err(ApiError::invalid(400, vec![error]));
        }
    };
    let at = find(ctx)?;
    let now = ctx.world.now();
    if let Some(trigger) = ctx.own_mut()?.triggers.get_mut(at) {
        if trigger.disabled.is_none() == enable {
            let message = format!("Trigger is already {status}d");
            return Err(ApiError::new(409, 705, "TriggerInstance_Conflict", message));
        }
        trigger.disabled = (!enable).then_some(now);
        trigger.updated = now;
    }
    Ok(Reply::ok(json!({ "status": "success" })))
}

/// `DELETE /trigger_instances/manage/{triggerId}`
pub(super) fn delete(ctx: &mut Context<'_>) -> Outcome {
    let at = find(ctx)?;
    let trigger = ctx.own_mut()?.triggers.remove(at);
    Ok(Reply::ok(json!({ "trigger_id": trigger.id() })))
}

fn find(ctx: &Context<'_>) -> Result<usize, ApiError> {
    let id = ctx.param(0);
    let found = ctx
        .own()?
        .triggers
        .iter()
        .position(|trigger| trigger.id() == id);
    found.ok_or_else(|| {
        ApiError::not_found(
            "TriggerInstance_NotFound",
            format!("Trigger \"{id}\" not found"),
        )
    })
}
