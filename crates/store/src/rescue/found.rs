//! What could be read of a damaged project file.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use domain::{TenantId, Timestamp};
use sqlx::{SqliteConnection, query};

use super::copy::Copy;
use super::facts::Facts;
use super::salvage::Salvage;
use super::sift::Sifted;
use super::swap::Swap;
use super::{Lost, Rescued, UNTOLD, untold};
use crate::file::Pools;
use crate::layout::Layout;
use crate::writing::Writing;
use crate::{AuditEntry, AuditRow, Error, NoteRecord, TenantRecord};
use crate::{audit, notes, tenants};

#[derive(Default)]
pub(super) struct Found {
    audit: Vec<AuditRow>,
    /// How long the list was.
    audit_was: Option<u64>,
    tenants: Vec<TenantRecord>,
    tenants_whole: bool,
    notes: Vec<NoteRecord>,
    facts: Facts,
    lost: Lost,
}

impl Salvage for Found {
    type Told = Rescued;

    const LAYOUT: &'static Layout = &Layout::STORE;

    async fn read(mut copy: Copy) -> Self {
        let mut found = Self::default();
        match copy.open(&Layout::STORE).await {
            None => found.lost.uncounted = true,
            Some(mut open) => found.read_all(&mut open).await,
        }
        copy.close().await;
        found
    }

    /// What can be read of the last copy that was made before a migration: it knows less than
    /// the file did, and may know more than is left of it.
    fn or(&mut self, copy: Self) {
        if copy.audit.len() > self.audit.len() {
            self.audit = copy.audit;
        }
        if self.tenants.is_empty() && !self.tenants_whole {
            self.lost.tenants = self.lost.tenants.saturating_sub(copy.tenants.len());
            self.tenants = copy.tenants;
            // Those that were written since count first.
            self.notes.extend(copy.notes);
        }
        // Rows are as they were at the time of the copy, and what was to go then may be in use
        // since: they are left alone.
    }

    fn fit(&mut self) {
        // Where an index was damaged, one may stand there twice.
        let (mut tenants, mut notes) = (HashSet::new(), HashSet::new());
        self.tenants.retain(|it| tenants.insert(it.id.clone()));
        self.notes.retain(|it| notes.insert(it.id.clone()));
        self.date();
        self.facts.fit(&self.tenants, &mut self.lost);
        let kept = self.audit.len() as u64;
        match self.audit_was {
            Some(were) => self.lost.audit = were.saturating_sub(kept),
            None => self.lost.uncounted = true,
        }
    }

    async fn write(
        mut self,
        pools: &Pools,
        swap: &Swap,
        note: impl FnOnce(&Rescued) -> Option<AuditEntry> + Send,
    ) -> Result<Rescued, Error> {
        let mut all = Writing::begin(&pools.writer).await?;
        self.restore(&mut all).await?;
        let rescued = self.told(swap.aside());
        audit::append(&mut all, note(&rescued).as_slice()).await?;
        query("INSERT OR REPLACE INTO meta (key, value) VALUES ($1, $2)")
            .bind(UNTOLD)
            .bind(untold(swap, &rescued)?)
            .execute(&mut *all)
            .await?;
        all.commit().await?;
        Ok(rescued)
    }
}

impl Found {
    async fn read_all(&mut self, open: &mut SqliteConnection) {
        self.audit = audit::readable(open).await;
        self.audit_was = audit::length(open).await;
        let (tenants, bare) = tenants::readable(open).await;
        self.tenants_whole = tenants.is_all();
        self.lost.others += bare;
        let lost = &mut self.lost;
        self.tenants = lost.all_but(tenants, |lost| &mut lost.tenants);
        self.notes = lost.all_but(notes::readable(open).await, |lost| &mut lost.notes);
        self.facts = Facts::read(open, lost).await;
    }

    /// A tenant of whom only the ids are left is as old as the oldest that is known of it.
    fn date(&mut self) {
        let mut oldest: HashMap<&TenantId, Timestamp> = HashMap::new();
        let notes = self.notes.iter().map(|note| (&note.tenant, note.at));
        for (tenant, at) in notes.chain(self.facts.dated()) {
            let known = oldest.entry(tenant).or_insert(at);
            *known = at.min(*known);
        }
        for tenant in &mut self.tenants {
            if tenant.created_at.millis() == 0
                && let Some(at) = oldest.get(&tenant.id)
            {
                tenant.created_at = *at;
            }
        }
    }

    fn told(&self, aside: PathBuf) -> Rescued {
        Rescued {
            aside,
            audit: self.audit.len() as u64,
            tenants: self.tenants.len(),
            rows: self.facts.integrations.len(),
            lost: self.lost,
        }
    }

    /// What the tables refuse is lost; a disk that does is an error.
    async fn restore(&mut self, all: &mut SqliteConnection) -> Result<(), Error> {
        let lost = &mut self.lost;
        lost.tenants += accepted(all, &mut self.tenants, tenants::save).await?;
        lost.notes += accepted(all, &mut self.notes, notes::save).await?;
        audit::restore(all, &self.audit).await?;
        self.facts.write(all, lost).await
    }
}

impl Lost {
    /// Takes note of what is missing.
    pub(super) fn all_but<T>(
        &mut self,
        sifted: Sifted<T>,
        of: impl Fn(&mut Self) -> &mut usize,
    ) -> Vec<T> {
        *of(self) += sifted.lost;
        self.uncounted |= sifted.uncounted;
        sifted.kept
    }
}

/// Writes what the tables accept, and leaves only that: how many they refused. What does not fit
/// was in a damaged file, and costs nothing else.
pub(super) async fn accepted<T: Clone>(
    all: &mut SqliteConnection,
    records: &mut Vec<T>,
    save: impl AsyncFn(&mut SqliteConnection, &[T]) -> Result<(), Error>,
) -> Result<usize, Error> {
    let mut kept = Vec::with_capacity(records.len());
    let mut stretches = vec![&records[..]];
    while let Some(some) = stretches.pop() {
        query("SAVEPOINT some").execute(&mut *all).await?;
        let saved = save(&mut *all, some).await;
        let refused = match saved {
            Ok(()) => false,
            Err(Error::Taken { .. } | Error::Missing | Error::Corrupt { .. })
            | Err(Error::Conflict { .. }) => true,
            Err(disk) => return Err(disk),
        };
        match refused {
            false => kept.extend_from_slice(some),
            true => {
                query("ROLLBACK TO some").execute(&mut *all).await?;
                if some.len() > 1 {
                    let (former, latter) = some.split_at(some.len() / 2);
                    stretches.extend([latter, former]);
                }
            }
        }
        query("RELEASE some").execute(&mut *all).await?;
    }
    let refused = records.len() - kept.len();
    *records = kept;
    Ok(refused)
}
