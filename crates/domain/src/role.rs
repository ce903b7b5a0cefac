//! Who may do what.

use serde::{Deserialize, Serialize};

/// The role a command needs. The command table carries it, `app` enforces it,
/// the window only reflects it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// Tenants and their connections.
    Support,
    /// Also keys, profiles and project settings.
    Admin,
}
