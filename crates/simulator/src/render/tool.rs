//! Tools, kinds of trigger and triggers.

use serde_json::{Map, Value, json};

use super::Generation;
use crate::catalog::{self, Tool, Toolkit, TriggerType, VERSIONS};
use crate::clock::iso;
use crate::dice::{mix, uuid};
use crate::world::{Account, Project, Trigger};

/// One tool at a version.
pub(crate) fn tool(tool: &Tool, version: &str, generation: Generation) -> Option<Value> {
    let toolkit = catalog::toolkit(tool.toolkit)?;
    let needs: Vec<&str> = toolkit
        .scopes
        .iter()
        .take(1)
        .map(|scope| scope.name)
        .collect();
    let tags = if tool.important {
        vec!["important"]
    } else {
        vec!["readOnlyHint"]
    };
    let mut out = json!({
        "slug": tool.slug,
        "name": tool.name,
        "description": tool.about,
        "toolkit": { "slug": toolkit.slug, "name": toolkit.name, "logo": toolkit.logo() },
        "input_parameters": input(tool),
        "output_parameters": output(),
        "no_auth": toolkit.no_auth(),
        "version": version,
        "available_versions": VERSIONS,
        "scopes": needs,
        "tags": tags,
        "is_deprecated": false,
        "deprecated": {
            "displayName": tool.name,
            "version": version,
            "available_versions": VERSIONS,
            "is_deprecated": false,
            "toolkit": { "logo": toolkit.logo() },
        },
    });
    if let (Generation::V31, Some(map)) = (generation, out.as_object_mut()) {
        map.insert("scope_requirements".into(), json!({ "all_of": needs }));
        map.insert("human_description".into(), tool.about.into());
    }
    Some(out)
}

fn input(tool: &Tool) -> Value {
    let properties: Map<String, Value> = tool
        .args
        .iter()
        .map(|arg| {
            let shape = json!({ "type": arg.kind, "title": arg.name, "description": arg.about });
            (arg.name.to_owned(), shape)
        })
        .collect();
    let required: Vec<&str> = tool
        .args
        .iter()
        .filter(|arg| arg.required)
        .map(|arg| arg.name)
        .collect();
    let title = format!("{} request", tool.name);
    json!({ "type": "object", "title": title, "properties": properties, "required": required })
}

fn output() -> Value {
    json!({
        "type": "object",
        "title": "Tool output",
        "properties": {
            "data": { "type": "object", "description": "What the tool answered." },
            "error": { "type": "string", "nullable": true, "description": "What went wrong." },
            "successful": { "type": "boolean", "description": "Whether it worked." },
        },
        "required": ["data", "successful"],
    })
}

/// One kind of trigger.
pub(crate) fn trigger_type(kind: &TriggerType, generation: Generation) -> Value {
    let toolkit: Option<&Toolkit> = catalog::toolkit(kind.toolkit);
    let way = if kind.poll { "poll" } else { "webhook" };
    let mut properties = Map::new();
    if !kind.needs.is_empty() {
        properties.insert(
            kind.needs.into(),
            json!({ "type": "string", "title": kind.needs }),
        );
    }
    let required: Vec<&str> = properties.keys().map(String::as_str).collect();
    let mut out = json!({
        "slug": kind.slug,
        "name": kind.name,
        "description": kind.about,
        "instructions": "",
        "type": way,
        "toolkit": {
            "slug": kind.toolkit,
            "name": toolkit.map_or(kind.toolkit, |toolkit| toolkit.name),
            "logo": toolkit.map(Toolkit::logo).unwrap_or_default(),
        },
        "config": { "type": "object", "properties": properties, "required": required },
        "payload": { "type": "object", "properties": { "id": { "type": "string" } } },
        "version": catalog::LATEST,
    });
    if let (Generation::V31, Some(map)) = (generation, out.as_object_mut()) {
        map.insert("types".into(), json!([way]));
        map.insert("requires_webhook_endpoint_setup".into(), false.into());
    }
    out
}

/// One trigger, with the camel-case twins that the schema still requires.
pub(crate) fn trigger(
    project: &Project,
    trigger: &Trigger,
    row: &Account,
    generation: Generation,
) -> Value {
    let (account, updated) = (row.id(), iso(trigger.updated));
    let disabled = trigger.disabled.map(iso);
    let mut out = json!({
        "id": trigger.id(),
        "uuid": uuid(trigger.code),
        "connected_account_id": account,
        "connectedAccountId": account,
        "connected_account_uuid": uuid(mix(row.code, 0)),
        "user_id": project.accounts.user(row),
        "trigger_name": trigger.slug,
        "triggerName": trigger.slug,
        "trigger_config": trigger.config,
        "triggerConfig": trigger.config,
        "state": {},
        "updated_at": updated,
        "updatedAt": updated,
        "disabled_at": disabled,
        "disabledAt": disabled,
        "deprecated": { "createdAt": iso(trigger.created) },
    });
    if let (Generation::V31, Some(map)) = (generation, out.as_object_mut()) {
        map.insert("version".into(), catalog::LATEST.into());
        map.insert("egress_url".into(), Value::Null);
    }
    out
}
