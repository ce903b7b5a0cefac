//! Listing and fetching tools.

use serde_json::{Value, json};

use super::execute::no_tool;
use crate::catalog::{self, FROZEN, LATEST, Tool, VERSIONS};
use crate::http::{ApiError, Call, Context, Outcome, Reply, Window};
use crate::render::{self, Generation};

/// The version of a toolkit that a call asks for; what each generation runs
/// otherwise is their one difference.
fn version(call: &Call, toolkit: &str) -> Result<&'static str, ApiError> {
    let named = format!("toolkit_versions[{toolkit}]");
    let asked = call
        .param("version")
        .or_else(|| call.param(&named))
        .or_else(|| call.param("toolkit_versions"));
    match (asked, call.generation) {
        (None, Generation::V3) => Ok(FROZEN),
        (None, Generation::V31) | (Some("latest"), _) => Ok(LATEST),
        (Some(text), _) => VERSIONS
            .into_iter()
            .find(|version| *version == text)
            .ok_or_else(|| {
                let message = format!("Toolkit version \"{text}\" not found");
                ApiError::not_found("Tool_VersionNotFound", message)
            }),
    }
}

/// `GET /tools`
pub(super) fn list(ctx: &mut Context<'_>) -> Outcome {
    let call = ctx.call;
    let window = Window::of(call, 1000)?;
    let slugs = call.list("tool_slugs");
    let toolkits = call.list("toolkit_slug");
    let configs = call.list("auth_config_ids");
    let important = call.flag("important")?;
    let tags = call.list("tags");
    let scopes = call.list("scopes");
    let search = call
        .param("query")
        .or_else(|| call.param("search"))
        .map(str::to_lowercase);
    let own = ctx.own()?;
    let of_configs: Vec<&str> = own
        .configs
        .iter()
        .filter(|config| configs.contains(&config.id().as_str()))
        .map(|config| config.toolkit.slug)
        .collect();
    let any = |list: &[&str], word: &str| {
        list.is_empty() || list.iter().any(|known| known.eq_ignore_ascii_case(word))
    };
    let keeps = |tool: &&Tool| {
        if !slugs.is_empty() {
            return any(&slugs, tool.slug);
        }
        any(&toolkits, tool.toolkit)
            && (configs.is_empty() || of_configs.contains(&tool.toolkit))
            && important.is_none_or(|important| !important || tool.important)
            && (tags.is_empty() || tags.contains(&"important") == tool.important)
            && (scopes.is_empty() || needs(tool).is_some_and(|scope| scopes.contains(&scope)))
            && search.as_ref().is_none_or(|text| {
                let hay = format!("{} {} {}", tool.slug, tool.name, tool.about).to_lowercase();
                text.split_whitespace().all(|word| hay.contains(word))
            })
    };
    let tools: Vec<&Tool> = catalog::all_tools().filter(keeps).collect();
    let items: Vec<Value> = window
        .slice(&tools)
        .iter()
        .filter_map(|tool| Some((tool, version(call, tool.toolkit).ok()?)))
        .filter_map(|(tool, version)| render::tool(tool, version, call.generation))
        .collect();
    Ok(Reply::ok(window.wrap("items", &items, tools.len())))
}

fn needs(tool: &Tool) -> Option<&'static str> {
    catalog::toolkit(tool.toolkit)?
        .scopes
        .first()
        .map(|scope| scope.name)
}

/// `GET /tools/{tool_slug}`
pub(super) fn get(ctx: &mut Context<'_>) -> Outcome {
    let slug = ctx.param(0);
    let tool = catalog::tool(slug).ok_or_else(|| no_tool(slug))?;
    let version = version(ctx.call, tool.toolkit)?;
    let tool = render::tool(tool, version, ctx.generation()).ok_or_else(|| no_tool(slug))?;
    Ok(Reply::ok(tool))
}

/// `GET /tools/enum`
#[expect(clippy::unnecessary_wraps, reason = "handlers share one signature")]
pub(super) fn names(_: &mut Context<'_>) -> Outcome {
    Ok(Reply::ok(
        catalog::all_tools().map(|tool| tool.slug).collect(),
    ))
}

/// `POST /tools/scopes/required`
pub(super) fn scopes(ctx: &mut Context<'_>) -> Outcome {
    let body = ctx.call.fields()?;
    let Some(asked) = body.0.get("tools").and_then(Value::as_array) else {
        return Err(ApiError::invalid(400, vec!["tools: Required".into()]));
    };
    let mut all: Vec<&str> = Vec::new();
    let mut each = Vec::new();
    for slug in asked.iter().filter_map(Value::as_str) {
        let tool = catalog::tool(slug).ok_or_else(|| no_tool(slug))?;
        let scopes: Vec<&str> = needs(tool).into_iter().collect();
        all.extend(
            scopes
                .iter()
                .filter(|scope| !all.contains(scope))
                .copied()
                .collect::<Vec<_>>(),
        );
        each.push(json!({
            "tool": tool.slug,
            "tool_slug": tool.slug,
            "scopes": scopes,
            "scope_requirements": { "all_of": scopes },
        }));
    }
    Ok(Reply::ok(
        json!({ "scopes_required": all, "per_tool_requirements": each }),
    ))
}

/// `POST /tools/execute/{tool_slug}/input`: there is no language model here,
/// and it says so.
pub(super) fn input(ctx: &mut Context<'_>) -> Outcome {
    let slug = ctx.param(0);
    catalog::tool(slug).ok_or_else(|| no_tool(slug))?;
    ctx.call.fields()?.required("text")?;
    let error = "Arguments cannot be made from text in the simulator";
    Ok(Reply::ok(json!({ "arguments": {}, "error": error })))
}
