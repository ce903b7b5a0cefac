#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod account;
mod account_state;
mod answer;
mod auth;
mod auth_configs;
mod auth_configs_model;
mod call;
mod client;
mod config;
mod connected_accounts;
mod decode;
mod error;
mod fields;
mod links;
mod observed;
mod page;
mod project_config;
mod redact;
mod retry;
mod session;
mod toolkits;
mod toolkits_model;
mod tools;
mod transport;
mod triggers;
mod words;

pub use account::{AccountAuthConfig, ConnectedAccount};
pub use account_state::{ConnectionState, IdClaims, TokenShape};
pub use auth::{ApiKey, Bearer, RedirectUrl, SecretFields};
pub use auth_configs::{
    AuthConfigs, CreateAuthConfig, CreatedAuthConfig, ListAuthConfigs, NewAuth, UpdateAuthConfig,
};
pub use auth_configs_model::{AuthConfig, AuthConfigKind, AuthConfigStatus};
pub use client::Client;
pub use config::{Config, Generation, Retry};
pub use connected_accounts::{
    AccountOrder, CompleteAuth, CompletedAuth, ConnectedAccounts, DeleteOptions, Deleted, Done,
    ListAccounts, Refresh, Refreshed, Revoked, UpdateAccount, UpdatedAccount,
};
pub use error::{Cause, Error, Rejection, Trace};
pub use fields::InputField;
pub use links::{ConnectionRequest, CreateLink, Initiate, Initiated, Links};
pub use observed::RateLimit;
pub use page::{Page, Pages, Unreadable};
pub use project_config::{LogVisibility, ProjectConfig, ProjectConfigPatch, ProjectConfigs};
pub use session::{KeyFacts, MemberFacts, ProjectFacts, Session, SessionInfo};
pub use toolkits::{ListToolkits, ToolkitOrder, Toolkits};
pub use toolkits_model::{AuthConfigDetail, Category, Toolkit, ToolkitDetail};
pub use tools::{Execute, Executed, ListTools, Proxy, ProxyAnswer, Tool, Tools};
pub use triggers::{Trigger, TriggerFilter, Triggers};
pub use words::{AccountStatus, AuthScheme};
