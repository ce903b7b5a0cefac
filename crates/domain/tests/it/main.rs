//! The rules of the house, as claims.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod cleaning;
mod concern;
mod connection;
mod env;
mod fixtures;
mod fuzz;
mod history;
mod inputs;
mod links;
mod masking;
mod message;
mod moves;
mod oracle;
mod return_page;
#[path = "../../../composio/tests/it/spoil.rs"]
mod spoil;
mod table;
mod token;
mod wins;
