//! The desk's own file. What it knows is known nowhere else, so that everything which can
//! be read is taken over. The lock is the exception that decides about the rest: where it
//! cannot be read, no key counts as kept, and whoever goes on has to enter it, as somebody
//! who forgot the passphrase has to.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sqlx::SqliteConnection;

use super::copy::Copy;
use super::facts::pairs;
use super::salvage::{Salvage, build};
use super::sift::Sifted;
use super::swap::{self, Swap};
use super::{UNTOLD, cannot, untold};
use crate::admin::{self, AdminLock};
use crate::file::Pools;
use crate::layout::Layout;
use crate::writing::Writing;
use crate::{AuditEntry, AuditRow, Desk, Error, ProfileRecord, audit, desk};

/// What became of a damaged file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskRescued {
    /// Where the damaged file is now.
    #[serde(skip)]
    pub aside: PathBuf,
    /// Profiles that were taken over.
    pub profiles: usize,
    /// Profiles that could not be.
    pub lost: usize,
    /// Whether the lock was taken over, and with it the right to use the kept keys.
    pub locked_as_before: bool,
    /// Lines of the desk's audit list that were taken over.
    pub audit: usize,
}

pub(super) struct Found {
    profiles: Sifted<ProfileRecord>,
    settings: Vec<(String, String)>,
    lock: Option<AdminLock>,
    audit: Vec<AuditRow>,
}

impl Desk {
    /// Makes a new file of a damaged one, as [`crate::Store::rescue`] does.
    ///
    /// # Errors
    /// The same.
    pub async fn rescue(
        path: &Path,
        note: impl FnOnce(&DeskRescued) -> Option<AuditEntry> + Send,
    ) -> Result<(Self, DeskRescued), Error> {
        let (swap, rescued) = build::<Found>(path, note).await?;
        swap.finish().map_err(|source| cannot(path, source))?;
        Ok((Self::open(path).await?, rescued))
    }

    /// That this file was made anew, where that was not told yet.
    ///
    /// # Errors
    /// What reading runs into.
    pub async fn rescued(&self) -> Result<Option<DeskRescued>, Error> {
        let text = self.setting(UNTOLD).await?;
        Ok(text.and_then(|text| {
            let (number, mut rescued) = serde_json::from_str::<(u32, DeskRescued)>(&text).ok()?;
            rescued.aside = swap::aside(&self.pools.path(), number);
            Some(rescued)
        }))
    }

    /// It was told.
    ///
    /// # Errors
    /// What writing runs into.
    pub async fn rescue_told(&self) -> Result<(), Error> {
        sqlx::query("DELETE FROM settings WHERE key = $1")
            .bind(UNTOLD)
            .execute(&self.pools.writer)
            .await?;
        Ok(())
    }
}

impl Salvage for Found {
    type Told = DeskRescued;

    const LAYOUT: &'static Layout = &Layout::DESK;

    async fn read(mut copy: Copy) -> Self {
        let found = match copy.open(&Layout::DESK).await {
            Some(mut open) => Self::read_all(&mut open).await,
            None => Self {
                profiles: Sifted::nothing(),
                settings: Vec::new(),
                lock: None,
                audit: Vec::new(),
            },
        };
        copy.close().await;
        found
    }

    /// What an older copy may add. Its lock never: it may be of before there was a passphrase,
    /// and the keys are behind the one that came after it.
    fn or(&mut self, copy: Self) {
        if self.profiles.kept.is_empty() && !self.profiles.is_all() {
            self.profiles.lost = self.profiles.lost.saturating_sub(copy.profiles.kept.len());
            self.profiles.kept = copy.profiles.kept;
        }
        if copy.audit.len() > self.audit.len() {
            self.audit = copy.audit;
        }
    }

    async fn write(
        mut self,
        pools: &Pools,
        swap: &Swap,
        note: impl FnOnce(&DeskRescued) -> Option<AuditEntry> + Send,
    ) -> Result<DeskRescued, Error> {
        let mut all = Writing::begin(&pools.writer).await?;
        let locked_as_before = self.lock.is_some();
        if let Some(lock) = &self.lock {
            admin::save(&mut all, lock).await?;
        }
        for profile in &mut self.profiles.kept {
            profile.key_in_keyring &= locked_as_before;
            desk::save_profile(&mut all, profile).await?;
        }
        for (key, value) in &self.settings {
            desk::save_setting(&mut all, key, value).await?;
        }
        audit::restore(&mut all, &self.audit).await?;
        let rescued = DeskRescued {
            aside: swap.aside(),
            profiles: self.profiles.kept.len(),
            lost: self.profiles.lost,
            locked_as_before,
            audit: self.audit.len(),
        };
        audit::append(&mut all, note(&rescued).as_slice()).await?;
        desk::save_setting(&mut all, UNTOLD, &untold(swap, &rescued)?).await?;
        all.commit().await?;
        Ok(rescued)
    }
}

impl Found {
    async fn read_all(open: &mut SqliteConnection) -> Self {
        Self {
            profiles: desk::readable(open).await,
            settings: pairs(open, "settings").await.kept,
            lock: admin::lock(open).await.ok(),
            audit: audit::readable(open).await,
        }
    }
}
