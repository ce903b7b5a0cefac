//! What is shown. Every text here may come from outside: the window renders it as
//! text and nothing else.

mod attempt;
mod audit;
mod connecting;
mod desk_work;
mod frame;
mod integration;
mod overview;
mod pause;
mod project;
mod rows;
mod tenant;
mod token;

pub use attempt::*;
pub use audit::*;
pub use connecting::*;
pub use desk_work::*;
pub use frame::*;
pub use integration::*;
pub use overview::*;
pub use pause::*;
pub use project::*;
pub use tenant::*;
pub use token::*;

use serde::{Deserialize, Serialize};

/// A command was carried out; what changed arrives as events.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// A short sentence on what came of it, where one is worth showing.
    pub said: Option<String>,
}
