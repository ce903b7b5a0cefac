//! The desk's own file. What it knows is known nowhere else, so that everything which can
//! be read is taken over. The lock is the exception that decides about the rest: where it
//! cannot be read, no key counts as kept, and whoever goes on has to enter it, as somebody
//! who forgot the passphrase has to.

use std::path::{Path, PathBuf};

use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};

use super::{newest_copy, put_aside};
use crate::admin::{self, AdminLock};
use crate::writing::Writing;
use crate::{AuditRow, Desk, Error, ProfileRecord, audit, desk};

/// What became of a damaged file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeskRescued {
    /// Where the damaged file is now.
    pub aside: PathBuf,
    /// Profiles that were taken over.
    pub profiles: usize,
    /// Whether the lock was taken over, and with it the right to use the kept keys.
    pub locked_as_before: bool,
    /// Lines of the desk's audit list that were taken over.
    pub audit: usize,
}

#[derive(Default)]
struct Found {
    profiles: Vec<ProfileRecord>,
    settings: Vec<(String, String)>,
    lock: Option<AdminLock>,
    audit: Vec<AuditRow>,
}

impl Desk {
    /// Puts a damaged file aside and makes a new one with what can be taken over. Nobody
    /// may have the file open.
    ///
    /// # Errors
    /// [`Error::Open`] when the file cannot be moved, or what opening the new one runs
    /// into. What cannot be read of the damaged one is no error.
    pub async fn rescue(path: &Path) -> Result<(Self, DeskRescued), Error> {
        let aside = put_aside(path).map_err(|source| Error::Open {
            path: path.to_owned(),
            source: Box::new(source),
        })?;
        let mut found = read(&aside).await;
        // An older copy may be of before there was a passphrase: its lock guards no key.
        let locked_as_before = found.lock.is_some();
        if found.profiles.is_empty()
            && let Some(copy) = newest_copy(path)
        {
            found = read(&copy).await;
        }
        let desk = Self::open(path).await?;
        if let Some(lock) = &found.lock {
            desk.save_admin(lock).await?;
        }
        for profile in &mut found.profiles {
            profile.key_in_keyring &= locked_as_before;
            desk.save_profile(profile).await?;
        }
        for (key, value) in &found.settings {
            desk.set_setting(key, value).await?;
        }
        let mut all = Writing::begin(&desk.pools.writer).await?;
        audit::restore(&mut all, &found.audit).await?;
        all.commit().await?;
        let rescued = DeskRescued {
            aside,
            profiles: found.profiles.len(),
            locked_as_before,
            audit: found.audit.len(),
        };
        Ok((desk, rescued))
    }
}

async fn read(file: &Path) -> Found {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .disable_statement_logging();
    let Ok(mut open) = options.connect().await else {
        return Found::default();
    };
    let found = Found {
        profiles: profiles(&mut open).await,
        settings: sqlx::query_as("SELECT key, value FROM settings")
            .fetch_all(&mut open)
            .await
            .unwrap_or_default(),
        lock: admin::lock(&mut open).await.ok(),
        audit: audit::readable(&mut open).await,
    };
    if let Err(error) = open.close().await {
        tracing::info!(%error, "a damaged file could not be closed well");
    }
    found
}

/// Every profile that can be read; one that cannot takes no other along.
async fn profiles(open: &mut SqliteConnection) -> Vec<ProfileRecord> {
    let ids: Vec<String> = sqlx::query_scalar("SELECT id FROM profiles ORDER BY created_at, id")
        .fetch_all(&mut *open)
        .await
        .unwrap_or_default();
    let mut found = Vec::new();
    for id in ids {
        found.extend(desk::profile(open, &id).await.ok().flatten());
    }
    found
}
