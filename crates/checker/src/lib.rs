//! What must be true whatever happened: the invariants I1 to I11 of docs/reliability.md.
//!
//! Reads the database with SQL of its own and Composio's side as the simulator gives it; it
//! uses no type of the core and asks it nothing, so that the two cannot share a mistake. No
//! edge leads from this room to another one, which `cargo xtask tidy` sees to.

mod disk;
mod place;
mod read;
mod rules;

use std::path::{Path, PathBuf};

use serde_json::Value;

use read::Facts;

/// A database that cannot be read.
pub type Error = sqlx::Error;

/// What a person was shown as connected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// The sign-in with this id.
    SignIn(String),
    /// Some sign-in of this user.
    User(String),
}

/// Both sides of the comparison.
#[derive(Debug, Clone, Default)]
pub struct Scene {
    /// The home of the core.
    pub home: PathBuf,
    /// Homes of others who work on the same project.
    pub others: Vec<PathBuf>,
    /// Every account there ever was, as the simulator tells it.
    pub accounts: Vec<Value>,
    /// Every request that Composio received.
    pub requests: Vec<Value>,
    /// The key, which may lie nowhere.
    pub key: String,
    /// What a person was shown as connected.
    pub shown: Vec<Shown>,
    /// How many callbacks were taken.
    pub raised: usize,
    /// The time, in UTC milliseconds.
    pub now: i64,
    /// How many times shorter the core waits than it should, where a test is in a hurry: as
    /// many more requests fall into a minute of Composio's. Nothing is 1.
    pub haste: usize,
}

impl Scene {
    /// The invariants that do not hold, each with what it was seen by: those that hold at
    /// any moment, and with `settled` those that hold once everything came to rest.
    ///
    /// # Errors
    /// When a database is there and cannot be read.
    pub async fn broken(&self, settled: bool) -> Result<Vec<String>, Error> {
        let Some(file) = database(&self.home) else {
            return Ok(Vec::new());
        };
        let facts = Facts::read(&file).await?;
        let mut announced = facts.audit.clone();
        for home in &self.others {
            if let Some(file) = database(home) {
                announced.extend(read::audit_of(&file).await?);
            }
        }
        Ok(rules::broken(self, &facts, &announced, settled))
    }

    /// Whether no sign-in is open any more. A question that waits for somebody may be.
    ///
    /// # Errors
    /// When the database is there and cannot be read.
    pub async fn is_quiet(&self) -> Result<bool, Error> {
        let Some(file) = database(&self.home) else {
            return Ok(true);
        };
        let facts = Facts::read(&file).await?;
        Ok(!facts.attempts.iter().any(rules::is_open))
    }

    /// Both sides in lines, for whoever looks for what broke an invariant.
    ///
    /// # Errors
    /// When the database is there and cannot be read.
    pub async fn told(&self) -> Result<String, Error> {
        let facts = match database(&self.home) {
            Some(file) => Facts::read(&file).await?,
            None => Facts::default(),
        };
        let accounts = read::remote(&self.accounts);
        let writes = read::requests(&self.requests);
        Ok(format!(
            "{facts:#?}\nat Composio: {accounts:#?}\nwrites: {:#?}",
            writes.iter().filter(|one| one.writes()).collect::<Vec<_>>()
        ))
    }

    /// Where a core was when it ended, by what it had written and what Composio had done.
    ///
    /// # Errors
    /// When the database is there and cannot be read.
    pub async fn places(&self) -> Result<Vec<&'static str>, Error> {
        let Some(file) = database(&self.home) else {
            return Ok(vec!["no workspace"]);
        };
        let facts = Facts::read(&file).await?;
        Ok(place::all(&facts, &read::remote(&self.accounts)))
    }
}

/// The database of the one workspace in a home.
#[must_use]
pub fn database(home: &Path) -> Option<PathBuf> {
    let entries = std::fs::read_dir(home.join("workspaces")).ok()?;
    entries
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|end| end == "db"))
}
