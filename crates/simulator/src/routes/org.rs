//! The organisation: its projects and their keys.

use serde_json::{Value, json};

use super::project_config;
use crate::clock::iso;
use crate::dice::{mix, nano};
use crate::http::{ApiError, Context, Outcome, Reply, Window};
use crate::render::{self, Generation};
use crate::world::{ApiKey, Project};

/// `GET /org/list`
pub(super) fn organizations(ctx: &mut Context<'_>) -> Outcome {
    let window = Window::of(ctx.call, 50)?;
    let org = &ctx.world.org;
    let one = json!({
        "id": org.id,
        "name": org.name,
        "created_at": iso(org.created),
        "updated_at": iso(org.created),
    });
    let rows = [one];
    Ok(Reply::ok(window.wrap(
        "organizations",
        window.slice(&rows),
        rows.len(),
    )))
}

/// `GET /org/project/list` and `GET /org/owner/project/list`, newest first.
pub(super) fn projects(ctx: &mut Context<'_>) -> Outcome {
    let most = if ctx.generation() == Generation::V31 {
        50
    } else {
        1000
    };
    let window = Window::of(ctx.call, most)?;
    let org = &ctx.world.org;
    let mut rows: Vec<&Project> = ctx.world.projects.iter().filter(|p| !p.deleted).collect();
    rows.sort_by_key(|project| std::cmp::Reverse(project.created));
    let items: Vec<Value> = window
        .slice(&rows)
        .iter()
        .map(|project| render::project(project, org))
        .collect();
    Ok(Reply::ok(window.wrap("data", &items, rows.len())))
}

/// `POST /org/owner/project/new`; answers 200, and the key once.
pub(super) fn create(ctx: &mut Context<'_>) -> Outcome {
    let body = ctx.call.fields()?;
    let name = body.required("name")?;
    let plain = name
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if !plain || !(3..=75).contains(&name.len()) {
        let error = "name: 3 to 75 letters, digits, - or _".to_owned();
        return Err(ApiError::invalid(400, vec![error]));
    }
    let config = body.object("config")?.unwrap_or_default().0;
    project_config::check(&config)?;
    let wants_key = body.flag("should_create_api_key")? == Some(true);
    let (code, now) = (ctx.world.fresh(), ctx.world.now());
    let mut project = Project::new(code, &name, now);
    project
        .settings
        .extend(config.into_iter().filter(|(_, value)| !value.is_null()));
    let key = wants_key.then(|| {
        let key = format!("ak_sim_{}", nano(mix(code, 9)));
        project.add_key(mix(code, 10), key.clone(), now);
        key
    });
    let answer = json!({ "id": project.id(), "name": name, "api_key": key });
    ctx.world.projects.push(project);
    Ok(Reply::ok(answer))
}

fn find(ctx: &Context<'_>) -> Result<usize, ApiError> {
    let id = ctx.param(0);
    let found = ctx
        .world
        .projects
        .iter()
        .position(|p| !p.deleted && p.id() == id);
    found.ok_or_else(|| ApiError::bad(format!("Project \"{id}\" not found")))
}

fn key(key: &ApiKey, masked: bool) -> Value {
    let head: String = key.key.chars().take(6).collect();
    let shown = if masked {
        format!("{head}*****")
    } else {
        key.key.clone()
    };
    json!({ "id": key.id, "name": key.name, "key": shown, "created_at": iso(key.created) })
}

/// `GET /org/owner/project/{nano_id}`; keys are readable on v3 only.
pub(super) fn get(ctx: &mut Context<'_>) -> Outcome {
    let at = find(ctx)?;
    let masked = ctx.generation() == Generation::V31;
    let Some(project) = ctx.world.projects.get(at) else {
        return Err(ApiError::bad("Gone"));
    };
    let mut out = render::project(project, &ctx.world.org);
    if let Some(map) = out.as_object_mut() {
        let keys = project
            .keys
            .iter()
            .map(|known| key(known, masked))
            .collect();
        map.insert("api_keys".into(), keys);
    }
    Ok(Reply::ok(out))
}

/// `DELETE /org/owner/project/{nano_id}`
pub(super) fn delete(ctx: &mut Context<'_>) -> Outcome {
    let at = find(ctx)?;
    if let Some(project) = ctx.world.projects.get_mut(at) {
        project.deleted = true;
        project.keys.clear();
    }
    Ok(Reply::ok(json!({ "status": "success" })))
}

/// `POST …/regenerate_api_key`: all old keys die at once.
pub(super) fn regenerate(ctx: &mut Context<'_>) -> Outcome {
    let at = find(ctx)?;
    let (code, now) = (ctx.world.fresh(), ctx.world.now());
    let Some(project) = ctx.world.projects.get_mut(at) else {
        return Err(ApiError::bad("Gone"));
    };
    project.keys.clear();
    let made = project.add_key(code, format!("ak_sim_{}", nano(mix(code, 1))), now);
    let answer = json!({ "api_key": key(made, false), "message": "API key regenerated" });
    Ok(Reply::ok(answer))
}
