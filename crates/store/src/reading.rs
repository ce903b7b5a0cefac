//! Several reads of one moment.
//!
//! Not sqlx's own transaction, for the reason that [`Writing`] is none: SQLite ends one by itself
//! when the disk fails, sqlx counts on, and whatever the connection reads from then on is of the
//! moment of that failure.

use std::ops::{Deref, DerefMut};

use sqlx::sqlite::{SqliteConnection, SqlitePool};

use crate::Error;
use crate::writing::Writing;

/// A transaction that reads. Its connection goes back to the pool only by [`Reading::end`]; where
/// a query failed and this is dropped, it is closed.
pub(crate) struct Reading {
    held: Writing,
}

impl Reading {
    /// The moment is that of the first query.
    pub(crate) async fn begin(readers: &SqlitePool) -> Result<Self, Error> {
        let held = Writing::begin_by(readers, "BEGIN DEFERRED").await?;
        Ok(Self { held })
    }

    /// All was read.
    pub(crate) async fn end(self) -> Result<(), Error> {
        self.held.commit().await
    }
}

impl Deref for Reading {
    type Target = SqliteConnection;

    fn deref(&self) -> &SqliteConnection {
        &self.held
    }
}

impl DerefMut for Reading {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        &mut self.held
    }
}
