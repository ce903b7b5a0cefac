//! The screens, one room each.

mod activity;
mod adding;
mod checks_fault;
mod cleanup;
mod connect;
mod disable;
mod disconnect;
mod frame;
mod help;
mod integrations;
mod leaving;
mod notes;
mod overview;
mod pane;
mod recent;
mod remedy;
mod remove;
pub(crate) mod settings;
mod setup;
mod tenants;
mod triage;
mod unlock;

pub(crate) use frame::Shell;
pub(crate) use help::HelpLayer;
pub(crate) use integrations::begin;
pub(crate) use leaving::LeavingLayer;
pub(crate) use setup::Setup;
pub(crate) use unlock::Unlock;
