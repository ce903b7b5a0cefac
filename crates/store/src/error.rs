//! Why a store could not do what it was asked.

use std::path::PathBuf;

use sqlx::error::ErrorKind;

/// Why a store could not do what it was asked. `Display` leaves the source out: it
/// is kept, for whoever prints the chain.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file or its directory cannot be opened, made or written.
    #[error("`{}` cannot be opened", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A migration failed; the backup beside the file has what was there before.
    #[error("the store cannot be brought up to date")]
    Migrate(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The file was written by a newer version of the app.
    #[error("the store has schema {found}, and this version knows up to {known}")]
    Newer {
        /// The schema of the file.
        found: i64,
        /// The newest schema known here.
        known: i64,
    },
    /// Another writer held the file for too long.
    #[error("the store is busy")]
    Busy,
    /// Somebody else wrote it first: load it again and decide again.
    #[error("`{id}` was changed in the meantime")]
    Conflict {
        /// The row or attempt.
        id: String,
    },
    /// Another row already has this; loading again does not help.
    #[error("another row already has this {what}")]
    Taken {
        /// What has to be unique.
        what: &'static str,
    },
    /// The change names a tenant, row or intent that does not exist.
    #[error("a record that this change rests on does not exist")]
    Missing,
    /// The file is damaged, or holds what this version cannot read.
    #[error("the store is damaged: {what}")]
    Corrupt {
        /// Where it was noticed.
        what: String,
    },
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// Reading or writing failed.
    #[error("the store cannot be read or written")]
    Io(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    pub(crate) fn corrupt(what: impl Into<String>) -> Self {
        Self::Corrupt { what: what.into() }
    }
}

/// SQLite's result codes (<https://sqlite.org/rescode.html>) that mean something here.
mod code {
    pub(super) const BUSY: i32 = 5;
    pub(super) const LOCKED: i32 = 6;
    pub(super) const CORRUPT: i32 = 11;
    pub(super) const FULL: i32 = 13;
    pub(super) const NOT_A_DB: i32 = 26;
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::PoolTimedOut => Self::Busy,
            sqlx::Error::ColumnDecode { index, .. } => Self::corrupt(format!("column {index}")),
            sqlx::Error::Database(told) => match told.kind() {
                ErrorKind::UniqueViolation => Self::Taken {
                    what: unique_of(told.message()),
                },
                ErrorKind::ForeignKeyViolation => Self::Missing,
                // Every `CHECK` guards what only a damaged program would write.
                ErrorKind::CheckViolation | ErrorKind::NotNullViolation => {
                    Self::corrupt(told.message())
                }
                _ => match primary_code(told.as_ref()) {
                    Some(code::BUSY | code::LOCKED) => Self::Busy,
                    Some(code::CORRUPT | code::NOT_A_DB) => Self::corrupt(told.message()),
                    Some(code::FULL) => Self::Full,
                    _ => Self::Io(Box::new(error)),
                },
            },
            _ => Self::Io(Box::new(error)),
        }
    }
}

/// The low byte of SQLite's extended code is the code itself.
fn primary_code(told: &dyn sqlx::error::DatabaseError) -> Option<i32> {
    let extended: i32 = told.code()?.parse().ok()?;
    Some(extended & 0xff)
}

/// SQLite names the columns of the index, and nothing else does.
fn unique_of(message: &str) -> &'static str {
    if message.contains("integrations.account") {
        "connected account"
    } else if message.contains("integrations.tenant") {
        "tenant, auth config and slot"
    } else if message.contains("tenants.user_id") {
        "user id"
    } else {
        "id"
    }
}
