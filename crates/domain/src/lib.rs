//! The rules of Switchboard: what a connection is, what an observation does to
//! it, why an account broke and what one thing to do next.
//!
//! Nothing here does I/O: no clock, no network, no disk, no log. Time is always
//! an argument. That is what lets every rule be a table in a test, and what lets
//! the window share the vocabulary in WebAssembly.

pub mod attempt;
pub mod care;
pub mod cause;
pub mod connection;
pub mod ending;
pub mod env;
pub mod expected;
pub mod facts;
pub mod fields;
pub mod history;
pub mod identity;
pub mod ids;
pub mod lifecycle;
pub mod links;
pub mod masking;
pub mod message;
pub mod observe;
pub mod overtaken;
pub mod return_page;
pub mod role;
pub mod scopes;
pub mod status;
pub mod tenant;
pub mod time;
pub mod token;
pub mod unused;
pub mod way;

pub use attempt::{Attempt, AttemptState, Progress};
pub use care::{Pause, PauseProof, Reads};
pub use cause::{Around, Cause, Concern, Remedy};
pub use connection::{Connection, Probe, Verdict};
pub use ending::Lost;
pub use expected::Expected;
pub use facts::{AccountFacts, TokenShape};
pub use history::{LineKind, Moved, Trigger};
pub use identity::{Identity, IdentitySource, Unnamed};
pub use ids::{
    AttemptId, AuthConfigId, ConnectedAccountId, IntegrationId, InvalidId, ProfileId, TenantId,
    ToolkitSlug, UserId,
};
pub use lifecycle::{Lifecycle, LifecycleName, Refused};
pub use observe::{Observation, Sighting};
pub use overtaken::is_overtaken;
pub use role::Role;
pub use status::Status;
pub use tenant::{BadDetail, TenantDetails};
pub use time::Timestamp;
pub use token::{Expiry, Fingerprint, Held, ProbeWay, TokenTrouble};
pub use unused::Unused;
pub use way::Way;
