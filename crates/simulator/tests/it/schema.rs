//! The OpenAPI documents as a judge of answers.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

use jsonschema::Validator;
use serde_json::{Map, Value, json};

const V3: &str = include_str!("../../openapi/openapi-v3.json");
const V31: &str = include_str!("../../openapi/openapi-v3.1.json");

/// Both documents, made into plain JSON Schema.
fn documents() -> &'static [(&'static str, Value); 2] {
    static DOCUMENTS: OnceLock<[(&str, Value); 2]> = OnceLock::new();
    DOCUMENTS.get_or_init(|| {
        let mut v3: Value = serde_json::from_str(V3).unwrap();
        let v31: Value = serde_json::from_str(V31).unwrap();
        plain(&mut v3);
        add_revoked(&mut v3);
        // The longer prefix first, since the shorter one begins it.
        [("/api/v3.1", v31), ("/api/v3", v3)]
    })
}

/// The document under whose prefix a path lies.
fn document_of(path: &str) -> Option<&'static (&'static str, Value)> {
    documents().iter().find(|(prefix, _)| {
        path.strip_prefix(prefix)
            .is_some_and(|rest| rest.starts_with('/'))
    })
}

/// OpenAPI 3.0 writes "or null" in its own way.
fn plain(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(plain),
        Value::Object(map) => {
            map.values_mut().for_each(plain);
            if map.remove("nullable") == Some(Value::Bool(true)) {
                let own = std::mem::take(map);
                map.insert("anyOf".into(), json!([own, { "type": "null" }]));
            }
        }
        _ => {}
    }
}

/// The v3 document is of January 2026. REVOKED came in May, under both
/// prefixes, so it is added here, and nothing else is.
fn add_revoked(document: &mut Value) {
    fn widen(value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(widen),
            Value::Object(map) => {
                if let Some(Value::Array(words)) = map.get_mut("enum")
                    && words.len() == 6
                    && words.contains(&json!("INITIALIZING"))
                {
                    words.push(json!("REVOKED"));
                }
                map.values_mut().for_each(widen);
            }
            _ => {}
        }
    }
    widen(document);
    let schemas = document["components"]["schemas"].as_object_mut().unwrap();
    let revoked = json!({
        "type": "object",
        "required": ["status"],
        "properties": { "status": { "enum": ["REVOKED"] }, "revoked_at": { "type": "string" } },
    });
    schemas["StateVal_2"]["oneOf"]
        .as_array_mut()
        .unwrap()
        .push(revoked);
}

/// The path template and its operation that a call means.
fn operation<'a>(document: &'a Value, method: &str, path: &str) -> Option<(&'a str, &'a Value)> {
    let parts: Vec<&str> = path.split('/').collect();
    let mut found: Vec<(usize, &str, &Value)> = document["paths"]
        .as_object()?
        .iter()
        .filter_map(|(template, methods)| {
            let wanted: Vec<&str> = template.split('/').collect();
            let fits = wanted.len() == parts.len()
                && wanted
                    .iter()
                    .zip(&parts)
                    .all(|(w, p)| w.starts_with('{') || w == p);
            let operation = methods.get(method.to_lowercase())?;
            let holes = wanted.iter().filter(|w| w.starts_with('{')).count();
            fits.then_some((holes, template.as_str(), operation))
        })
        .collect();
    found.sort_by_key(|(holes, ..)| *holes);
    found
        .first()
        .map(|(_, template, operation)| (*template, *operation))
}

fn validator(key: String, document: &Value, schema: &Value) -> Arc<Validator> {
    static CACHE: OnceLock<Mutex<HashMap<String, Arc<Validator>>>> = OnceLock::new();
    let mut cache = CACHE.get_or_init(Mutex::default).lock().unwrap();
    Arc::clone(cache.entry(key).or_insert_with(|| {
        let mut whole = Map::new();
        whole.insert("components".into(), document["components"].clone());
        whole.insert("allOf".into(), json!([schema]));
        Arc::new(jsonschema::validator_for(&Value::Object(whole)).unwrap())
    }))
}

