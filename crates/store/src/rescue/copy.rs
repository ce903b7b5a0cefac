//! A copy that is read in place of a damaged file. SQLite writes into what it opens: it folds the
//! log in, and takes the log of an empty file away. The copy it may also bring up to date, so that
//! one way of reading is enough for every age of file.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sqlx::sqlite::{SqliteConnectOptions, SqlitePool, SqlitePoolOptions};
use sqlx::{ConnectOptions, Sqlite, pool::PoolConnection};

use super::swap::{LOGS, remove, with};
use crate::layout::Layout;

/// Taken away when it is dropped.
pub(super) struct Copy {
    file: PathBuf,
    pool: Option<SqlitePool>,
}

impl Copy {
    /// Of `source`, with its log, beside `path`.
    pub(super) fn of(source: &Path, path: &Path) -> io::Result<Self> {
        let file = with(path, ".reading");
        remove(&file)?;
        let copy = Self { file, pool: None };
        fs::copy(source, &copy.file)?;
        for end in LOGS {
            let log = with(source, end);
            if log.exists() {
                fs::copy(log, with(&copy.file, end))?;
            }
        }
        Ok(copy)
    }

    /// Nothing where not even that goes.
    pub(super) async fn open(&mut self, layout: &Layout) -> Option<PoolConnection<Sqlite>> {
        let options = SqliteConnectOptions::new()
            .filename(&self.file)
            // Only so is a file read that is shorter than its first page says it is; whatever
            // is asked of it before would refuse it.
            .pragma("writable_schema", "ON")
            .disable_statement_logging();
        let one = SqlitePoolOptions::new().max_connections(1);
        let pool = one.connect_with(options).await.ok()?;
        self.pool = Some(pool.clone());
        if let Err(error) = layout.bring_up_as_far_as_it_goes(&pool).await {
            tracing::info!(%error, "a damaged file is read as old as it is");
        }
        pool.acquire().await.ok()
    }

    pub(super) async fn close(mut self) {
        if let Some(pool) = self.pool.take() {
            pool.close().await;
        }
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        if let Err(error) = remove(&self.file) {
            tracing::warn!(%error, "the copy of a damaged file could not be taken away");
        }
    }
}
