//! `auth/session/info`, and reports of leaked keys.

use serde_json::{Value, json};

use crate::clock::iso;
use crate::dice::{mix, uuid};
use crate::http::{ApiError, Context, Outcome, Reply};
use crate::render::{self, Generation};

/// Who the credential belongs to. Carries the key in clear, as the real one.
pub(super) fn info(ctx: &mut Context<'_>) -> Outcome {
    let (project, org) = (ctx.own()?, &ctx.world.org);
    let sent = ctx.call.header("x-api-key");
    let key = project
        .keys
        .iter()
        .find(|known| Some(known.key.as_str()) == sent);
    let key = key.map(|key| {
        json!({
            "auto_id": mix(project.code, 4) % 100_000,
            "id": key.id,
            "name": key.name,
            "project_id": project.id(),
            "org_member_id": org.member_id,
            "created_at": iso(key.created),
            "updated_at": iso(key.created),
            "deleted_at": null,
            "key": key.key,
            "deleted": false,
        })
    });
    let mut member = json!({
        "id": uuid(mix(project.code, 5)),
        "email": "owner@example.com",
        "name": "Sam Owner",
        "role": "ADMIN",
    });
    if let (Generation::V31, Some(map)) = (ctx.generation(), member.as_object_mut()) {
        map.insert(
            "metadata".into(),
            json!({ "onboarding_platform": "developer" }),
        );
    }
    Ok(Reply::ok(json!({
        "project": render::session_project(project, org),
        "api_key": key,
        "org_member": member,
    })))
}

/// `POST /api_key_revocation`: takes a report and tells nothing.
pub(super) fn leaked(ctx: &mut Context<'_>) -> Outcome {
    let body = ctx.call.fields()?;
    let count = body
        .0
        .get("api_keys")
        .and_then(Value::as_array)
        .map_or(0, Vec::len);
    if !(1..=100).contains(&count) {
        return Err(ApiError::invalid(
            400,
            vec!["api_keys: Expected 1 to 100 keys".into()],
        ));
    }
    Ok(Reply::ok(json!({ "received": true })))
}
