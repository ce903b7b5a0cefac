//! The actions against the simulator, a real database and a memory vault, without
//! a window.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod access;
mod activity;
mod adding;
mod alias;
mod appearance;
#[expect(
    unreachable_pub,
    reason = "the journeys' package shows it to its tests"
)]
#[path = "../../../../tests/src/canary.rs"]
mod canary;
mod cancelled;
mod causes;
mod certificates;
mod checks;
mod choosing;
mod cleanup;
mod connect;
mod connecting;
mod crash;
mod demo;
mod desk;
mod desk_work;
mod diagnostics;
mod disconnect;
mod doctor;
mod doorbell;
mod drills;
mod ends;
mod ends_refused;
mod every_command;
mod flows;
mod handing;
mod health;
mod help;
mod history;
mod hostile;
#[expect(
    unreachable_pub,
    reason = "the journeys' package shows it to its tests"
)]
#[path = "../../../../tests/src/hostile.rs"]
mod hostile_texts;
mod identity;
mod keyring;
mod keys;
mod late;
mod list;
mod logs;
mod masking;
mod named;
mod network;
mod one_home;
mod projects;
mod reading;
mod redaction;
mod roles;
mod scale;
mod secrets;
mod sending;
mod settings;
mod switch;
mod tenants;
mod token;
mod triage;
mod triage_clear;
#[path = "../../../composio/tests/it/ways.rs"]
mod ways;
