//! `POST /tools/execute/{tool_slug}`

use serde_json::{Map, Value, json};

use crate::catalog::{self, Answer, Tool, Toolkit};
use crate::dice::nano;
use crate::http::{ApiError, Context, Fields, Outcome, Reply};
use crate::provider::{self, Refusal};
use crate::world::{Account, Health, LogEntry, Project, Status};

/// Runs a tool. That the tool fails is no HTTP error.
pub(super) fn execute(ctx: &mut Context<'_>) -> Outcome {
    let slug = ctx.param(0);
    let tool = catalog::tool(slug).ok_or_else(|| no_tool(slug))?;
    let toolkit = catalog::toolkit(tool.toolkit).ok_or_else(|| no_tool(slug))?;
    let body = ctx.call.fields()?;
    let arguments = body.object("arguments")?;
    if arguments.is_some() && body.text("text")?.is_some() {
        return Err(ApiError::bad("Send either arguments or text, not both"));
    }
    check_version(&body)?;
    let arguments = arguments.unwrap_or_default();
    let missing: Vec<&str> = tool
        .args
        .iter()
        .filter(|arg| arg.required && !arguments.has(arg.name) && !body.has("text"))
        .map(|arg| arg.name)
        .collect();
    let account = if toolkit.no_auth() || body.has("custom_connection_data") {
        None
    } else {
        Some(usable(ctx, &body, toolkit)?)
    };
    let outcome = if missing.is_empty() {
        run(ctx, tool, toolkit, account, &arguments)
    } else {
        let fields = missing.join("', '");
        let error = format!(
            "Invalid request data provided\n- Following fields are missing: {{'{fields}'}}"
        );
        Err((json!({}), error))
    };
    let (data, error) = match outcome {
        Ok(data) => (data, None),
        Err((data, error)) => (data, Some(error)),
    };
    let log_id = log(ctx, tool.slug, account, error.as_ref(), &data)?;
    Ok(Reply::ok(json!({
        "data": data,
        "error": error,
        "successful": error.is_none(),
        "log_id": log_id,
    })))
}

fn check_version(body: &Fields) -> Result<(), ApiError> {
    match body.text("version")?.as_deref() {
        None | Some("latest") => Ok(()),
        Some(version) if catalog::VERSIONS.contains(&version) => Ok(()),
        Some(version) => Err(ApiError::not_found(
            "Tool_VersionNotFound",
            format!("Toolkit version \"{version}\" not found"),
        )),
    }
}

pub(super) fn no_tool(slug: &str) -> ApiError {
    ApiError::not_found("Tool_ToolNotFound", format!("Tool {slug} not found"))
        .fix("List the tools of the toolkit and use one of their slugs.")
}

/// The account to work with, or why there is none.
pub(super) fn usable(ctx: &Context<'_>, body: &Fields, toolkit: &Toolkit) -> Result<u32, ApiError> {
    let user = body
        .text("user_id")?
        .or(body.text("entity_id")?)
        .filter(|user| !user.is_empty());
    let id = body
        .text("connected_account_id")?
        .filter(|id| !id.is_empty());
    let project = ctx.own()?;
    let Some(id) = id else {
        let user = user.ok_or_else(|| {
            ApiError::new(
                400,
                1811,
                "ActionExecute_ConnectedAccountEntityIdRequired",
                "Either connected_account_id or user_id is required",
            )
        })?;
        return newest(project, &user, toolkit).ok_or_else(|| not_connected(&user, toolkit));
    };
    let at = project.accounts.find(&id).ok_or_else(|| {
        ApiError::new(
            404,
            1810,
            "ActionExecute_ConnectedAccountNotFound",
            format!("Connected account \"{id}\" not found"),
        )
    })?;
    let row = project
        .accounts
        .get(at)
        .ok_or_else(|| ApiError::no_account(&id))?;
    let user = user.ok_or_else(|| {
        ApiError::new(
            400,
            1811,
            "ActionExecute_ConnectedAccountEntityIdRequired",
            "user_id is required when connected_account_id is given",
        )
    })?;
    if !may_use(project, row, &user) {
        return Err(not_theirs(&id, &user));
    }
    if project.config_of(row).map(|config| config.toolkit.slug) != Some(toolkit.slug) {
        let message = format!(
            "Connected account \"{id}\" is not a {} account",
            toolkit.slug
        );
        return Err(ApiError::bad(message));
    }
    ready(project, row).map(|()| at)
}

/// Whether the account can be worked with at all.
pub(super) fn ready(project: &Project, row: &Account) -> Result<(), ApiError> {
    let id = row.id();
    let lax = project.inactive_works && row.status == Status::Inactive;
    if row.status != Status::Active && !lax {
        let message = format!(
            "Connected account \"{id}\" is {}, not ACTIVE",
            row.status.word()
        );
        let (code, slug) = if row.status == Status::Expired {
            (1820, "ActionExecute_ConnectedAccountExpired")
        } else {
            (1821, "ActionExecute_ConnectedAccountNotActive")
        };
        return Err(ApiError::new(422, code, slug, message)
            .fix("Connect the account again with POST /api/v3/connected_accounts/link."));
    }
    if project
        .config_of(row)
        .is_none_or(|config| !config.enabled || config.deleted)
    {
        let message = format!("The auth config of connected account \"{id}\" is disabled");
        return Err(ApiError::new(
            400,
            1822,
            "ActionExecute_AuthConfigDisabled",
            message,
        ));
    }
    match row.health {
        Health::OtherUser => Err(not_theirs(&id, project.accounts.user(row))),
        Health::KeyLimited => Err(ApiError::new(
            403,
            10_403,
            "HTTP_Forbidden",
            "This API key is not allowed to run tools of this toolkit",
        )),
        _ => Ok(()),
    }
}

