//! `/org/project/config`: the project's settings. Only ever under `/api/v3`.

use serde_json::{Value, json};
use url::Url;

use crate::client::Client;
use crate::config::Generation;
use crate::error::Error;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::http::decode::{Read, count, extra_names, flag, lenient, object, words_of};
use crate::http::json::Json;
use crate::words::words;

const ROUTE: &str = "org/project/config";
const KNOWN: &[&str] = &[
    "is_2FA_enabled",
    "logo_url",
    "display_name",
    "mask_secret_keys_in_connected_account",
    "log_visibility_setting",
    "require_mcp_api_key",
    "signed_url_file_expiry_in_seconds",
    "oauth_callback_verifier_url",
];

/// The project's settings: see [`Client::project_config`].
pub struct ProjectConfigs<'a>(pub(crate) &'a Client);

words! {
    /// What Composio keeps of executed tools.
    LogVisibility, |word, known| word == known, {
        /// Everything.
        ShowAll = "show_all",
        /// No content.
        DontStoreData = "dont_store_data",
    }
}

/// The settings that apply to all accounts of a project.
#[derive(Clone, Debug)]
pub struct ProjectConfig {
    /// Whether members need a second factor.
    pub is_2fa_enabled: Option<bool>,
    /// Whether secrets of accounts are cut in answers. Accounts on Composio's
    /// own clients are redacted whatever this says.
    pub mask_secret_keys_in_connected_account: Option<bool>,
    /// What is kept of executed tools.
    pub log_visibility: Option<LogVisibility>,
    /// Whether MCP needs a key.
    pub require_mcp_api_key: Option<bool>,
    /// The picture on the hosted page.
    pub logo_url: Option<String>,
    /// The name on the hosted page.
    pub display_name: Option<String>,
    /// How long links to files last, in seconds.
    pub signed_url_file_expiry_in_seconds: Option<u64>,
    /// The page that verifies who signed in.
    pub oauth_callback_verifier_url: Option<String>,
    /// The names of settings that this client does not know.
    pub unknown_members: Vec<String>,
    /// The id under which Composio knows the request.
    pub request_id: String,
}

/// One setting to change. One at a time, so that nothing is changed by the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProjectConfigPatch {
    /// Cut secrets of accounts in answers, for all tenants at once.
    MaskSecretKeysInConnectedAccount(bool),
    /// Ask members for a second factor.
    TwoFactor(bool),
    /// What is kept of executed tools.
    LogVisibility(LogVisibility),
    /// Ask MCP for a key.
    RequireMcpApiKey(bool),
    /// The name on the hosted page; empty takes it away.
    DisplayName(String),
    /// The picture on the hosted page; nothing takes it away.
    LogoUrl(Option<Url>),
    /// How long links to files last, in seconds.
    SignedUrlFileExpiryInSeconds(u32),
}

impl ProjectConfigs<'_> {
    /// The settings.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn get(&self) -> Result<ProjectConfig, Error> {
        self.ask(Call::get(ROUTE, &[])).await
    }

    /// Changes one setting and returns all.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn patch(&self, change: &ProjectConfigPatch) -> Result<ProjectConfig, Error> {
        self.ask(Call::patch(ROUTE, &[], change.body())).await
    }

    async fn ask(&self, call: Call) -> Result<ProjectConfig, Error> {
        let read = |answer: &Answer<'_>| {
            answer.read(|value| ProjectConfig::read(value, answer.request_id()))
        };
        self.0.send(call.under(Generation::V3), read).await
    }
}

impl ProjectConfig {
    fn read(value: &Json<'_>, request_id: String) -> Read<Self> {
        let map = object(value)?;
        Ok(Self {
            is_2fa_enabled: flag(map, "is_2FA_enabled"),
            mask_secret_keys_in_connected_account: flag(
                map,
                "mask_secret_keys_in_connected_account",
            ),
            log_visibility: lenient(map, "log_visibility_setting")
                .map(|word| LogVisibility::parse(&word)),
            require_mcp_api_key: flag(map, "require_mcp_api_key"),
            logo_url: words_of(map, "logo_url").filter(|t| !t.is_empty()),
            display_name: words_of(map, "display_name").filter(|t| !t.is_empty()),
            signed_url_file_expiry_in_seconds: count(map, "signed_url_file_expiry_in_seconds"),
            oauth_callback_verifier_url: words_of(map, "oauth_callback_verifier_url"),
            unknown_members: extra_names(map, &[KNOWN]),
            request_id,
        })
    }
}

impl ProjectConfigPatch {
    fn body(&self) -> Value {
        match self {
            Self::MaskSecretKeysInConnectedAccount(on) => {
                json!({ "mask_secret_keys_in_connected_account": on })
            }
            Self::TwoFactor(on) => json!({ "is_2FA_enabled": on }),
            Self::LogVisibility(word) => json!({ "log_visibility_setting": word.as_str() }),
            Self::RequireMcpApiKey(on) => json!({ "require_mcp_api_key": on }),
            Self::DisplayName(name) => json!({ "display_name": name }),
            Self::LogoUrl(url) => json!({ "logo_url": url.as_ref().map_or("", Url::as_str) }),
            Self::SignedUrlFileExpiryInSeconds(n) => {
                json!({ "signed_url_file_expiry_in_seconds": n })
            }
        }
    }
}
