//! What the simulator promises, tried over HTTP. Every answer of every call
//! made here is checked against the OpenAPI documents on the way.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on shall stop")]
#![expect(clippy::needless_pass_by_value, reason = "bodies are written in place")]

mod accounts;
mod auth_configs;
mod cli;
mod clients;
mod consent;
mod contract;
mod control;
mod credentials;
mod execution;
mod faults;
mod initiate;
mod masking;
mod older_logs;
mod organization;
mod paging;
mod scenarios;
mod schema;
mod support;
mod transitions;
