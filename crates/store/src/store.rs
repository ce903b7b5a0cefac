//! One workspace on disk: what can be asked of it.

use std::path::Path;

use domain::{AttemptId, AttemptState, ConnectedAccountId, IntegrationId, TenantId, Timestamp};

use crate::file::Pools;
use crate::layout::{self, Layout};
use crate::meta;
use crate::reading::Reading;
use crate::writing::Writing;
use crate::{
    AttemptRecord, AuditCheck, AuditEntry, AuditFilter, AuditLine, AuthConfigRecord, Change, Error,
    HistoryFilter, HistoryPage, IntegrationRecord, NoteRecord, Roster, Settled, TimelineEntry,
    ToolkitRecord,
};
use crate::{
    attempts, audit, catalog, connecting, integrations, marks, notes, rescue, settle, tenants,
    timeline,
};

/// One workspace on disk. A clone is the same store.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) pools: Pools,
}

impl Store {
    /// Opens the file, making it where there is none and bringing it up to date. A
    /// copy is kept beside it (`….before-N`) before each migration.
    ///
    /// A rescue that was interrupted ends here; [`Store::rescued`] says so.
    ///
    /// The directory becomes 0700 and the file 0600: both are the store's own.
    ///
    /// # Errors
    /// [`Error::Open`], [`Error::Migrate`], [`Error::Newer`], [`Error::Corrupt`],
    /// [`Error::Busy`] or [`Error::Full`].
    pub async fn open(path: &Path) -> Result<Self, Error> {
        rescue::take_up(path)?;
        let pools = Pools::open(path, &Layout::STORE).await?;
        Ok(Self { pools })
    }

    /// Which edition of the schema the file has.
    ///
    /// # Errors
    /// What reading runs into.
    pub async fn schema(&self) -> Result<i64, Error> {
        layout::newest(&self.pools.readers).await
    }

    /// Closes the file, with nothing left in the write-ahead log. Every clone is
    /// closed with it.
    pub async fn close(&self) {
        self.pools.close().await;
    }

    /// Everything that the in-memory read model needs, from one moment.
    ///
    /// # Errors
    /// [`Error::Corrupt`] when a row cannot be read, or what reading runs into.
    pub async fn roster(&self) -> Result<Roster, Error> {
        let put = |roster: &mut Roster, row| roster.integrations.push(row);
        self.roster_into(|roster, _| roster, put).await
    }

    /// The same for who keeps it in a shape of their own: `begin` is given all but the
    /// integrations, and how many of these there are; `take` each of them as it is read.
    ///
    /// Read into one list first, each would be far from the processor again by the time
    /// that it is looked at.
    ///
    /// # Errors
    /// As of [`Store::roster`]; what was begun is dropped.
    pub async fn roster_into<T>(
        &self,
        begin: impl FnOnce(Roster, usize) -> T,
        take: impl Fn(&mut T, IntegrationRecord),
    ) -> Result<T, Error> {
        let mut moment = Reading::begin(&self.pools.readers).await?;
        let roster = Roster {
            tenants: tenants::all(&mut moment).await?,
            integrations: Vec::new(),
            auth_configs: catalog::auth_configs(&mut moment).await?,
            toolkits: catalog::toolkits(&mut moment).await?,
            connecting: connecting::all(&mut moment).await?,
            marks: marks::all(&mut moment).await?,
            labels: marks::labels(&mut moment).await?,
            notes: notes::all(&mut moment).await?,
        };
        let rows = integrations::count(&mut moment).await?;
        let mut begun = begin(roster, rows);
        integrations::all(&mut moment, |row| take(&mut begun, row)).await?;
        moment.end().await?;
        Ok(begun)
    }

    /// Writes all of a change, or nothing of it. On the disk when it is answered.
    ///
    /// # Errors
    /// [`Error::Conflict`] when a row has another version than the one given, or
    /// when an attempt that ended would be given another end; [`Error::Taken`];
    /// [`Error::Missing`]; or what writing runs into.
    pub async fn settle(&self, change: &Change) -> Result<Settled, Error> {
        settle::settle(&self.pools.writer, change).await
    }

    /// Writes one audit row and says its number. On the disk when it is answered, so
    /// that what it announces may be sent.
    ///
    /// # Errors
    /// [`Error::Missing`] when the intent it names is not there, or what writing
    /// runs into.
    pub async fn audit(&self, entry: &AuditEntry) -> Result<i64, Error> {
        self.pools.audit(entry).await
    }

    /// Audit rows that `filter` lets through, newest first: how many there are, and
    /// those from `offset` on. One that cannot be read is told as that, and hides no other.
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

