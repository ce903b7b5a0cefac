//! Deleting and revoking accounts.

use serde_json::json;

use crate::dice::nano;
use crate::http::{ApiError, Context, Outcome, Reply};
use crate::render::Generation;
use crate::world::{Health, Reason, Status};

/// Deletes softly: from now on the account is as if it never was.
pub(super) fn delete(ctx: &mut Context<'_>) -> Outcome {
    let at = ctx.account()?;
    let revoke = ctx.call.flag("revoke_on_delete")? == Some(true);
    let revocable = revocable(ctx, at)?;
    if revoke && revocable {
        ctx.world.change(ctx.project, at, |row, _| {
            row.health = Health::GrantDead;
            Some(())
        });
    }
    ctx.world.delete_account(ctx.project, at);
    let mut answer = json!({ "success": true });
    if revoke
        && revocable
        && ctx.generation() == Generation::V31
        && let Some(map) = answer.as_object_mut()
    {
        let job = format!("rj_{}", nano(ctx.world.fresh()));
        map.insert("revoke_job_id".into(), job.into());
    }
    Ok(Reply::ok(answer))
}

/// Withdraws the grant at the provider.
pub(super) fn revoke(ctx: &mut Context<'_>) -> Outcome {
    let at = ctx.account()?;
    let row = ctx
        .own()?
        .accounts
        .get(at)
        .ok_or_else(|| ApiError::no_account(ctx.param(0)))?;
    let (id, status, health) = (row.id(), row.status, row.health);
    let answer = |tokens: &[&str]| {
        Reply::ok(json!({
            "revoked_tokens": tokens,
            "connected_account": { "id": id, "status": "REVOKED" },
        }))
    };
    if status == Status::Revoked {
        return Ok(answer(&[]));
    }
    if !revocable(ctx, at)? {
        return Err(
            ApiError::account("This toolkit does not support revoking credentials")
                .fix("Ask the user to remove the app at the provider, then delete the account."),
        );
    }
    if status != Status::Active {
        let message = format!(
            "Connected account in status {} cannot be revoked",
            status.word()
        );
        return Err(
            ApiError::new(409, 609, "ConnectedAccount_NotRevocable", message)
                .fix("Only ACTIVE connected accounts can be revoked."),
        );
    }
    ctx.world.change(ctx.project, at, |row, _| {
        row.health = Health::GrantDead;
        Some(())
    });
    ctx.world
        .set_status(ctx.project, at, Status::Revoked, Reason::RevokedByUser);
    let dead = health == Health::GrantDead;
    Ok(answer(if dead {
        &[]
    } else {
        &["access_token", "refresh_token"]
    }))
}

fn revocable(ctx: &Context<'_>, at: u32) -> Result<bool, ApiError> {
    let project = ctx.own()?;
    let row = project
        .accounts
        .get(at)
        .ok_or_else(|| ApiError::no_account(ctx.param(0)))?;
    Ok(project
        .config_of(row)
        .is_some_and(|config| config.toolkit.revocable))
}
