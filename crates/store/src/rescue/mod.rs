//! A file that is damaged is put aside, never written to, and a new one takes its place.
//! What nobody else knows is taken over as far as it can be read: the audit list up to
//! where its chain breaks, tenants with their notes, rows with their histories, labels and open
//! sign-ins, and which accounts are still to go. What Composio knows comes with the next reading.

mod desk;
mod facts;

pub use desk::DeskRescued;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};

use facts::Facts;

use crate::writing::Writing;
use crate::{AuditRow, Error, NoteRecord, Store, TenantRecord};
use crate::{audit, notes, tenants};

/// The most notes of a tenant that are taken over.
const NOTES: u32 = 10_000;

/// What became of a damaged file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rescued {
    /// Where the damaged file is now.
    pub aside: PathBuf,
    /// Lines of the audit list that were taken over.
    pub audit: u64,
    /// Tenants that were taken over.
    pub tenants: usize,
    /// Rows that were taken over, each with its history.
    pub rows: usize,
}

#[derive(Default)]
struct Found {
    audit: Vec<AuditRow>,
    tenants: Vec<TenantRecord>,
    notes: Vec<NoteRecord>,
    facts: Facts,
}

impl Found {
    /// What can be read of the last copy that was made before a migration: it knows less than
    /// the file did, and may know more than is left of it.
    fn or(&mut self, copy: Self) {
        if copy.audit.len() > self.audit.len() {
            self.audit = copy.audit;
        }
        if self.tenants.is_empty() {
            (self.tenants, self.notes) = (copy.tenants, copy.notes);
        }
        // Rows are as they were at the time of the copy, and what was to go then may be in use
        // since: they are left alone.
    }
}

impl Store {
    /// Puts a damaged file aside and makes a new one with what can be taken over. Nobody
    /// may have the file open.
    ///
    /// # Errors
    /// [`Error::Open`] when the file cannot be moved, or what opening the new one runs
    /// into. What cannot be read of the damaged one is no error.
    pub async fn rescue(path: &Path) -> Result<(Self, Rescued), Error> {
        let aside = put_aside(path).map_err(|source| Error::Open {
            path: path.to_owned(),
            source: Box::new(source),
        })?;
        let mut found = read(&aside).await;
        if let Some(copy) = newest_copy(path) {
            found.or(read(&copy).await);
        }
        found.facts.fit(&found.tenants);
        let store = Self::open(path).await?;
        let rescued = Rescued {
            aside,
            audit: u64::try_from(found.audit.len()).unwrap_or(u64::MAX),
            tenants: found.tenants.len(),
            rows: found.facts.integrations.len(),
        };
        let mut all = Writing::begin(&store.pools.writer).await?;
        tenants::save(&mut all, &found.tenants).await?;
        notes::save(&mut all, &found.notes).await?;
        audit::restore(&mut all, &found.audit).await?;
        found.facts.write(&mut all).await?;
        all.commit().await?;
        Ok((store, rescued))
    }
}

fn with(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    PathBuf::from(name)
}

/// Moves the file, and its log with it.
fn put_aside(path: &Path) -> std::io::Result<PathBuf> {
    let free = |at: &u32| !with(path, &format!(".damaged-{at}")).exists();
    let at = (1..u32::MAX).find(free).unwrap_or(u32::MAX);
    let aside = with(path, &format!(".damaged-{at}"));
    std::fs::rename(path, &aside)?;
    let log = with(path, "-wal");
    if log.exists() {
        std::fs::rename(log, with(&aside, "-wal"))?;
    }
    let index = with(path, "-shm");
    if index.exists() {
        // Made anew from the log by whoever reads it.
        std::fs::remove_file(index)?;
    }
    Ok(aside)
}

/// The copy that was made last before a migration.
fn newest_copy(path: &Path) -> Option<PathBuf> {
    let start = format!("{}.before-", path.file_name()?.to_str()?);
    let entries = std::fs::read_dir(path.parent()?).ok()?.flatten();
    let version = |entry: &std::fs::DirEntry| -> Option<i64> {
        entry
            .file_name()
            .to_str()?
            .strip_prefix(&start)?
            .parse()
            .ok()
    };
    entries
        .filter_map(|entry| Some((version(&entry)?, entry.path())))
        .max()
        .map(|(_, path)| path)
}

async fn read(file: &Path) -> Found {
    // Only so is a file read that is shorter than its first page says it is.
    let options = SqliteConnectOptions::new()
        .filename(file)
        .pragma("writable_schema", "ON")
        .disable_statement_logging();
    let Ok(mut open) = options.connect().await else {
        return Found::default();
    };
    let tenants = tenants::all(&mut open).await.unwrap_or_default();
    let found = Found {
        audit: audit::readable(&mut open).await,
        notes: notes_of(&mut open, &tenants).await,
        tenants,
        facts: Facts::read(&mut open).await,
    };
    if let Err(error) = open.close().await {
        tracing::info!(%error, "a damaged file could not be closed well");
    }
    found
}

async fn notes_of(open: &mut SqliteConnection, tenants: &[TenantRecord]) -> Vec<NoteRecord> {
    let mut all = Vec::new();
    for tenant in tenants {
        all.extend(notes::of(open, &tenant.id, NOTES).await.unwrap_or_default());
    }
    all
}