    /// Who is named in the audit list, and what was done, each in the order of the
    /// alphabet.
    ///
    /// # Errors
    /// What reading runs into.
    pub async fn audit_words(&self) -> Result<(Vec<String>, Vec<String>), Error> {
        self.pools.audit_words().await
    }

    /// Walks along the audit chain.
    ///
    /// # Errors
    /// What reading runs into. A broken chain is an answer, not an error.
    pub async fn verify_audit(&self) -> Result<AuditCheck, Error> {
        self.pools.verify_audit().await
    }

    /// Intents without an outcome, oldest first: what a crash left unfinished. One that cannot
    /// be read is told as that, and hides no other.
    ///
    /// # Errors
    /// What reading runs into.
    pub async fn open_intents(&self) -> Result<Vec<AuditLine>, Error> {
        let mut moment = self.pools.readers.acquire().await?;
        audit::open_intents(&mut moment).await
    }

    /// A page of a row's history, newest first.
    ///
    /// # Errors
    /// What reading runs into.
    pub async fn history(
        &self,
        integration: &IntegrationId,
        filter: HistoryFilter,
    ) -> Result<HistoryPage, Error> {
        let mut moment = self.pools.readers.acquire().await?;
        timeline::page(&mut moment, integration, filter).await
    }

    /// The history of several rows together, newest first.
    ///
    /// # Errors
    /// What reading runs into.
    pub async fn timeline_of(
        &self,
        integrations: &[IntegrationId],
        limit: u32,
    ) -> Result<Vec<TimelineEntry>, Error> {
        let mut moment = self.pools.readers.acquire().await?;
        timeline::newest_of(&mut moment, integrations, limit).await
    }

    /// The notes of a tenant and its integrations, newest first.
    ///
    /// # Errors
    /// What reading runs into.
    pub async fn notes(&self, tenant: &TenantId, limit: u32) -> Result<Vec<NoteRecord>, Error> {
        let mut moment = self.pools.readers.acquire().await?;
        notes::of(&mut moment, tenant, limit).await
    }

    /// Attempts of which something may still come, oldest first.
    ///
    /// # Errors
    /// What reading runs into.
    pub async fn attempts_open(&self) -> Result<Vec<AttemptRecord>, Error> {
        let mut moment = self.pools.readers.acquire().await?;
        attempts::open(&mut moment).await
    }

    /// Those of these attempts that there are and can be read, in no order.
    ///
    /// # Errors
    /// What reading runs into.
    pub async fn attempts_named(&self, ids: &[AttemptId]) -> Result<Vec<AttemptRecord>, Error> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let mut moment = self.pools.readers.acquire().await?;
        attempts::named(&mut moment, ids).await
    }

    /// The state of every attempt that got an account, by that account.
    ///
    /// # Errors
    /// What reading runs into.
    pub async fn attempts_of_accounts(
        &self,
    ) -> Result<Vec<(ConnectedAccountId, AttemptState)>, Error> {
        let mut moment = self.pools.readers.acquire().await?;
        attempts::of_accounts(&mut moment).await
    }

    /// Uses up the state of an attempt: true exactly once, for the right hash, while
    /// the link lives (and its grace). Anything else is false and changes nothing.
    ///
    /// # Errors
    /// What writing runs into.
    pub async fn consume_state(
        &self,
        attempt: &AttemptId,
        hash: &[u8; 32],
        now: Timestamp,
    ) -> Result<bool, Error> {
        attempts::consume_state(&self.pools.writer, attempt, hash, now).await
    }

    /// Replaces what is known of auth configs and toolkits.
    ///
    /// # Errors
    /// What writing runs into.
    pub async fn save_catalog(
        &self,
        auth_configs: &[AuthConfigRecord],
        toolkits: &[ToolkitRecord],
    ) -> Result<(), Error> {
        let mut all = Writing::begin(&self.pools.writer).await?;
        catalog::replace(&mut all, auth_configs, toolkits).await?;
        all.commit().await
    }

    /// A small fact about the store itself, such as when it was last filled.
    ///
    /// # Errors
    /// What reading runs into.
    pub async fn meta(&self, key: &str) -> Result<Option<String>, Error> {
        let value = sqlx::query_scalar("SELECT value FROM meta WHERE key = $1")
            .bind(key)
            .fetch_optional(&self.pools.readers)
            .await?;
        Ok(value)
    }

    /// Writes such a fact.
    ///
    /// # Errors
    /// What writing runs into.
    pub async fn set_meta(&self, key: &str, value: &str) -> Result<(), Error> {
        let mut all = Writing::begin(&self.pools.writer).await?;
        meta::put(&mut all, key, value).await?;
        all.commit().await
    }
}
