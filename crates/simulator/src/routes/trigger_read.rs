//! Listing triggers and the kinds there are.

use serde_json::Value;

use crate::catalog::{self, TriggerType};
use crate::http::{ApiError, Context, Outcome, Reply, Window};
use crate::render::{self, Generation};
use crate::world::Trigger;

fn most(ctx: &Context<'_>) -> usize {
    if ctx.generation() == Generation::V31 {
        50
    } else {
        1000
    }
}

/// `GET /trigger_instances/active`. Despite the name, triggers of deleted
/// accounts linger, disabled.
pub(super) fn active(ctx: &mut Context<'_>) -> Outcome {
    let call = ctx.call;
    let window = Window::of(call, most(ctx))?;
    let shown = call.flag("show_disabled")?.or(call.flag("showDisabled")?) == Some(true);
    let both = |new: &str, old: &str| -> Vec<String> {
        let old = call.list(old);
        call.list(new)
            .into_iter()
            .chain(old)
            .map(str::to_owned)
            .collect()
    };
    let accounts = both("connected_account_ids", "connectedAccountIds");
    let configs = both("auth_config_ids", "authConfigIds");
    let ids = both("trigger_ids", "triggerIds");
    let names = both("trigger_names", "triggerNames");
    let users = both("user_ids", "userIds");
    let any = |list: &[String], word: &str| {
        list.is_empty() || list.iter().any(|known| known.eq_ignore_ascii_case(word))
    };
    let project = ctx.own()?;
    let rows: Vec<&Trigger> = project
        .triggers
        .iter()
        .rev()
        .filter(|trigger| shown || trigger.disabled.is_none())
        .filter(|trigger| any(&ids, &trigger.id()) && any(&names, trigger.slug))
        .filter(|trigger| {
            let Some(row) = project.accounts.get(trigger.account) else {
                return false;
            };
            let config = project.config_of(row).map(crate::world::AuthConfig::id);
            (accounts.is_empty() || accounts.contains(&row.id()))
                && (configs.is_empty() || config.is_some_and(|id| configs.contains(&id)))
                && (users.is_empty() || users.iter().any(|u| u == project.accounts.user(row)))
        })
        .collect();
    let generation = ctx.generation();
    Ok(Reply::ok(window.page(&rows, |trigger| {
        project
            .accounts
            .get(trigger.account)
            .map_or(Value::Null, |row| {
                render::trigger(project, trigger, row, generation)
            })
    })))
}

/// `GET /triggers_types`
pub(super) fn types(ctx: &mut Context<'_>) -> Outcome {
    let window = Window::of(ctx.call, most(ctx))?;
    let slugs = ctx.call.list("toolkit_slugs");
    let rows: Vec<&TriggerType> = catalog::all_triggers()
        .filter(|kind| {
            slugs.is_empty()
                || slugs
                    .iter()
                    .any(|slug| slug.eq_ignore_ascii_case(kind.toolkit))
        })
        .collect();
    let generation = ctx.generation();
    Ok(Reply::ok(window.page(&rows, |kind| {
        render::trigger_type(kind, generation)
    })))
}

/// `GET /triggers_types/list/enum`
#[expect(clippy::unnecessary_wraps, reason = "handlers share one signature")]
pub(super) fn names(_: &mut Context<'_>) -> Outcome {
    Ok(Reply::ok(
        catalog::all_triggers().map(|kind| kind.slug).collect(),
    ))
}

/// `GET /triggers_types/{slug}`
pub(super) fn kind(ctx: &mut Context<'_>) -> Outcome {
    let kind = catalog::trigger(ctx.param(0)).ok_or_else(|| no_kind(ctx.param(0)))?;
    Ok(Reply::ok(render::trigger_type(kind, ctx.generation())))
}

pub(super) fn no_kind(slug: &str) -> ApiError {
    ApiError::not_found(
        "TriggerType_NotFound",
        format!("Trigger type \"{slug}\" not found"),
    )
}
