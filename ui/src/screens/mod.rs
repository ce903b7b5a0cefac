//! The screens, one room each.

mod activity;
mod cleanup;
mod connect;
mod disable;
mod disconnect;
mod frame;
mod integrations;
mod overview;
mod pane;
mod remove;
pub(crate) mod settings;
mod setup;
mod tenants;
mod triage;

pub(crate) use frame::Shell;
pub(crate) use setup::Setup;
