//! `/_sim`: how tests look behind the pages and move time. Exists only when
//! asked for.

use serde_json::{Map, Value, json};

use crate::churn::{Churn, churn};
use crate::clock::{iso, parse_iso};
use crate::config::parse_duration;
use crate::consent::way_back;
use crate::faults::Fault;
use crate::http::{ApiError, Call, Reply};
use crate::sabotage::{from_body, sabotage};
use crate::server::{Shared, State};
use crate::world::{Account, Entry, Health, Link, Project, Status, Verdict, World};

/// The customer's decision about a pending account.
#[derive(Debug, Clone, Default)]
pub struct Decision {
    /// Allow, or cancel.
    pub allow: bool,
    /// E-mail of the account they sign in with; absent picks one.
    pub account: Option<String>,
    /// Scopes they leave ticked; absent is all.
    pub granted_scopes: Option<Vec<String>>,
}

/// Answers a control call.
pub(crate) fn answer(shared: &Shared, call: &Call) -> Reply {
    let parts = Call::decode_segments(&call.path);
    let parts: Vec<&str> = parts.iter().skip(1).map(String::as_str).collect();
    let mut state = shared.lock();
    // A web page that a person happens to have open must not reach in here.
    let foreign = |origin: &str| origin != state.world.base_url;
    if call.header("origin").is_some_and(foreign) {
        return Reply::json(403, json!({ "message": "Not for web pages" }));
    }
    state.world.settle();
    let outcome = match (call.method.as_str(), parts.as_slice()) {
        ("GET", ["state"]) => Ok(describe(&state.world)),
        ("GET", ["accounts"]) => Ok(json!({ "accounts": ever(&state.world) })),
        ("POST", ["consent", id]) => {
            read_decision(call).and_then(|decision| consent(&mut state.world, id, &decision))
        }
        ("POST", ["faults"]) => read_faults(call)
            .and_then(|faults| state.faults.add(faults).map_err(|error| error.to_string()))
            .map(|()| json!({ "ok": true })),
        ("DELETE", ["faults"]) => {
            state.faults.clear();
            Ok(json!({ "ok": true }))
        }
        ("POST", ["clock"]) => clock(&mut state.world, call),
        ("GET", ["clock"]) => Ok(clock_now(&state.world)),
        ("GET", ["requests"]) => Ok(json!({ "requests": state.log.all() })),
        ("DELETE", ["requests"]) => {
            state.log.clear();
            Ok(json!({ "ok": true }))
        }
        ("POST", ["sabotage"]) => body(call).and_then(from_body).map(|all| {
            let done = all
                .into_iter()
                .map(|one| sabotage(&mut state.world, &one))
                .filter(|d| *d);
            json!({ "ok": true, "changed": done.count() })
        }),
        ("POST", ["load"]) => load(&mut state, call),
        ("POST", ["churn"]) => churned(&mut state.world, call),
        _ => return Reply::json(404, json!({ "message": "No such control route" })),
    };
    match outcome {
        Ok(value) => Reply::ok(value),
        Err(message) => Reply::json(400, json!({ "message": message })),
    }
}

fn body(call: &Call) -> Result<Map<String, Value>, String> {
    call.fields()
        .map(|fields| fields.0)
        .map_err(|error: ApiError| error.message)
}

/// What a test needs to know.
pub(crate) fn describe(world: &World) -> Value {
    let main = world.projects.first();
    let projects: Vec<Value> = world
        .projects
        .iter()
        .filter(|p| !p.deleted)
        .map(project)
        .collect();
    json!({
        "base_url": world.base_url,
        "api_key": main.map(Project::key),
        "second_api_key": world.projects.get(1).map(Project::key),
        "org_api_key": world.org.org_key,
        "user_api_key": world.org.user_key,
        "org_id": world.org.id,
        "projects": projects,
        "auth_configs": main.map(configs),
        "settings": main.map(|project| &project.settings),
        "accounts": main.map(accounts),
        "counts": main.map(counts),
        "clock": clock_now(world),
    })
}

fn project(project: &Project) -> Value {
    json!({ "id": project.id(), "name": project.name, "api_key": project.key() })
}

fn configs(project: &Project) -> Vec<Value> {
    let enabled = project
        .configs
        .iter()
        .filter(|config| config.enabled && !config.deleted);
    enabled
        .map(|config| {
            json!({
                "id": config.id(),
                "toolkit": config.toolkit.slug,
                "is_composio_managed": config.managed,
                "auth_scheme": config.scheme,
                "name": config.name,
            })
        })
        .collect()
}

/// A few accounts of each status.
fn accounts(project: &Project) -> Vec<Value> {
    let brief = |row: &Account| {
        json!({
            "id": row.id(),
            "status": row.status.word(),
            "user_id": project.accounts.user(row),
            "toolkit": project.config_of(row).map(|config| config.toolkit.slug),
            "account_type": crate::render::account_type(row),
        })
    };
    let of = |status| {
        project
            .accounts
            .iter()
            .filter(move |(_, row)| row.status == status)
            .take(5)
    };
    Status::ALL
        .into_iter()
        .flat_map(of)
        .map(|(_, row)| brief(row))
        .collect()
}

/// Every account there ever was in the main project, oldest first.
pub(crate) fn ever(world: &World) -> Vec<Value> {
    let Some(project) = world.projects.first() else {
        return Vec::new();
    };
    let whole = |row: &Account| {
        json!({
            "id": row.id(),
            "user_id": project.accounts.user(row),
            "auth_config_id": project.config_of(row).map(crate::world::AuthConfig::id),
            "toolkit": project.config_of(row).map(|config| config.toolkit.slug),
            "status": row.status.word(),
            "alias": row.alias(),
            "deleted": row.deleted,
            "connected": row.connected,
            "withdrawn": row.health == Health::GrantDead,
            "created_ms": row.created,
            "callback_url": row.extra.as_ref().and_then(|extra| extra.callback_url.as_deref()),
        })
    };
    project.accounts.ever().iter().map(whole).collect()
}

