//! The same log as older clients ask for it: `@composio/client` up to its
//! release candidates calls these paths. No document describes them, so the
//! shapes are those of that client's own types.

use serde_json::{Value, json};

use super::logs::within;
use crate::catalog;
use crate::http::{ApiError, Context, Outcome, Reply};
use crate::world::LogEntry;

const DEFAULT: usize = 20;
const MOST: usize = 1000;

/// What can be searched by: the name in a search, and the name to show.
const FIELDS: [(&str, &str); 5] = [
    ("actionKey", "Tool"),
    ("connectedAccountId", "Connected account"),
    ("entityId", "User"),
    ("status", "Status"),
    ("id", "Log"),
];

fn field<'a>(entry: &'a LogEntry, name: &str) -> Option<&'a str> {
    Some(match name {
        "actionKey" => &entry.tool,
        "connectedAccountId" => &entry.account,
        "entityId" => &entry.user,
        "id" => &entry.id,
        "status" => status(entry),
        _ => return None,
    })
}

fn status(entry: &LogEntry) -> &'static str {
    if entry.error.is_some() {
        "failed"
    } else {
        "success"
    }
}

fn app(entry: &LogEntry) -> (&'static str, Value) {
    let toolkit = catalog::tool(&entry.tool).and_then(|tool| catalog::toolkit(tool.toolkit));
    let (slug, name, icon) = toolkit.map_or(("", "", String::new()), |toolkit| {
        (toolkit.slug, toolkit.name, toolkit.logo())
    });
    (
        slug,
        json!({ "icon": icon, "name": name, "uniqueId": slug }),
    )
}

fn one(entry: &LogEntry) -> Value {
    let (slug, app) = app(entry);
    json!({
        "id": entry.id,
        "actionKey": entry.tool,
        "appKey": slug,
        "app": app,
        "connectedAccountId": entry.account,
        "entityId": entry.user,
        "status": status(entry),
        "executionTime": 0,
        "minimalResponse": entry.error.clone().unwrap_or_default(),
        "metadata": {},
        "createdAt": entry.at,
    })
}

/// One line of a search: how a field compares with a value.
struct Search {
    field: String,
    operation: String,
    value: String,
}

impl Search {
    fn read(line: &Value) -> Self {
        let text = |name: &str| {
            let found = line.get(name).and_then(Value::as_str);
            found.unwrap_or_default().to_owned()
        };
        Self {
            field: text("field"),
            operation: text("operation").to_lowercase(),
            value: text("value"),
        }
    }

    fn keeps(&self, entry: &LogEntry, exact_case: bool) -> bool {
        let Some(own) = field(entry, &self.field) else {
            return true;
        };
        let fold = |text: &str| {
            if exact_case {
                text.to_owned()
            } else {
                text.to_lowercase()
            }
        };
        let (own, value) = (fold(own), fold(&self.value));
        match self.operation.as_str() {
            "!=" | "not_equals" => own != value,
            "contains" => own.contains(&value),
            "not_contains" => !own.contains(&value),
            _ => own == value,
        }
    }
}

/// A whole number of a body, or why it is none.
fn whole(value: Option<&Value>, name: &str) -> Result<Option<usize>, ApiError> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(value) => {
            let whole = value.as_f64().filter(|n| (0.0..1e9).contains(n));
            // Clients send floats; the part after the point means nothing.
            let whole = whole.and_then(|n| format!("{:.0}", n.floor()).parse().ok());
            let wrong = || ApiError::invalid(400, vec![format!("{name}: Expected number")]);
            whole.map(Some).ok_or_else(wrong)
        }
    }
}

/// `POST /internal/action_execution/logs`
pub(super) fn list(ctx: &mut Context<'_>) -> Outcome {
    let body = ctx.call.fields()?;
    let limit = whole(body.0.get("limit"), "limit")?.unwrap_or(DEFAULT);
    let from = whole(body.0.get("cursor"), "cursor")?.unwrap_or_default();
    let exact_case = body.flag("case_sensitive")?.unwrap_or_default();
    let lines = body.0.get("search_params").and_then(Value::as_array);
    let searches: Vec<Search> = lines.into_iter().flatten().map(Search::read).collect();
    let edge = |name: &str| body.0.get(name).and_then(Value::as_f64);
    let rows: Vec<&LogEntry> = ctx
        .own()?
        .logs
        .iter()
        .filter(|entry| within(entry, edge("from"), edge("to")))
        .filter(|entry| searches.iter().all(|one| one.keeps(entry, exact_case)))
        .collect();
    let until = from.saturating_add(limit.clamp(1, MOST)).min(rows.len());
    let data: Vec<Value> = rows
        .get(from..until)
        .unwrap_or_default()
        .iter()
        .map(|entry| one(entry))
        .collect();
    let next = (until < rows.len()).then_some(until);
    Ok(Reply::ok(json!({ "data": data, "nextCursor": next })))
}

/// `GET /internal/action_execution/log/{id}`
pub(super) fn get(ctx: &mut Context<'_>) -> Outcome {
    let id = ctx.param(0);
    let entry = ctx
        .own()?
        .logs
        .iter()
        .find(|entry| entry.id == id)
        .ok_or_else(|| ApiError::not_found("Log_NotFound", format!("Log \"{id}\" not found")))?;
    let failed = entry.error.is_some();
    let error = entry
        .error
        .as_ref()
        .map_or_else(|| json!({}), |text| json!({ "message": text }));
    Ok(Reply::ok(json!({
        "actionLogId": entry.id,
        "actionId": entry.tool,
        "status": if failed { "error" } else { "success" },
        "app": app(entry).1,
        "version": "latest",
        "connection": { "id": entry.account, "entity": entry.user },
        "session": {},
        "executionMetadata": { "requestId": entry.request_id },
        "steps": [{
            "type": "tool_execution",
            "startTime": entry.at,
            "endTime": entry.at,
            "totalDuration": 0,
            "status": if failed { "failure" } else { "success" },
            "message": entry.error.clone().unwrap_or_default(),
        }],
        "payloadReceived": {},
        "startTime": entry.at,
        "endTime": entry.at,
        "totalDuration": "0ms",
        "response": entry.data,
        "error": error,
    })))
}

/// `GET /internal/action_execution/fields`
pub(super) fn fields(_: &mut Context<'_>) -> Outcome {
    let fields: Vec<Value> = FIELDS
        .iter()
        .map(|(id, name)| json!({ "id": id, "displayName": name, "type": "string" }))
        .collect();
    Ok(Reply::ok(
        json!({ "fields": { "action_execution": fields } }),
    ))
}
