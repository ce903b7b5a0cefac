#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod auth;
mod auth_configs;
mod client;
mod clock;
mod config;
mod connected_accounts;
mod error;
mod http;
mod page;
mod project_config;
mod redact;
mod session;
mod toolkits;
mod tools;
mod triggers;
mod words;

#[cfg(test)]
#[path = "../tests/it/spoil.rs"]
mod spoil;

pub use auth::{ApiKey, Bearer, KeyKind, RedirectUrl, SecretFields};
pub use auth_configs::model::{AuthConfig, AuthConfigKind, AuthConfigStatus};
pub use auth_configs::{
    AuthConfigs, CreateAuthConfig, CreatedAuthConfig, ListAuthConfigs, NewAuth, UpdateAuthConfig,
};
pub use client::{Client, Reached};
pub use clock::{Clock, SystemClock, Wait};
pub use config::{Config, Generation, ProxyChoice, Retry};
pub use connected_accounts::account::{AccountAuthConfig, ConnectedAccount};
pub use connected_accounts::claims::IdClaims;
pub use connected_accounts::links::{ConnectionRequest, CreateLink, Initiate, Initiated, Links};
pub use connected_accounts::state::{ConnectionState, TokenShape};
pub use connected_accounts::{
    AccountOrder, CompleteAuth, CompletedAuth, ConnectedAccounts, DeleteOptions, Deleted, Done,
    ListAccounts, Refresh, Refreshed, Revoked, UpdateAccount, UpdatedAccount,
};
pub use error::{Cause, Error, Rejection, Trace};
pub use http::observed::RateLimit;
pub use http::weather::Weather;
pub use page::{Page, Pages, Unreadable};
pub use project_config::{LogVisibility, ProjectConfig, ProjectConfigPatch, ProjectConfigs};
pub use redact::{holds_credential, scrub};
pub use session::{KeyFacts, MemberFacts, ProjectFacts, Session, SessionInfo};
pub use toolkits::fields::InputField;
pub use toolkits::model::{AuthConfigDetail, Category, Toolkit, ToolkitDetail};
pub use toolkits::{ListToolkits, ToolkitOrder, Toolkits};
pub use tools::{Execute, Executed, ListTools, Proxy, ProxyAnswer, Tool, Tools};
pub use triggers::{Trigger, TriggerFilter, Triggers};
pub use words::{AccountStatus, AuthScheme};