/// Every documented call: method and path template.
pub(crate) fn calls() -> Vec<(String, String)> {
    let paths = documents()
        .iter()
        .flat_map(|(_, document)| document["paths"].as_object().unwrap());
    paths
        .flat_map(|(path, methods)| {
            let methods = methods.as_object().unwrap().keys();
            methods
                .map(|method| (method.to_uppercase(), path.clone()))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// Whether a path is described at all.
pub(crate) fn describes(method: &str, path: &str) -> bool {
    document_of(path).is_some_and(|(_, document)| operation(document, method, path).is_some())
}

/// Calls of unmodified official clients that neither document describes. Their
/// answers are tested by hand; a call that is not here must be described.
const UNDESCRIBED: &[(&str, &str, &str)] = &[
    (
        "POST",
        "/internal/action_execution/logs",
        "the logs of @composio/client before /logs/tool_execution was published",
    ),
    (
        "GET",
        "/internal/action_execution/log/",
        "one entry of those logs",
    ),
    (
        "GET",
        "/internal/action_execution/fields",
        "what those logs can be searched by",
    ),
];

/// Calls that only the document of v3.1 has, but whose v3 answer is the page that
/// another call of v3 gives: items of v3 lack what v3.1 added to them.
const TWINS: &[(&str, &str, &str, &str)] =
    &[("POST", "/api/v3/toolkits/multi", "GET", "/api/v3/toolkits")];

/// Where the documents describe a call: under its own prefix, else under the
/// other one, because both generations are served by the same handlers.
fn described(
    method: &str,
    path: &str,
) -> Option<(&'static str, &'static Value, &'static str, &'static Value)> {
    let twin = TWINS.iter().find(|(m, p, ..)| (*m, *p) == (method, path));
    let (method, path) = twin.map_or((method, path), |(.., m, p)| (*m, *p));
    let (own, document) = document_of(path)?;
    if let Some((template, operation)) = operation(document, method, path) {
        return Some((own, document, template, operation));
    }
    let rest = path.strip_prefix(own)?;
    let (other, document) = documents().iter().find(|(prefix, _)| prefix != own)?;
    let (template, operation) = operation(document, method, &format!("{other}{rest}"))?;
    Some((other, document, template, operation))
}

/// Panics when an answer is not what the documents promise, or when a call
/// succeeds that they do not promise at all.
pub(crate) fn judge(method: &str, path: &str, status: u16, body: &Value) {
    // Not enveloped, whatever the documents say of it.
    if status == 429 {
        assert!(
            body["message"].is_string(),
            "{method} {path} answered 429 without its message: {body}"
        );
        return;
    }
    let Some((prefix, document)) = document_of(path) else {
        panic!("{method} {path} is under no document");
    };
    let envelope = json!({ "$ref": "#/components/schemas/Error" });
    let (key, document, schema) = match described(method, path) {
        Some((prefix, document, template, operation)) => {
            let response = operation["responses"].get(status.to_string());
            let schema = response.and_then(|response| {
                let content = response["content"].as_object()?;
                content.values().next()?.get("schema")
            });
            match (response, schema) {
                (_, Some(schema)) => (
                    format!("{prefix} {method} {template} {status}"),
                    document,
                    schema,
                ),
                (_, None) if status >= 400 => (format!("{prefix} error"), document, &envelope),
                (Some(_), None) => {
                    panic!("{method} {path} answered {status}, of which {template} has no schema")
                }
                (None, None) => panic!(
                    "{method} {path} answered {status}, which {template} does not have; it has {:?}",
                    operation["responses"].as_object().unwrap().keys()
                ),
            }
        }
        None if status >= 400 => (format!("{prefix} error"), document, &envelope),
        None => {
            let rest = path.strip_prefix(prefix).unwrap();
            let known = UNDESCRIBED
                .iter()
                .any(|(m, start, _)| *m == method && rest.starts_with(start));
            assert!(
                known,
                "{method} {path} answered {status} and is in no document"
            );
            return;
        }
    };
    let judge = validator(key, document, schema);
    let wrong: Vec<String> = judge
        .iter_errors(body)
        .map(|error| format!("{} at {}", error, error.instance_path()))
        .collect();
    let shown: String = wrong.join("\n").chars().take(2000).collect();
    assert!(
        wrong.is_empty(),
        "{method} {path} answered {status} against its schema:\n{shown}\n{body}"
    );
}

#[test]
#[should_panic(expected = "answered 202")]
fn an_undocumented_success_is_found() {
    judge(
        "DELETE",
        "/api/v3/connected_accounts/ca_1",
        202,
        &json!({ "success": true }),
    );
}

#[test]
#[should_panic(expected = "is in no document")]
fn a_success_of_an_undocumented_call_is_found() {
    judge("GET", "/api/v3.1/no/such/route", 200, &json!({}));
}

#[test]
#[should_panic(expected = "is under no document")]
fn an_answer_of_another_generation_is_found() {
    judge("GET", "/api/v3.2/toolkits", 404, &json!({}));
}

#[test]
#[should_panic(expected = "without its message")]
fn a_limit_that_says_nothing_is_found() {
    judge("GET", "/api/v3.1/toolkits", 429, &json!({}));
}
