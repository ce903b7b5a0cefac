//! How the simulator's facts look on the wire, per API generation.

mod account;
mod auth_config;
mod mask;
mod org;
mod state;
mod tool;
mod toolkit;

pub(crate) use account::{account, account_type, experimental};
pub(crate) use auth_config::auth_config;
pub(crate) use mask::{Masking, is_secret};
pub(crate) use org::{project, session_project};
pub(crate) use state::state;
pub(crate) use tool::{tool, trigger, trigger_type};
pub(crate) use toolkit::{toolkit, toolkit_item};

/// Which generation of the API is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Generation {
    /// `/api/v3`
    V3,
    /// `/api/v3.1`
    V31,
}