/// Somebody else's account.
pub(super) fn not_theirs(id: &str, user: &str) -> ApiError {
    ApiError::new(
        400,
        1812,
        "ActionExecute_ConnectedAccountEntityIdMismatch",
        format!("Connected account \"{id}\" does not belong to user \"{user}\""),
    )
}

/// Owners may; with a shared account, everyone its list allows.
pub(super) fn may_use(project: &Project, row: &Account, user: &str) -> bool {
    if project.accounts.user(row) == user {
        return true;
    }
    let acl = row.extra.as_ref().and_then(|extra| extra.acl.as_ref());
    let named = |list: &str| {
        acl.and_then(|acl| acl.get(list))
            .and_then(Value::as_array)
            .is_some_and(|users| users.iter().any(|known| known.as_str() == Some(user)))
    };
    let everyone = acl.and_then(|acl| acl.get("allow_all_users")) == Some(&Value::Bool(true));
    row.shared && !named("not_allowed_user_ids") && (everyone || named("allowed_user_ids"))
}

fn newest(project: &Project, user: &str, toolkit: &Toolkit) -> Option<u32> {
    let user = project.accounts.user_number(user)?;
    project
        .accounts
        .iter()
        .filter(|(_, row)| row.user == user && ready(project, row).is_ok())
        .filter(|(_, row)| {
            project
                .config_of(row)
                .is_some_and(|c| c.toolkit.slug == toolkit.slug)
        })
        .max_by_key(|(_, row)| row.created)
        .map(|(at, _)| at)
}

fn not_connected(user: &str, toolkit: &Toolkit) -> ApiError {
    ApiError::new(
        404,
        1810,
        "ActionExecute_ConnectedAccountNotFound",
        format!(
            "No connected account found for user \"{user}\" and toolkit \"{}\"",
            toolkit.slug
        ),
    )
}

type Failed = (Value, String);

fn run(
    ctx: &mut Context<'_>,
    tool: &Tool,
    toolkit: &Toolkit,
    account: Option<u32>,
    arguments: &Fields,
) -> Result<Value, Failed> {
    let Some(at) = account else {
        return Ok(rows(tool, 7));
    };
    let outage = ctx.world.weather.provider_outage;
    let project = ctx.own().map_err(|error| (json!({}), error.message))?;
    let Some(row) = project.accounts.get(at) else {
        return Ok(json!({}));
    };
    if let Some(refusal) = provider::refusal(row.health, outage, toolkit) {
        if !outage {
            ctx.world.note_failure(ctx.project, at);
        }
        return Err(failed(&refusal, toolkit));
    }
    let email = project.email_of(row);
    Ok(match tool.answer {
        Answer::Whoami => provider::whoami(toolkit, &email, row.code),
        Answer::Calendars => provider::calendars(&email),
        Answer::Calendar => match arguments.text("calendar_id").ok().flatten().as_deref() {
            None | Some("primary") => provider::calendar(&email),
            Some(id) if id == email => provider::calendar(&email),
            Some(_) => return Err(unknown_calendar()),
        },
        Answer::Rows(_) => rows(tool, row.code),
        Answer::Done => json!({ "id": nano(row.code), "status": "ok" }),
    })
}

fn unknown_calendar() -> Failed {
    let data = json!({
        "http_error": "404 Client Error: Not Found", "status_code": 404, "message": "Not Found",
    });
    (data, "404 Client Error: Not Found".to_owned())
}

fn failed(refusal: &Refusal, toolkit: &Toolkit) -> Failed {
    let side = if refusal.status >= 500 {
        "Server"
    } else {
        "Client"
    };
    let url = format!("{}{}", toolkit.base_url, toolkit.whoami);
    let http = if refusal.status < 400 {
        refusal.error.clone()
    } else {
        format!("{} {side} Error for url: {url}", refusal.status)
    };
    let data = json!({
        "http_error": http, "status_code": refusal.status, "message": refusal.body.to_string(),
    });
    (data, format!("{http}: {}", refusal.error))
}

/// A few invented rows.
fn rows(tool: &Tool, code: u64) -> Value {
    let Answer::Rows(name) = tool.answer else {
        return json!({});
    };
    let row = |at: u64| json!({ "id": nano(crate::dice::mix(code, 70 + at)), "title": format!("Sample {at}") });
    let mut map = Map::new();
    map.insert(name.to_owned(), (1..=3).map(row).collect());
    Value::Object(map)
}

fn log(
    ctx: &mut Context<'_>,
    tool: &str,
    account: Option<u32>,
    error: Option<&String>,
    data: &Value,
) -> Result<String, ApiError> {
    let (id, at) = (format!("log_{}", nano(ctx.world.fresh())), ctx.world.now());
    let request_id = ctx.call.request_id.clone();
    let project = ctx.own_mut()?;
    let row = account.and_then(|account| project.accounts.get(account));
    let stored = project.settings.get("log_visibility_setting") != Some(&json!("dont_store_data"));
    let entry = LogEntry {
        id: id.clone(),
        at,
        tool: tool.to_owned(),
        account: row.map(Account::id).unwrap_or_default(),
        user: row
            .map(|row| project.accounts.user(row).to_owned())
            .unwrap_or_default(),
        error: error.cloned(),
        request_id,
        data: if stored { data.clone() } else { json!({}) },
    };
    project.write_log(entry);
    Ok(id)
}
