//! An auth config. Client ids stay readable; secrets never do.

use serde_json::{Map, Value, json};

use super::Generation;
use super::mask::four;
use crate::clock::iso;
use crate::dice::uuid;
use crate::world::{AuthConfig, Org};

/// One auth config.
pub(crate) fn auth_config(
    config: &AuthConfig,
    org: &Org,
    generation: Generation,
    connections: usize,
) -> Value {
    let mut out = json!({
        "id": config.id(),
        "uuid": uuid(config.code),
        "type": if config.managed { "default" } else { "custom" },
        "toolkit": { "slug": config.toolkit.slug, "logo": config.toolkit.logo() },
        "name": config.name,
        "auth_scheme": config.scheme,
        "is_composio_managed": config.managed,
        "credentials": credentials(config),
        "status": if config.enabled { "ENABLED" } else { "DISABLED" },
        "created_by": org.member_id,
        "created_at": iso(config.created),
        "last_updated_at": iso(config.updated),
        "no_of_connections": connections,
        "expected_input_fields": fields(config),
        "tool_access_config": {
            "tools_for_connected_account_creation": config.creation_tools,
            "tools_available_for_execution": config.execution_tools,
        },
    });
    let Some(map) = out.as_object_mut() else {
        return out;
    };
    if !config.restricted_tools.is_empty() {
        map.insert(
            "restrict_to_following_tools".into(),
            config.restricted_tools.clone().into(),
        );
    }
    if let Some(proxy) = &config.proxy_config {
        map.insert("proxy_config".into(), hidden_proxy(proxy));
    }
    let shared: Map<String, Value> = config.shared_fields.iter().map(hidden).collect();
    match generation {
        Generation::V3 => {
            map.insert("shared_credentials".into(), shared.into());
            map.insert(
                "deprecated_params".into(),
                json!({ "default_connector_id": null }),
            );
        }
        Generation::V31 => {
            map.insert("shared_connection_fields".into(), shared.into());
            map.insert(
                "is_enabled_for_tool_router".into(),
                config.tool_router.into(),
            );
        }
    }
    out
}

fn credentials(config: &AuthConfig) -> Map<String, Value> {
    config
        .credentials
        .iter()
        .filter(|(name, _)| !config.managed || name.ends_with("scopes"))
        .map(hidden)
        .collect()
}

fn hidden((name, value): (&String, &Value)) -> (String, Value) {
    let open = ["client_id", "consumer_key", "scopes", "user_scopes"].contains(&name.as_str());
    match value {
        Value::String(text) if !open => (name.clone(), four(text).into()),
        other => (name.clone(), other.clone()),
    }
}

fn hidden_proxy(proxy: &Value) -> Value {
    let Some(map) = proxy.as_object() else {
        return proxy.clone();
    };
    map.iter()
        .map(|(name, value)| {
            if name == "proxy_url" {
                (name.clone(), value.clone())
            } else {
                hidden((name, value))
            }
        })
        .collect::<Map<_, _>>()
        .into()
}

/// What a connect form for this config would ask for.
fn fields(config: &AuthConfig) -> Vec<Value> {
    let asked = config.toolkit.fields_for(config.scheme);
    asked.into_iter().map(super::toolkit::field).collect()
}
