//! Listing and fetching auth configs.

use serde_json::Value;

use crate::http::{ApiError, Context, Outcome, Reply, Window};
use crate::render::{self, Generation};

/// `GET /auth_configs`
pub(super) fn list(ctx: &mut Context<'_>) -> Outcome {
    let call = ctx.call;
    let most = if ctx.generation() == Generation::V31 {
        200
    } else {
        1000
    };
    let window = Window::of(call, most)?;
    let all = call.flag("show_disabled")? == Some(true);
    let managed = call.flag("is_composio_managed")?;
    let slugs = call.list("toolkit_slug");
    let search = call.param("search").map(str::to_lowercase);
    let project = ctx.own()?;
    let mut rows: Vec<(usize, i64)> = project
        .configs
        .iter()
        .enumerate()
        .filter(|(_, config)| !config.deleted && (all || config.enabled))
        .filter(|(_, config)| managed.is_none_or(|managed| config.managed == managed))
        .filter(|(_, config)| {
            slugs.is_empty()
                || slugs
                    .iter()
                    .any(|slug| config.toolkit.slug.eq_ignore_ascii_case(slug))
        })
        .filter(|(_, config)| {
            search.as_ref().is_none_or(|text| {
                config.name.to_lowercase().contains(text) || config.id().to_lowercase() == *text
            })
        })
        .map(|(at, config)| (at, config.created))
        .collect();
    rows.sort_by_key(|(at, created)| std::cmp::Reverse((*created, *at)));
    let page = window.page(&rows, |(at, _)| one(ctx, *at).unwrap_or_default());
    Ok(Reply::ok(page))
}

/// `GET /auth_configs/{nanoid}`
pub(super) fn get(ctx: &mut Context<'_>) -> Outcome {
    let id = ctx.param(0);
    let at = ctx
        .own()?
        .find_config(id)
        .ok_or_else(|| ApiError::no_config(id))?;
    one(ctx, at)
        .map(Reply::ok)
        .ok_or_else(|| ApiError::no_config(id))
}

fn one(ctx: &Context<'_>, at: usize) -> Option<Value> {
    let project = ctx.own().ok()?;
    let config = project.configs.get(at)?;
    Some(render::auth_config(
        project,
        at,
        config,
        &ctx.world.org,
        ctx.generation(),
    ))
}
