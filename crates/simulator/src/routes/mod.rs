//! The API: one table of routes, one module per resource.

mod account_create;
mod account_end;
mod account_list;
mod account_one;
mod account_patch;
mod auth_config_read;
mod auth_config_write;
mod execute;
mod link;
mod logs;
mod logs_internal;
mod org;
mod project_config;
mod proxy;
mod session;
mod table;
mod tool_read;
mod toolkit_read;
mod trigger_read;
mod trigger_write;
mod webhooks;

pub(crate) use table::{ROUTES, absent};