fn counts(project: &Project) -> Map<String, Value> {
    let of = |status| {
        project
            .accounts
            .iter()
            .filter(|(_, row)| row.status == status)
            .count()
    };
    Status::ALL
        .into_iter()
        .map(|status| (status.word().to_owned(), of(status).into()))
        .collect()
}

fn clock_now(world: &World) -> Value {
    json!({ "now": iso(world.now()), "offset_ms": world.clock.offset_ms() })
}

fn clock(world: &mut World, call: &Call) -> Result<Value, String> {
    let body = body(call)?;
    for (name, value) in &body {
        match (name.as_str(), value) {
            ("advance_ms", Value::Number(ms)) => {
                world
                    .clock
                    .advance(ms.as_i64().ok_or("advance_ms: Expected whole number")?);
            }
            ("advance_s" | "advance_seconds", Value::Number(s)) => {
                world
                    .clock
                    .advance(s.as_i64().ok_or("advance_s: Expected whole number")? * 1000);
            }
            ("advance", Value::String(span)) => {
                let span = parse_duration(span)?.as_millis();
                world
                    .clock
                    .advance(i64::try_from(span).map_err(|error| error.to_string())?);
            }
            ("set", Value::String(time)) => {
                world
                    .clock
                    .set(parse_iso(time).ok_or("set: Expected a time like 2026-05-18T09:15:30Z")?);
            }
            ("reset", Value::Bool(true)) => world.clock.reset(),
            _ => {
                return Err(format!(
                    "`{name}` is none of advance_ms, advance_s, advance, set, reset"
                ));
            }
        }
    }
    world.settle();
    Ok(clock_now(world))
}

fn churned(world: &mut World, call: &Call) -> Result<Value, String> {
    let body = body(call)?;
    let count = |name: &str| match body.get(name) {
        None => Ok(0),
        Some(value) => value
            .as_u64()
            .and_then(|n| usize::try_from(n).ok())
            .ok_or_else(|| format!("{name}: Expected a number")),
    };
    let wanted = Churn {
        create: count("create")?,
        update: count("update")?,
        delete: count("delete")?,
    };
    let done = churn(world, wanted);
    Ok(json!({ "created": done.create, "updated": done.update, "deleted": done.delete }))
}

fn load(state: &mut State, call: &Call) -> Result<Value, String> {
    let requests = body(call)?.get("requests").and_then(Value::as_u64);
    let requests = requests
        .and_then(|n| u32::try_from(n).ok())
        .ok_or("requests: Expected number")?;
    let now = state.world.now();
    state.limiter.spend(now, requests);
    Ok(json!({ "remaining": state.limiter.look(now).remaining }))
}

fn read_faults(call: &Call) -> Result<Vec<Fault>, String> {
    let value: Value = serde_json::from_slice(&call.body).map_err(|error| error.to_string())?;
    let list = match value {
        Value::Array(list) => list,
        Value::Object(mut map) => match map.remove("faults") {
            Some(Value::Array(list)) => list,
            Some(_) => return Err("faults: Expected array".to_owned()),
            None => vec![Value::Object(map)],
        },
        _ => return Err("Expected a fault or a list of faults".to_owned()),
    };
    list.into_iter()
        .map(|fault| serde_json::from_value(fault).map_err(|error| error.to_string()))
        .collect()
}

fn read_decision(call: &Call) -> Result<Decision, String> {
    let body = body(call)?;
    let allow = match body.get("decision").and_then(Value::as_str) {
        Some("allow") => true,
        Some("deny") => false,
        _ => return Err("decision: Expected allow or deny".to_owned()),
    };
    let scopes = body.get("granted_scopes").and_then(Value::as_array);
    let scopes = scopes.map(|list| {
        list.iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    });
    let account = body
        .get("account")
        .and_then(Value::as_str)
        .map(str::to_owned);
    Ok(Decision {
        allow,
        account,
        granted_scopes: scopes,
    })
}

pub(crate) fn locate(world: &World, id: &str) -> Option<(usize, u32)> {
    let mut projects = world.projects.iter().enumerate();
    projects.find_map(|(at, project)| project.accounts.find(id).map(|account| (at, account)))
}

/// Decides as the customer would, without a browser. Answers the status and
/// where the browser would have gone.
pub(crate) fn consent(world: &mut World, id: &str, decision: &Decision) -> Result<Value, String> {
    let (project, account) = locate(world, id).ok_or_else(|| format!("No account {id}"))?;
    let verdict = Verdict {
        allow: decision.allow,
        account: decision.account.clone(),
        scopes: decision.granted_scopes.clone(),
        val: Map::new(),
    };
    if !world.decide(project, account, verdict) {
        return Err(format!("Account {id} is not waiting for consent"));
    }
    let mut of_account: Vec<&mut Link> = world
        .links
        .values_mut()
        .filter(|link| link.project == project && link.account == account && !link.used)
        .collect();
    of_account.iter_mut().for_each(|link| link.used = true);
    let link = of_account
        .iter()
        .max_by_key(|link| link.expires_at)
        .map(|link| (**link).clone())
        .unwrap_or(Link {
            project,
            account,
            entry: Entry::Link,
            expires_at: 0,
            used: true,
            short: String::new(),
        });
    let back = way_back(world, &link, decision.allow);
    let status = if decision.allow {
        Status::Active
    } else {
        Status::Failed
    };
    Ok(json!({ "connected_account_id": id, "status": status.word(), "redirect_url": back }))
}
