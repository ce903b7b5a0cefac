//! One project: its key, its settings and everything that belongs to it.

use std::collections::VecDeque;

use serde_json::{Map, Value, json};

use super::account::Account;
use super::accounts::Accounts;
use super::auth_config::AuthConfig;
use super::org::ApiKey;
use crate::dice;

/// One listener for events of an account.
#[derive(Debug, Clone)]
pub(crate) struct Trigger {
    pub(crate) code: u64,
    pub(crate) slug: &'static str,
    pub(crate) account: u32,
    pub(crate) config: Map<String, Value>,
    pub(crate) created: i64,
    pub(crate) updated: i64,
    pub(crate) disabled: Option<i64>,
}

impl Trigger {
    pub(crate) fn id(&self) -> String {
        format!("ti_{}", dice::nano(self.code))
    }
}

/// One webhook subscription.
#[derive(Debug, Clone)]
pub(crate) struct Subscription {
    pub(crate) id: String,
    pub(crate) url: String,
    pub(crate) version: String,
    pub(crate) events: Vec<String>,
    pub(crate) secret: String,
    pub(crate) created: i64,
    pub(crate) updated: i64,
}

/// One tool call, for the support view.
#[derive(Debug, Clone)]
pub(crate) struct LogEntry {
    pub(crate) id: String,
    pub(crate) at: i64,
    pub(crate) tool: String,
    pub(crate) account: String,
    pub(crate) user: String,
    pub(crate) error: Option<String>,
    pub(crate) request_id: String,
    pub(crate) data: Value,
}

const KEPT_LOGS: usize = 1000;

/// One project.
#[derive(Debug)]
pub(crate) struct Project {
    pub(crate) code: u64,
    pub(crate) name: String,
    pub(crate) keys: Vec<ApiKey>,
    pub(crate) settings: Map<String, Value>,
    pub(crate) configs: Vec<AuthConfig>,
    pub(crate) accounts: Accounts,
    pub(crate) triggers: Vec<Trigger>,
    pub(crate) subscriptions: Vec<Subscription>,
    pub(crate) logs: VecDeque<LogEntry>,
    pub(crate) webhook_secret: String,
    pub(crate) created: i64,
    pub(crate) updated: i64,
    pub(crate) deleted: bool,
    /// Accounts that are INACTIVE go on working, as the real API has been seen to do.
    pub(crate) inactive_works: bool,
}

impl Project {
    pub(crate) fn new(code: u64, name: &str, now: i64) -> Self {
        let settings = json!({
            "is_2FA_enabled": true,
            "logo_url": "",
            "display_name": "",
            "mask_secret_keys_in_connected_account": true,
            "log_visibility_setting": "show_all",
            "require_mcp_api_key": true,
        });
        Self {
            code,
            name: name.to_owned(),
            keys: Vec::new(),
            settings: settings.as_object().cloned().unwrap_or_default(),
            configs: Vec::new(),
            accounts: Accounts::default(),
            triggers: Vec::new(),
            subscriptions: Vec::new(),
            logs: VecDeque::new(),
            webhook_secret: format!("whsec_sim_{}", dice::nano(dice::mix(code, 7))),
            created: now,
            updated: now,
            deleted: false,
            inactive_works: false,
        }
    }

    pub(crate) fn id(&self) -> String {
        format!("pr_{}", dice::nano(self.code))
    }

    pub(crate) fn add_key(&mut self, code: u64, key: String, now: i64) -> &ApiKey {
        let id = format!("key_{}", dice::nano(code));
        let name = format!("{}-key", self.name);
        self.keys.insert(
            0,
            ApiKey {
                id,
                name,
                key,
                created: now,
            },
        );
        &self.keys[0]
    }

    /// The main key; empty after the project lost all of its keys.
    pub(crate) fn key(&self) -> &str {
        self.keys.first().map_or("", |key| key.key.as_str())
    }

    /// What the hosted page calls the project.
    pub(crate) fn title(&self) -> &str {
        match self.settings.get("display_name").and_then(Value::as_str) {
            Some(shown) if !shown.is_empty() => shown,
            _ => &self.name,
        }
    }

    pub(crate) fn masks(&self) -> bool {
        self.settings.get("mask_secret_keys_in_connected_account") != Some(&Value::Bool(false))
    }

    pub(crate) fn verifier(&self) -> Option<&str> {
        self.settings
            .get("oauth_callback_verifier_url")
            .and_then(Value::as_str)
            .filter(|url| !url.is_empty())
    }

    pub(crate) fn find_config(&self, id: &str) -> Option<usize> {
        self.configs
            .iter()
            .position(|config| !config.deleted && config.id() == id)
    }

    /// The auth config of an account, even if it was deleted since.
    pub(crate) fn config_of(&self, row: &Account) -> Option<&AuthConfig> {
        self.configs.get(row.config as usize)
    }

    /// Whose account it is at the provider.
    pub(crate) fn email_of(&self, row: &Account) -> String {
        if let Some(email) = row.extra.as_ref().and_then(|extra| extra.email.clone()) {
            return email;
        }
        crate::scenario::person(row.code, self.accounts.user(row))
    }

    /// The scopes that were granted: the config's, without those unticked.
    pub(crate) fn granted(&self, row: &Account) -> Vec<String> {
        if let Some(granted) = row.extra.as_ref().and_then(|extra| extra.granted.clone()) {
            return granted;
        }
        let asked = self
            .config_of(row)
            .map(AuthConfig::scopes)
            .unwrap_or_default();
        let bit = |at: usize| u32::try_from(at).ok().and_then(|at| 1_u16.checked_shl(at));
        asked
            .into_iter()
            .enumerate()
            .filter(|(at, _)| bit(*at).is_none_or(|bit| row.scopes & bit != 0))
            .map(|(_, scope)| scope)
            .collect()
    }

    pub(crate) fn write_log(&mut self, entry: LogEntry) {
        if self.logs.len() >= KEPT_LOGS {
            self.logs.pop_back();
        }
        self.logs.push_front(entry);
    }
}
