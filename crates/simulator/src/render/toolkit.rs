//! Toolkits, as listed and as fetched.

use serde_json::{Value, json};

use super::Generation;
use crate::catalog::{self, Field, LATEST, Toolkit, VERSIONS, is_oauth, tools_of, triggers_of};
use crate::clock::{DAY, iso};
use crate::dice;

/// The day the catalogue says everything was made on.
const MADE: i64 = 1_704_067_200_000;

fn toolkit_id(toolkit: &Toolkit) -> String {
    dice::uuid(dice::of_text(toolkit.slug))
}

fn meta(toolkit: &Toolkit, category_key: &str) -> Value {
    let made = MADE + i64::try_from(dice::of_text(toolkit.slug) % 300).unwrap_or_default() * DAY;
    json!({
        "created_at": iso(made),
        "updated_at": iso(made + 400 * DAY),
        "description": toolkit.about,
        "logo": toolkit.logo(),
        "app_url": toolkit.base_url,
        "categories": [{ category_key: toolkit.category.0, "name": toolkit.category.1 }],
        "triggers_count": triggers_of(toolkit).count(),
        "tools_count": tools_of(toolkit).count(),
        "version": LATEST,
    })
}

/// A toolkit in a list.
pub(crate) fn toolkit_item(toolkit: &Toolkit, generation: Generation) -> Value {
    let mut out = json!({
        "slug": toolkit.slug,
        "name": toolkit.name,
        "auth_schemes": toolkit.schemes,
        "composio_managed_auth_schemes": toolkit.managed,
        "is_local_toolkit": false,
        "no_auth": toolkit.no_auth(),
        "deprecated": { "toolkitId": toolkit_id(toolkit) },
        "meta": meta(toolkit, "id"),
    });
    if let (Generation::V31, Some(map)) = (generation, out.as_object_mut()) {
        map.insert("type".into(), "native".into());
        map.insert("access".into(), "all".into());
        map.insert("auth_guide_url".into(), Value::Null);
    }
    out
}

/// One toolkit with what its connect forms need.
pub(crate) fn toolkit(toolkit: &Toolkit, generation: Generation) -> Value {
    let mut meta = meta(toolkit, "slug");
    if let Some(map) = meta.as_object_mut() {
        map.insert("available_versions".into(), json!(VERSIONS));
    }
    let details: Vec<Value> = toolkit
        .schemes
        .iter()
        .map(|scheme| detail(toolkit, scheme, generation))
        .collect();
    let mut out = json!({
        "slug": toolkit.slug,
        "name": toolkit.name,
        "enabled": true,
        "is_local_toolkit": false,
        "composio_managed_auth_schemes": toolkit.managed,
        "auth_config_details": details,
        "base_url": toolkit.base_url,
        "meta": meta,
        "deprecated": { "toolkitId": toolkit_id(toolkit), "rawProxyInfoByAuthSchemes": [] },
    });
    let Some(map) = out.as_object_mut() else {
        return out;
    };
    if !toolkit.whoami.is_empty() {
        map.insert("get_current_user_endpoint".into(), toolkit.whoami.into());
    }
    if generation == Generation::V31 {
        map.insert("type".into(), "native".into());
        map.insert("access".into(), "all".into());
        map.insert("composio_managed_auth".into(), managed(toolkit));
        if !toolkit.whoami.is_empty() {
            let method = toolkit.whoami_method;
            map.insert("get_current_user_endpoint_method".into(), method.into());
        }
    }
    out
}

fn managed(toolkit: &Toolkit) -> Value {
    let available: Vec<&str> = toolkit.scopes.iter().map(|scope| scope.name).collect();
    toolkit
        .managed
        .iter()
        .map(|mode| json!({ "mode": mode, "scopes": { "available": available } }))
        .collect()
}

fn detail(toolkit: &Toolkit, scheme: &str, generation: Generation) -> Value {
    let asked: Vec<Value> = toolkit.fields_for(scheme).into_iter().map(field).collect();
    let (needed, optional) = if is_oauth(scheme) {
        app_fields()
    } else {
        (vec![], vec![])
    };
    let mut out = json!({
        "mode": scheme,
        "name": format!("{}_{}", toolkit.slug, scheme.to_lowercase()),
        "fields": {
            "auth_config_creation": { "required": needed, "optional": optional },
            "connected_account_initiation": { "required": asked, "optional": [] },
        },
        "proxy": { "base_url": toolkit.base_url },
    });
    if let (Generation::V31, Some(map)) = (generation, out.as_object_mut()) {
        map.insert("required_scopes".into(), json!([]));
    }
    out
}

/// One field of a form.
pub(super) fn field(field: &Field) -> Value {
    json!({
        "name": field.name,
        "displayName": field.title,
        "type": "string",
        "description": format!("The {} of the account.", field.title.to_lowercase()),
        "required": field.required,
        "is_secret": field.secret,
        "user_visible": true,
    })
}

fn app_fields() -> (Vec<Value>, Vec<Value>) {
    let app = |name, title, secret, required| {
        field(&catalog::Field {
            name,
            title,
            secret,
            required,
        })
    };
    (
        vec![
            app("client_id", "Client id", false, true),
            app("client_secret", "Client secret", true, true),
        ],
        vec![app("scopes", "Scopes", false, false)],
    )
}
