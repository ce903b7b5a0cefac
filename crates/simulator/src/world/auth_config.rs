//! One auth config of a project.

use serde_json::{Map, Value};

use crate::catalog::Toolkit;
use crate::dice;

/// One auth config of a project.
#[derive(Debug, Clone)]
pub(crate) struct AuthConfig {
    pub(crate) code: u64,
    pub(crate) toolkit: &'static Toolkit,
    pub(crate) scheme: &'static str,
    pub(crate) managed: bool,
    pub(crate) name: String,
    pub(crate) enabled: bool,
    pub(crate) created: i64,
    pub(crate) updated: i64,
    /// `client_id`, `client_secret`, `scopes` and whatever else was given.
    pub(crate) credentials: Map<String, Value>,
    pub(crate) proxy_config: Option<Value>,
    pub(crate) shared_fields: Map<String, Value>,
    pub(crate) creation_tools: Vec<Value>,
    pub(crate) execution_tools: Vec<Value>,
    pub(crate) restricted_tools: Vec<Value>,
    pub(crate) tool_router: bool,
    pub(crate) deleted: bool,
}

impl AuthConfig {
    pub(crate) fn new(code: u64, toolkit: &'static Toolkit, managed: bool, now: i64) -> Self {
        let tail: String = dice::digits(code, 6).to_lowercase();
        let scopes: Vec<Value> = toolkit
            .scopes
            .iter()
            .map(|scope| scope.name.into())
            .collect();
        let mut credentials = Map::new();
        if !scopes.is_empty() {
            credentials.insert("scopes".into(), scopes.into());
        }
        Self {
            code,
            toolkit,
            scheme: toolkit.scheme(),
            managed,
            name: format!("{}-{tail}", toolkit.slug),
            enabled: true,
            created: now,
            updated: now,
            credentials,
            proxy_config: None,
            shared_fields: Map::new(),
            creation_tools: Vec::new(),
            execution_tools: Vec::new(),
            restricted_tools: Vec::new(),
            tool_router: false,
            deleted: false,
        }
    }

    pub(crate) fn id(&self) -> String {
        format!("ac_{}", dice::nano(self.code))
    }

    /// The scopes that consent asks for: the config's own, else the toolkit's.
    pub(crate) fn scopes(&self) -> Vec<String> {
        match self.credentials.get("scopes") {
            Some(Value::String(text)) => text
                .split([' ', ','])
                .filter(|s| !s.is_empty())
                .map(str::to_owned)
                .collect(),
            Some(Value::Array(items)) => items
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            _ => Vec::new(),
        }
    }
}
