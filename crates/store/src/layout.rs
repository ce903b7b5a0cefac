//! Brings a file to the newest schema: checks it, refuses what is newer than us,
//! keeps a copy before each change.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use sqlx::migrate::{Migrate, MigrateError, Migrator};
use sqlx::sqlite::SqlitePool;

use crate::Error;
use crate::file::private_file;

static STORE: Migrator = sqlx::migrate!("migrations/store");
static DESK: Migrator = sqlx::migrate!("migrations/desk");

/// Which migrations a file follows.
#[derive(Debug)]
pub(crate) struct Layout {
    migrator: &'static Migrator,
}

impl Layout {
    /// That of a workspace.
    pub(crate) const STORE: Self = Self { migrator: &STORE };
    /// That of the desk.
    pub(crate) const DESK: Self = Self { migrator: &DESK };

    /// Checks the file, then applies what is missing, each after a copy was kept.
    pub(crate) async fn bring_up(
        &self,
        pool: &SqlitePool,
        path: &Path,
        existed: bool,
    ) -> Result<(), Error> {
        let applied = if existed {
            check(pool).await?;
            applied(pool).await?
        } else {
            BTreeSet::new()
        };
        let known = self.versions();
        if let (Some(&found), Some(&newest)) = (applied.last(), known.last())
            && found > newest
        {
            return Err(Error::Newer {
                found,
                known: newest,
            });
        }
        // A new file has nothing that is worth a copy, and takes all steps at once.
        let missing = known.difference(&applied);
        for version in missing.filter(|_| !applied.is_empty()) {
            keep_copy(pool, path, *version).await?;
            tracing::info!(schema = version, "bringing the store up to date");
            self.migrator
                .run_to(*version, pool)
                .await
                .map_err(refused)?;
        }
        // Also compares the text of what was applied with what we know of it.
        self.migrator.run(pool).await.map_err(refused)
    }

    /// Applies what is missing to a copy of a damaged file: an older one is read like any other.
    pub(crate) async fn bring_up_as_far_as_it_goes(&self, copy: &SqlitePool) -> Result<(), Error> {
        self.migrator.run(copy).await.map_err(refused)
    }

    fn versions(&self) -> BTreeSet<i64> {
        self.migrator.iter().map(|step| step.version).collect()
    }
}

/// Twice before it is believed: what a disk did not give once it may give the next time, and a
/// whole file would be put aside for it.
async fn check(pool: &SqlitePool) -> Result<(), Error> {
    match check_once(pool).await {
        Ok(()) => Ok(()),
        Err(_) => check_once(pool).await,
    }
}

async fn check_once(pool: &SqlitePool) -> Result<(), Error> {
    let told: String = sqlx::query_scalar("PRAGMA quick_check(1)")
        .fetch_one(pool)
        .await?;
    if told == "ok" {
        Ok(())
    } else {
        Err(Error::corrupt(told))
    }
}

async fn applied(pool: &SqlitePool) -> Result<BTreeSet<i64>, Error> {
    let mut connection = pool.acquire().await?;
    let table = "_sqlx_migrations";
    connection
        .ensure_migrations_table(table)
        .await
        .map_err(refused)?;
    let steps = connection
        .list_applied_migrations(table)
        .await
        .map_err(refused)?;
    Ok(steps.into_iter().map(|step| step.version).collect())
}

/// The newest step that was applied to a file.
pub(crate) async fn newest(pool: &SqlitePool) -> Result<i64, Error> {
    let newest: Option<i64> = sqlx::query_scalar("SELECT max(version) FROM _sqlx_migrations")
        .fetch_one(pool)
        .await?;
    Ok(newest.unwrap_or(0))
}

/// Where the copy goes that is made before this migration.
fn copy_path(path: &Path, version: i64) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(format!(".before-{version}"));
    PathBuf::from(name)
}

async fn keep_copy(pool: &SqlitePool, path: &Path, version: i64) -> Result<(), Error> {
    let copy = copy_path(path, version);
    let cannot = |source: std::io::Error| Error::Open {
        path: copy.clone(),
        source: Box::new(source),
    };
    match std::fs::remove_file(&copy) {
        // One from a try that failed: the file has not changed since.
        Ok(()) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
        Err(error) => return Err(cannot(error)),
    }
    // `VACUUM INTO` takes an empty file, and so leaves our rights on it.
    private_file(&copy).map_err(cannot)?;
    let name = copy.to_str().ok_or_else(|| Error::Open {
        path: copy.clone(),
        source: "the path is not Unicode".into(),
    })?;
    sqlx::query("VACUUM INTO $1")
        .bind(name)
        .execute(pool)
        .await?;
    Ok(())
}

fn refused(error: MigrateError) -> Error {
    match error {
        MigrateError::Execute(source) | MigrateError::ExecuteMigration(source, _) => {
            match Error::from(source) {
                // What went wrong was the disk or the lock, not the migration.
                known @ (Error::Busy | Error::Full | Error::Corrupt { .. }) => known,
                Error::Io(source) => Error::Migrate(source),
                other => Error::Migrate(Box::new(other)),
            }
        }
        other => Error::Migrate(Box::new(other)),
    }
}
