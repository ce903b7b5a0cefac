//! The screens, one room each.

mod activity;
mod connect;
mod disconnect;
mod frame;
mod integrations;
mod pane;
mod remove;
pub(crate) mod settings;
mod setup;
mod tenants;

pub(crate) use frame::Shell;
pub(crate) use setup::Setup;
