//! Where the core keeps things and whom it works for.

use std::path::PathBuf;

/// What the shell tells the core at start.
#[derive(Debug, Clone)]
pub struct Config {
    /// The data directory.
    pub home: PathBuf,
    /// Who is at the keyboard, for the audit list.
    pub person: String,
    /// The version of the app.
    pub version: String,
}
