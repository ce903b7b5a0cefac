//! The file itself: who may read it, and how it is opened.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::ConnectOptions;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

use crate::Error;
use crate::layout::Layout;

/// How long a writer waits for another process that holds the file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// How many reads go on at once. SQLite readers never wait for the writer in WAL.
const READERS: u32 = 4;

/// One connection that writes, and some that only read.
#[derive(Debug, Clone)]
pub(crate) struct Pools {
    pub(crate) writer: SqlitePool,
    pub(crate) readers: SqlitePool,
}

impl Pools {
    /// Opens the file, making it and bringing its schema up to date where needed.
    pub(crate) async fn open(path: &Path, layout: &Layout) -> Result<Self, Error> {
        let existed = prepare(path).map_err(|source| Error::Open {
            path: path.to_owned(),
            source: Box::new(source),
        })?;
        let writer = pool(1, options(path)).await?;
        if let Err(error) = layout.bring_up(&writer, path, existed).await {
            writer.close().await;
            return Err(error);
        }
        let readers = pool(READERS, options(path).pragma("query_only", "ON")).await?;
        Ok(Self { writer, readers })
    }

    /// Where the file is.
    pub(crate) fn path(&self) -> PathBuf {
        self.writer.connect_options().get_filename().to_owned()
    }

    /// Closes the file, with nothing left in the write-ahead log.
    pub(crate) async fn close(&self) {
        self.readers.close().await;
        let truncated = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
            .execute(&self.writer)
            .await;
        if let Err(error) = truncated {
            // Nothing is lost: the log is read at the next opening.
            tracing::warn!(%error, "the write-ahead log could not be folded in at close");
        }
        self.writer.close().await;
    }
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(false)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .pragma("secure_delete", "ON")
        .pragma("temp_store", "MEMORY")
        .thread_name(threads(path))
        // Statements carry names of customers; they have no place in a log.
        .disable_statement_logging()
}

/// Names the threads after the end of the file's path, which is where ids differ: who
/// looks at a process from outside sees which file is worked on. Linux shows 15 bytes.
fn threads(path: &Path) -> impl Fn(u64) -> String + Send + Sync + 'static {
    let path = path.with_extension("");
    let path = path.to_string_lossy();
    let skipped = path.chars().count().saturating_sub(8);
    let end: String = path.chars().skip(skipped).collect();
    move |count| format!("db-{end}-{count}")
}

async fn pool(size: u32, options: SqliteConnectOptions) -> Result<SqlitePool, Error> {
    let path = options.get_filename().to_owned();
    let opened = SqlitePoolOptions::new()
        .max_connections(size)
        .idle_timeout(None)
        .max_lifetime(None)
        // It is looked at when it is given back; who takes it need not wait for that again.
        .test_before_acquire(false)
        .connect_with(options)
        .await;
    opened.map_err(|error| match Error::from(error) {
        Error::Io(source) => Error::Open { path, source },
        other => other,
    })
}

/// Makes the directory (0700) and the file (0600), or takes rights away from both
/// that others should not have. Says whether there was a store before.
fn prepare(path: &Path) -> io::Result<bool> {
    if let Some(directory) = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
    {
        private_directory(directory)?;
    }
    let existed = fs::metadata(path).is_ok_and(|file| file.len() > 0);
    private_file(path)?;
    Ok(existed)
}

#[cfg(unix)]
fn private_directory(directory: &Path) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
    const STICKY: u32 = 0o1000;

    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(directory)?;
    let mode = fs::metadata(directory)?.permissions().mode();
    // A sticky directory (such as the one for temporary files) is everybody's by
    // intent, and not ours to close.
    if mode & 0o077 != 0 && mode & STICKY == 0 {
        fs::set_permissions(directory, fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// Makes the file if it is not there, and closes it to everybody else. SQLite gives
/// the same rights to the files that it puts beside it.
#[cfg(unix)]
pub(crate) fn private_file(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};

    let file = fs::OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(path)?;
    if file.metadata()?.permissions().mode() & 0o077 != 0 {
        file.set_permissions(fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn private_directory(directory: &Path) -> io::Result<()> {
    fs::create_dir_all(directory)
}

/// Makes the file if it is not there. The profile's directory decides who reads it.
#[cfg(not(unix))]
pub(crate) fn private_file(path: &Path) -> io::Result<()> {
    fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .map(drop)
}
