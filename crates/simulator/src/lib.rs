//! A stand-in for Composio on loopback, for tests and the demo workspace.
//!
//! It answers the v3 and v3.1 HTTP API closely enough that clients written
//! against the real service are content, keeps everything in memory, never
//! leaves loopback and hands out nothing but obviously fake secrets.
//!
//! ```no_run
//! # async fn demo() -> std::io::Result<()> {
//! use simulator::{Config, Simulator};
//! let running = Simulator::start(Config::default()).await?;
//! println!("{} {}", running.base_url(), running.api_key());
//! running.shutdown().await;
//! # Ok(())
//! # }
//! ```

mod bounds;
mod catalog;
mod churn;
mod clock;
mod config;
mod consent;
mod control;
mod dice;
mod faults;
mod hostile;
mod http;
mod provider;
mod render;
mod routes;
mod running;
mod sabotage;
mod scenario;
mod secrets;
mod server;
mod world;

pub use churn::Churn;
pub use config::{Config, Consent, Initiate, MaskingEra, RateLimit, Scenario, parse_duration};
pub use control::Decision;
pub use faults::{Fault, FaultError};
pub use running::{Running, Simulator};
pub use sabotage::Sabotage;
