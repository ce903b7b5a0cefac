//! `GET /connected_accounts/{nanoid}` and the misnamed refresh.

use serde_json::json;

use crate::catalog::is_oauth;
use crate::config::Consent;
use crate::http::{ApiError, Context, Outcome, Reply};
use crate::render;
use crate::world::{Entry, Reason, Status, Verdict};

/// One account; also what clients poll.
pub(super) fn get(ctx: &mut Context<'_>) -> Outcome {
    let at = ctx.account()?;
    count_poll(ctx, at);
    let era = ctx.world.config.masking_era;
    let project = ctx.own()?;
    let row = project
        .accounts
        .get(at)
        .ok_or_else(|| ApiError::no_account(ctx.param(0)))?;
    Ok(Reply::ok(render::account(
        project,
        row,
        ctx.generation(),
        era,
        true,
    )))
}

/// With `allow-after-polls=N` the Nth look gives consent.
fn count_poll(ctx: &mut Context<'_>, at: u32) {
    let Consent::AllowAfterPolls(needed) = ctx.world.config.consent else {
        return;
    };
    let Some(project) = ctx.world.projects.get_mut(ctx.project) else {
        return;
    };
    // Lists stay remembered unless there is something to count.
    if !project
        .accounts
        .get(at)
        .is_some_and(|row| row.status.is_pending())
    {
        return;
    }
    let enough = project.accounts.change(at, |row| {
        let extra = row.extra_mut();
        extra.polls += 1;
        extra.polls >= needed
    });
    if enough == Some(true) {
        ctx.world.decide(
            ctx.project,
            at,
            Verdict {
                allow: true,
                ..Verdict::default()
            },
        );
    }
}

/// Restarts consent. An ACTIVE account stops working until somebody finishes.
pub(super) fn refresh(ctx: &mut Context<'_>) -> Outcome {
    let at = ctx.account()?;
    let fields = ctx.call.fields()?;
    let from_body = fields.text("redirect_url")?;
    let callback = ctx
        .call
        .param("redirect_url")
        .map(str::to_owned)
        .or(from_body);
    let project = ctx.own()?;
    let row = project
        .accounts
        .get(at)
        .ok_or_else(|| ApiError::no_account(ctx.param(0)))?;
    let (id, status) = (row.id(), row.status);
    let config = project.config_of(row).filter(|config| !config.deleted);
    let Some(config) = config else {
        return Err(ApiError::account(
            "The auth config of this connected account was deleted",
        ));
    };
    if !config.enabled {
        return Err(ApiError::account(
            "The auth config of this connected account is disabled",
        ));
    }
    if !is_oauth(config.scheme) {
        // Nothing to restart: a key is as good as it was.
        return Ok(Reply::ok(
            json!({ "id": id, "status": status.word(), "redirect_url": null }),
        ));
    }
    let project = ctx.project;
    ctx.world
        .set_status(project, at, Status::Initiated, Reason::None);
    ctx.world.change(project, at, |row, _| {
        row.extra_mut().callback_url = callback;
        Some(())
    });
    let token = ctx.world.open_link(project, at, Entry::Initiate);
    let short = ctx
        .world
        .links
        .get(&token)
        .map(|link| link.short.clone())
        .unwrap_or_default();
    let url = format!("{}/api/v3/s/{short}", ctx.world.base_url);
    Ok(Reply::ok(
        json!({ "id": id, "status": "INITIATED", "redirect_url": url }),
    ))
}
