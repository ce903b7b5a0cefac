//! Listing and fetching toolkits.

use serde_json::{Value, json};

use crate::catalog::{self, Toolkit};
use crate::http::{ApiError, Context, Outcome, Reply, Window};
use crate::render;

/// `GET /toolkits`
pub(super) fn list(ctx: &mut Context<'_>) -> Outcome {
    let call = ctx.call;
    let window = Window::of(call, 1000)?;
    let search = call.param("search").map(str::to_lowercase);
    let owned = own_slugs(ctx)?;
    let mut found: Vec<&Toolkit> = catalog::all()
        .filter(|toolkit| {
            call.param("category")
                .is_none_or(|id| in_category(toolkit, id))
        })
        .filter(|toolkit| managed(toolkit, call.param("managed_by"), &owned))
        .filter(|_| call.param("type") != Some("custom"))
        .filter(|toolkit| {
            search.as_ref().is_none_or(|text| {
                toolkit.slug.contains(text) || toolkit.name.to_lowercase().contains(text)
            })
        })
        .collect();
    sort(&mut found, call.param("sort_by"))?;
    let generation = ctx.generation();
    Ok(Reply::ok(window.page(&found, |toolkit| {
        render::toolkit_item(toolkit, generation)
    })))
}

fn own_slugs(ctx: &Context<'_>) -> Result<Vec<&'static str>, ApiError> {
    let custom = ctx
        .own()?
        .configs
        .iter()
        .filter(|config| !config.managed && !config.deleted);
    Ok(custom.map(|config| config.toolkit.slug).collect())
}

fn in_category(toolkit: &Toolkit, id: &str) -> bool {
    toolkit.category.0.eq_ignore_ascii_case(id) || toolkit.category.1.eq_ignore_ascii_case(id)
}

fn managed(toolkit: &Toolkit, by: Option<&str>, owned: &[&str]) -> bool {
    match by {
        Some("composio") => toolkit.is_managed(),
        Some("project") => owned.contains(&toolkit.slug),
        _ => true,
    }
}

fn sort(found: &mut [&Toolkit], by: Option<&str>) -> Result<(), ApiError> {
    match by {
        None | Some("usage") => {}
        Some("alphabetically") => found.sort_by_key(|toolkit| toolkit.name.to_lowercase()),
        Some(other) => {
            let error = format!("sort_by: Invalid enum value, received '{other}'");
            return Err(ApiError::invalid(400, vec![error]));
        }
    }
    Ok(())
}

/// `GET /toolkits/{slug}`
pub(super) fn get(ctx: &mut Context<'_>) -> Outcome {
    let slug = ctx.param(0);
    let toolkit = catalog::toolkit(slug).ok_or_else(|| {
        ApiError::not_found("Toolkit_NotFound", format!("Toolkit \"{slug}\" not found"))
    })?;
    Ok(Reply::ok(render::toolkit(toolkit, ctx.generation())))
}

/// `GET /toolkits/categories`
pub(super) fn categories(ctx: &mut Context<'_>) -> Outcome {
    let window = Window::of(ctx.call, 1000)?;
    let mut found: Vec<(&str, &str)> = catalog::all().map(|toolkit| toolkit.category).collect();
    found.sort_unstable();
    found.dedup();
    Ok(Reply::ok(window.page(
        &found,
        |(id, name)| json!({ "id": id, "name": name }),
    )))
}

/// `POST /toolkits/multi`
pub(super) fn multi(ctx: &mut Context<'_>) -> Outcome {
    let body = ctx.call.fields()?;
    let asked: Option<Vec<String>> = body
        .0
        .get("toolkits")
        .and_then(Value::as_array)
        .map(|list| {
            list.iter()
                .filter_map(Value::as_str)
                .map(str::to_lowercase)
                .collect()
        });
    let category = body.text("category")?;
    let by = body.text("managed_by")?;
    let owned = own_slugs(ctx)?;
    let mut found: Vec<&Toolkit> = catalog::all()
        .filter(|toolkit| {
            asked
                .as_ref()
                .is_none_or(|slugs| slugs.iter().any(|s| s == toolkit.slug))
        })
        .filter(|toolkit| {
            category
                .as_deref()
                .is_none_or(|id| in_category(toolkit, id))
        })
        .filter(|toolkit| managed(toolkit, by.as_deref(), &owned))
        .collect();
    sort(&mut found, body.text("sort_by")?.as_deref())?;
    let limit = body
        .0
        .get("limit")
        .and_then(Value::as_f64)
        .map(|limit| limit.to_string());
    let window = Window::read(limit.as_deref(), body.text("cursor")?.as_deref(), 1000)?;
    let generation = ctx.generation();
    Ok(Reply::ok(window.page(&found, |toolkit| {
        render::toolkit_item(toolkit, generation)
    })))
}
