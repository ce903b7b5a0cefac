//! Tool calls, for the support view.

use serde_json::{Value, json};

use crate::clock::iso;
use crate::http::{ApiError, Context, Outcome, Reply, Window};
use crate::world::LogEntry;

fn one(entry: &LogEntry) -> Value {
    let failed = entry.error.is_some();
    json!({
        "id": entry.id,
        "timestamp": iso(entry.at),
        "type": "tool_execution",
        "status": if failed { "failed" } else { "success" },
        "level": if failed { "error" } else { "info" },
        "message": entry.error,
        "metadata": {
            "credential_source": "connected_account",
            "tool_slug": entry.tool,
            "connected_account_id": entry.account,
            "user_id": entry.user,
        },
        "metrics": {},
    })
}

/// What a filter's field means on an entry.
fn field<'a>(entry: &'a LogEntry, name: &str) -> Option<&'a str> {
    Some(match name {
        "tool_slug" | "tool" | "action" => &entry.tool,
        "connected_account_id" => &entry.account,
        "user_id" => &entry.user,
        "id" | "log_id" => &entry.id,
        "status" => {
            if entry.error.is_some() {
                "failed"
            } else {
                "success"
            }
        }
        _ => return None,
    })
}

fn keeps(entry: &LogEntry, filter: &Value) -> bool {
    let text = |name: &str| filter.get(name).and_then(Value::as_str).unwrap_or_default();
    let Some(own) = field(entry, text("field")) else {
        return true;
    };
    let value = text("value");
    match text("operator") {
        "!=" => own != value,
        "contains" => own.contains(value),
        "not_contains" => !own.contains(value),
        _ => own == value,
    }
}

/// Whether an entry lies between two times of a caller's.
pub(super) fn within(entry: &LogEntry, from: Option<f64>, to: Option<f64>) -> bool {
    #[expect(clippy::cast_precision_loss, reason = "times fit into 53 bits")]
    let at = entry.at as f64;
    // Seconds and milliseconds are both seen; no log is older than 2001.
    let ms = |edge: f64| if edge < 1e12 { edge * 1000.0 } else { edge };
    from.is_none_or(|from| at >= ms(from)) && to.is_none_or(|to| at <= ms(to))
}

/// `POST /logs/tool_execution`
pub(super) fn list(ctx: &mut Context<'_>) -> Outcome {
    let body = ctx.call.fields()?;
    let limit = body
        .0
        .get("limit")
        .and_then(Value::as_f64)
        .map(|limit| limit.to_string());
    let cursor = body.text("cursor")?;
    let window = Window::read(limit.as_deref(), cursor.as_deref(), 1000)?;
    let filters = body
        .0
        .get("filters")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let range = body.object("time_range")?.unwrap_or_default();
    let edge = |name: &str| range.0.get(name).and_then(Value::as_f64);
    let rows: Vec<&LogEntry> = ctx
        .own()?
        .logs
        .iter()
        .filter(|entry| within(entry, edge("from"), edge("to")))
        .filter(|entry| filters.iter().all(|filter| keeps(entry, filter)))
        .collect();
    let items: Vec<Value> = window.slice(&rows).iter().map(|entry| one(entry)).collect();
    Ok(Reply::ok(window.wrap("logs", &items, rows.len())))
}

/// `GET /logs/tool_execution/{id}`
pub(super) fn get(ctx: &mut Context<'_>) -> Outcome {
    let id = ctx.param(0);
    let entry = ctx
        .own()?
        .logs
        .iter()
        .find(|entry| entry.id == id)
        .ok_or_else(|| ApiError::not_found("Log_NotFound", format!("Log \"{id}\" not found")))?;
    let mut out = one(entry);
    if let Some(map) = out.as_object_mut() {
        map.insert("data".into(), entry.data.clone());
        map.insert("context".into(), json!({ "request_id": entry.request_id }));
        map.insert("source".into(), json!({ "host": "127.0.0.1" }));
        map.insert(
            "timings".into(),
            json!({ "start_time": entry.at, "end_time": entry.at }),
        );
    }
    Ok(Reply::ok(out))
}
