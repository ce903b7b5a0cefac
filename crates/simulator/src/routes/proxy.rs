//! `POST /tools/execute/proxy`: a read at the provider with the account's
//! credentials, within the toolkit's own site.

use serde_json::{Value, json};
use url::{Host, Url};

use super::execute::{may_use, not_theirs, ready};
use crate::catalog::Toolkit;
use crate::http::{ApiError, Context, Fields, Outcome, Reply};
use crate::provider;
use crate::world::{Account, Project};

const METHODS: [&str; 6] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"];

/// Calls a provider; its refusal is an outer 200.
pub(super) fn proxy(ctx: &mut Context<'_>) -> Outcome {
    let body = ctx.call.fields()?;
    let endpoint = body.required("endpoint")?;
    let method = body.required("method")?;
    if !METHODS.contains(&method.as_str()) {
        let error = format!("method: Invalid enum value, received '{method}'");
        return Err(ApiError::invalid(400, vec![error]));
    }
    if body.has("parameters") && !body.0.get("parameters").is_some_and(Value::is_array) {
        return Err(ApiError::invalid(
            400,
            vec!["parameters: Expected array".into()],
        ));
    }
    let at = account(ctx, &body)?;
    let project = ctx.own()?;
    let row = project
        .accounts
        .get(at)
        .ok_or_else(|| ApiError::no_account(""))?;
    ready(project, row)?;
    let config = project
        .config_of(row)
        .ok_or_else(|| ApiError::no_config(""))?;
    let toolkit = config.toolkit;
    let url = target(toolkit, &endpoint)?;
    let outage = ctx.world.weather.provider_outage;
    let refusal = provider::refusal(row.health, outage, toolkit);
    let (status, data) = match &refusal {
        Some(refusal) => (refusal.status, refusal.body.clone()),
        None => answer(project, row, toolkit, &url, &method),
    };
    if refusal.is_some() && !outage {
        ctx.world.note_failure(ctx.project, at);
    }
    Ok(Reply::ok(json!({
        "data": data,
        "status": status,
        "headers": { "content-type": "application/json; charset=UTF-8" },
    })))
}

/// The account that the body names; a user id, if sent, must be its owner's.
fn account(ctx: &Context<'_>, body: &Fields) -> Result<u32, ApiError> {
    let id = body
        .text("connected_account_id")?
        .filter(|id| !id.is_empty())
        .ok_or_else(|| {
            ApiError::new(
                400,
                1830,
                "ToolProxy_MissingAuthContext",
                "MissingAuthContext: connected_account_id or custom_connection_data is required",
            )
        })?;
    let project = ctx.own()?;
    let at = project
        .accounts
        .find(&id)
        .ok_or_else(|| ApiError::no_account(&id))?;
    let row = project
        .accounts
        .get(at)
        .ok_or_else(|| ApiError::no_account(&id))?;
    match body.text("user_id")? {
        Some(user) if !may_use(project, row, &user) => Err(not_theirs(&id, &user)),
        _ => Ok(at),
    }
}

/// The URL that is meant, if it is one of the toolkit's site.
fn target(toolkit: &Toolkit, endpoint: &str) -> Result<Url, ApiError> {
    let base =
        Url::parse(toolkit.base_url).map_err(|_| ApiError::bad("Toolkit has no base URL"))?;
    if !endpoint.contains("://") {
        let slash = if endpoint.starts_with('/') { "" } else { "/" };
        return Url::parse(&format!("{}{slash}{endpoint}", toolkit.base_url))
            .map_err(|_| ApiError::invalid(400, vec!["endpoint: Invalid path".into()]));
    }
    let asked = Url::parse(endpoint)
        .map_err(|_| ApiError::invalid(400, vec!["endpoint: Invalid URL".into()]))?;
    // Google's toolkits are at home on two hosts of which one is www.
    let same = asked.scheme() == base.scheme() && site(&asked) == site(&base);
    if same && site(&asked).is_some() && asked.host_str() != Some("accounts.google.com") {
        return Ok(asked);
    }
    let message = format!(
        "OriginMismatch: endpoint {} is not on the site of toolkit {}",
        asked.host_str().unwrap_or_default(),
        toolkit.slug
    );
    Err(ApiError::new(
        400,
        1831,
        "ToolProxy_OriginMismatch",
        message,
    ))
}

/// The registrable domain, good enough for the toolkits there are.
fn site(url: &Url) -> Option<String> {
    let Some(Host::Domain(host)) = url.host() else {
        return None;
    };
    let parts: Vec<&str> = host.rsplitn(3, '.').collect();
    Some(parts.into_iter().take(2).collect::<Vec<_>>().join("."))
}

fn answer(
    project: &Project,
    row: &Account,
    toolkit: &Toolkit,
    url: &Url,
    method: &str,
) -> (u16, Value) {
    let email = project.email_of(row);
    let path = url.path();
    if path.ends_with("/oauth2/v2/userinfo") || path.ends_with("/oauth2/v3/userinfo") {
        let granted = project.granted(row);
        let identity = |scope: &String| scope == "openid" || scope.ends_with("userinfo.email");
        return if granted.iter().any(identity) {
            (200, provider::userinfo(&email, row.code))
        } else {
            (
                401,
                json!({ "error": { "code": 401, "status": "UNAUTHENTICATED" } }),
            )
        };
    }
    let home = Url::parse(&format!("{}{}", toolkit.base_url, toolkit.whoami)).ok();
    let asks_who = !toolkit.whoami.is_empty() && home.is_some_and(|home| home.path() == path);
    if asks_who {
        return (200, provider::whoami(toolkit, &email, row.code));
    }
    if path.ends_with("/users/me/calendarList") {
        return (200, provider::calendars(&email));
    }
    if path.ends_with("/calendars/primary") {
        return (200, provider::calendar(&email));
    }
    if matches!(method, "GET" | "HEAD") {
        let text = format!("{path} is not simulated");
        return (
            404,
            json!({ "error": { "code": 404, "message": text, "status": "NOT_FOUND" } }),
        );
    }
    (
        200,
        json!({ "id": crate::dice::nano(row.code), "status": "ok" }),
    )
}
