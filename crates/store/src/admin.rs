//! Who may change this desk, and what was changed on it.

use domain::Timestamp;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use crate::cells::Cells;
use crate::{AuditCheck, AuditEntry, AuditFilter, AuditLine, Desk, Error};

/// The lock before what only an admin may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdminLock {
    /// The passphrase as a PHC string; `None` while none was ever set.
    pub hash: Option<String>,
    /// Wrong tries since the last right one.
    pub wrong: u32,
    /// No try is looked at before this.
    pub not_before: Timestamp,
    /// After how many minutes without input it locks by itself.
    pub idle_minutes: u32,
}

impl Desk {
    /// The lock.
    ///
    /// # Errors
    /// What reading runs into.
    pub async fn admin(&self) -> Result<AdminLock, Error> {
        lock(&mut *self.pools.readers.acquire().await?).await
    }

    /// Writes the lock. On the disk when it is answered.
    ///
    /// # Errors
    /// What writing runs into.
    pub async fn save_admin(&self, lock: &AdminLock) -> Result<(), Error> {
        save(&mut *self.pools.writer.acquire().await?, lock).await
    }

    /// Writes one audit row of the desk and says its number, as
    /// [`crate::Store::audit`] does.
    ///
    /// # Errors
    /// What writing runs into.
    pub async fn audit(&self, entry: &AuditEntry) -> Result<i64, Error> {
        self.pools.audit(entry).await
    }

    /// The audit rows of the desk, as [`crate::Store::audit_page`] reads those of a project.
    ///
    /// # Errors
    /// What reading runs into.
    pub async fn audit_page(
        &self,
        filter: &AuditFilter,
        offset: u32,
        limit: u32,
    ) -> Result<(u32, Vec<AuditLine>), Error> {
        self.pools.audit_page(filter, offset, limit).await
    }

    /// Who is named in it, and what was done, as [`crate::Store::audit_words`] says it.
    ///
    /// # Errors
    /// What reading runs into.
    pub async fn audit_words(&self) -> Result<(Vec<String>, Vec<String>), Error> {
        self.pools.audit_words().await
    }

    /// Walks along the chain of the desk's audit rows.
    ///
    /// # Errors
    /// What reading runs into. A chain that does not fit is no error.
    pub async fn verify_audit(&self) -> Result<AuditCheck, Error> {
        self.pools.verify_audit().await
    }
}

pub(crate) async fn save(all: &mut SqliteConnection, lock: &AdminLock) -> Result<(), Error> {
    sqlx::query(
        "UPDATE admin SET hash = $1, wrong = $2, not_before = $3, idle_minutes = $4
         WHERE id = 1",
    )
    .bind(lock.hash.as_deref())
    .bind(i64::from(lock.wrong))
    .bind(lock.not_before.millis())
    .bind(i64::from(lock.idle_minutes))
    .execute(all)
    .await?;
    Ok(())
}

/// The lock, as a file has it.
pub(crate) async fn lock(moment: &mut SqliteConnection) -> Result<AdminLock, Error> {
    let row = sqlx::query("SELECT hash, wrong, not_before, idle_minutes FROM admin WHERE id = 1")
        .fetch_optional(moment)
        .await?
        .ok_or_else(|| Error::corrupt("admin is empty"))?;
    read(&row)
}

fn read(row: &SqliteRow) -> Result<AdminLock, Error> {
    let mut cells = Cells::of("admin", row);
    let hash = cells.value()?;
    let wrong: i64 = cells.value()?;
    let not_before = cells.time()?;
    let idle: i64 = cells.value()?;
    Ok(AdminLock {
        hash,
        wrong: u32::try_from(wrong).unwrap_or(u32::MAX),
        not_before,
        idle_minutes: u32::try_from(idle).unwrap_or(0),
    })
}
