//! The store, from outside.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on should stop"
)]

mod audit_chain;
mod conflicts;
mod connecting;
mod cuts;
mod desk;
mod durability;
mod fixtures;
mod history;
mod opening;
mod rescued;
mod round_trip;
mod scale;
mod schema;
mod spoilt;
mod state_once;
mod story;
