//! Listing and fetching auth configs.

use serde_json::Value;

use crate::http::{ApiError, Context, Outcome, Reply, Window};
use crate::render::{self, Generation};
use crate::world::Project;

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
    let counts = connections(project);
    let page = window.page(&rows, |(at, _)| one(ctx, *at, &counts).unwrap_or_default());
    Ok(Reply::ok(page))
}

/// `GET /auth_configs/{nanoid}`
pub(super) fn get(ctx: &mut Context<'_>) -> Outcome {
    let id = ctx.param(0);
    let project = ctx.own()?;
    let at = project
        .find_config(id)
        .ok_or_else(|| ApiError::no_config(id))?;
    let shown = one(ctx, at, &connections(project));
    shown.map(Reply::ok).ok_or_else(|| ApiError::no_config(id))
}

/// How many accounts each config has, in one walk.
fn connections(project: &Project) -> Vec<usize> {
    let mut counts = vec![0; project.configs.len()];
    for (_, row) in project.accounts.iter() {
        if let Some(count) = counts.get_mut(row.config as usize) {
            *count += 1;
        }
    }
    counts
}

fn one(ctx: &Context<'_>, at: usize, counts: &[usize]) -> Option<Value> {
    let config = ctx.own().ok()?.configs.get(at)?;
    let count = counts.get(at).copied().unwrap_or_default();
    Some(render::auth_config(
        config,
        &ctx.world.org,
        ctx.generation(),
        count,
    ))
}
