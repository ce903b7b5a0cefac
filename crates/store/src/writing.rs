//! A transaction that writes.
//!
//! Not sqlx's own: SQLite ends a transaction by itself when the disk is full or
//! fails, sqlx then counts one that is no longer there, and the connection refuses
//! every later transaction. Here a connection whose transaction did not end well is
//! closed, which rolls back whatever was open, and the pool makes a new one.

use std::ops::{Deref, DerefMut};

use sqlx::pool::PoolConnection;
use sqlx::sqlite::{Sqlite, SqliteConnection, SqlitePool};

use crate::Error;

/// A transaction that writes: all of it once [`Writing::commit`] has answered,
/// nothing of it when this is dropped before.
pub(crate) struct Writing {
    /// `None` once it ended.
    connection: Option<PoolConnection<Sqlite>>,
}

impl Writing {
    /// Takes the write lock at once: whoever reads a version in here is the only one
    /// who can write it.
    pub(crate) async fn begin(writer: &SqlitePool) -> Result<Self, Error> {
        Self::begin_by(writer, "BEGIN IMMEDIATE").await
    }

    pub(crate) async fn begin_by(pool: &SqlitePool, how: &'static str) -> Result<Self, Error> {
        let connection = Some(pool.acquire().await?);
        let mut begun = Self { connection };
        sqlx::query(how).execute(&mut *begun).await?;
        Ok(begun)
    }

    /// On the disk when it is answered.
    pub(crate) async fn commit(mut self) -> Result<(), Error> {
        sqlx::query("COMMIT").execute(&mut *self).await?;
        // Back to the pool, for the next one.
        drop(self.connection.take());
        Ok(())
    }
}

impl Deref for Writing {
    type Target = SqliteConnection;

    #[expect(
        clippy::expect_used,
        reason = "only `commit` and `drop` take it, and both end it"
    )]
    fn deref(&self) -> &SqliteConnection {
        self.connection.as_ref().expect("the transaction is open")
    }
}

impl DerefMut for Writing {
    #[expect(
        clippy::expect_used,
        reason = "only `commit` and `drop` take it, and both end it"
    )]
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        self.connection.as_mut().expect("the transaction is open")
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            drop(connection.detach());
        }
    }
}
