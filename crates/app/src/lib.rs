//! The actions of the console, headless: everything a person can do, without a
//! window. Facts come in, a pure rule decides, one function stores and announces.
//!
//! Sees every room but Tauri. The one seam to the shell is [`Host`].

#![warn(missing_docs)]

mod absorb;
mod access;
mod activity;
mod adding;
mod ahead;
mod alias;
mod appearance;
mod arrivals;
mod attempts;
mod audit;
mod brake;
mod budget;
mod cancel;
mod catalog;
mod checks;
mod choosing;
mod claim;
mod cleanup;
mod climb;
mod commands;
mod config;
mod connect;
mod connecting;
mod core;
mod deletion;
mod desk_deed;
mod desk_work;
mod diagnostics;
mod disconnect;
mod doctor;
mod doorbell;
mod drills;
mod error;
mod fault;
mod fingerprint;
mod found_again;
mod hanging;
mod help;
mod history;
mod home_lock;
mod host;
mod host_clock;
mod hub;
mod identify;
mod key_probe;
mod keyring;
mod keys;
mod ladder;
mod later;
mod live;
mod logs;
mod look;
mod loopback;
mod managed;
mod named;
mod naming;
mod network;
mod number;
mod observed;
mod options;
mod orphans;
mod overview;
mod pace;
mod partly;
mod passphrase;
mod place;
mod private;
mod probe;
mod profiles;
mod project;
mod projects;
mod proof;
mod qr;
mod random;
mod reconcile;
mod recover;
mod redact;
mod reply;
mod rescue;
mod retire;
mod retiring;
mod roster;
mod same_project;
mod sending;
mod summary;
mod switch;
mod sync;
mod tenants;
mod triage;
mod unsettled;
mod url_rule;
mod views;
mod watcher;
mod weather;
mod won;
mod workspace;

#[cfg(test)]
#[path = "../../composio/tests/it/spoil.rs"]
mod spoil;

pub use config::Config;
pub use core::App;
// With what a shell needs to say to the core, so that it depends on no other room.
pub use domain::{AuthConfigId, ConnectedAccountId, Timestamp};
pub use host::{Alert, DemoServer, Future, Host, HostError, SystemFacts};
pub use logs::{LogFiles, LogLimits, LogWriter, last_words};
pub use redact::redact;
pub use secrecy::SecretString;
pub use url_rule::{Unsafe, may_open};
pub use vault::Vault;
