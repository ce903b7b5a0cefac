//! The rows of a damaged file and what hangs on them. Composio knows the accounts and tells
//! them anew; who signed in, why somebody paused one, what was never connected, histories, labels
//! and pins are known nowhere else.

use std::collections::{HashMap, HashSet};

use domain::{AttemptState, ConnectedAccountId, IntegrationId, TenantId, Timestamp};
use sqlx::SqliteConnection;

use super::found::accepted;
use super::sift::{Sifted, sift};
use super::{Lost, UNTOLD};
use crate::cells::Cells;
use crate::marks::Labels;
use crate::{
    AttemptRecord, AuthDefault, Error, IntegrationRecord, MarkRecord, TenantRecord, TimelineEntry,
};
use crate::{attempts, connecting, integrations, marks, timeline};

/// Small facts of which a reading makes new ones: kept, they would say that a list is whole which
/// is not.
const MADE_ANEW: [&str; 4] = ["full_pass_done_at", "updated_mark", "generation", UNTOLD];

/// What could be read of them.
#[derive(Default)]
pub(super) struct Facts {
    pub(super) integrations: Vec<IntegrationRecord>,
    attempts: Vec<AttemptRecord>,
    timeline: Vec<TimelineEntry>,
    labels: Vec<Labels>,
    marks: Vec<MarkRecord>,
    defaults: Vec<AuthDefault>,
    meta: Vec<(String, String)>,
}

impl Facts {
    /// Whatever can be read; each kind by itself, so that one that cannot costs no other.
    pub(super) async fn read(open: &mut SqliteConnection, lost: &mut Lost) -> Self {
        let rows = integrations::readable(open).await;
        let attempts = attempts::readable(open).await;
        let lines = timeline::readable(open).await;
        let labels = marks::readable_labels(open).await;
        let marks = marks::readable(open).await;
        let defaults = connecting::readable(open).await;
        let meta = pairs(open, "meta").await;
        Self {
            integrations: lost.all_but(rows, |lost| &mut lost.rows),
            attempts: lost.all_but(attempts, |lost| &mut lost.others),
            timeline: lost.all_but(lines, |lost| &mut lost.lines),
            labels: lost.all_but(labels, |lost| &mut lost.labels),
            marks: lost.all_but(marks, |lost| &mut lost.others),
            defaults: lost.all_but(defaults, |lost| &mut lost.others),
            meta: lost.all_but(meta, |lost| &mut lost.others),
        }
    }

    /// When something is known to have happened to a tenant.
    pub(super) fn dated(&self) -> impl Iterator<Item = (&TenantId, Timestamp)> {
        let rows: HashMap<&IntegrationId, &TenantId> = self
            .integrations
            .iter()
            .map(|row| (row.id(), &row.tenant))
            .collect();
        self.timeline
            .iter()
            .filter_map(move |line| Some((*rows.get(&line.integration)?, line.at)))
    }

    /// Keeps what fits together: rows of these tenants, one for an account and one for a place,
    /// and what hangs on those rows.
    pub(super) fn fit(&mut self, tenants: &[TenantRecord], lost: &mut Lost) {
        let known: HashSet<&TenantId> = tenants.iter().map(|tenant| &tenant.id).collect();
        let mut accounts: HashSet<ConnectedAccountId> = HashSet::new();
        let mut places = HashSet::new();
        let read = self.integrations.len();
        self.integrations.retain(|row| {
            let account = row.connection.account.clone();
            let place = (row.tenant.clone(), row.auth_config.clone(), row.slot);
            known.contains(&row.tenant)
                && account.is_none_or(|account| accounts.insert(account))
                && places.insert(place)
        });
        // A tenant of which not even the user at Composio is known cannot be made again.
        lost.rows += read - self.integrations.len();
        for row in &mut self.integrations {
            row.version = 0;
        }
        let rows: HashSet<&IntegrationId> = self.integrations.iter().map(|row| row.id()).collect();
        // What was won is told by its row; its line in the audit list may be lost.
        self.attempts.retain(|record| {
            rows.contains(&record.attempt.integration) && record.attempt.state != AttemptState::Won
        });
        self.labels.retain(|(row, _)| rows.contains(row));
        self.marks.retain(|mark| known.contains(&mark.tenant));
        self.defaults.retain(|default| {
            let tenant = default.tenant.as_ref();
            tenant.is_none_or(|tenant| known.contains(tenant))
        });
        self.meta
            .retain(|(key, _)| !MADE_ANEW.contains(&key.as_str()));
    }

    pub(super) async fn write(
        &mut self,
        all: &mut SqliteConnection,
        lost: &mut Lost,
    ) -> Result<(), Error> {
        let save_rows = async |all: &mut SqliteConnection, rows: &[IntegrationRecord]| {
            integrations::save(all, rows).await.map(drop)
        };
        let save_defaults = async |all: &mut SqliteConnection, defaults: &[AuthDefault]| {
            connecting::save(all, None, defaults).await
        };
        lost.rows += accepted(all, &mut self.integrations, save_rows).await?;
        lost.others += accepted(all, &mut self.attempts, attempts::save).await?;
        lost.lines += accepted(all, &mut self.timeline, timeline::append).await?;
        lost.others += accepted(all, &mut self.marks, marks::save).await?;
        lost.labels += accepted(all, &mut self.labels, marks::save_labels).await?;
        lost.others += accepted(all, &mut self.defaults, save_defaults).await?;
        for (key, value) in &self.meta {
            sqlx::query("INSERT OR REPLACE INTO meta (key, value) VALUES ($1, $2)")
                .bind(key)
                .bind(value)
                .execute(&mut *all)
                .await?;
        }
        Ok(())
    }
}

/// A table of small facts.
pub(super) async fn pairs(open: &mut SqliteConnection, table: &str) -> Sifted<(String, String)> {
    sift(open, table, "key, value", |row| {
        let mut cells = Cells::of("key", row);
        Ok((cells.value()?, cells.value()?))
    })
    .await
}

#[cfg(test)]
mod tests {
    use domain::{AccountFacts, AuthConfigId, Connection, Timestamp, ToolkitSlug, UserId};

    use super::*;

    fn tenant(name: &str) -> TenantRecord {
        TenantRecord {
            id: TenantId::parse(name).unwrap(),
            user: UserId::parse(name).unwrap(),
            name: name.to_owned(),
            created_at: Timestamp::from_millis(1),
            details: domain::TenantDetails::default(),
        }
    }

    fn row(name: &str, tenant: &str, slot: u32, account: Option<&str>) -> IntegrationRecord {
        let id = IntegrationId::parse(name).unwrap();
        let mut connection = Connection::added(id, Timestamp::from_millis(1));
        connection.account = account.map(|id| ConnectedAccountId::parse(id).unwrap());
        IntegrationRecord {
            connection,
            tenant: TenantId::parse(tenant).unwrap(),
            auth_config: AuthConfigId::parse("ac").unwrap(),
            toolkit: ToolkitSlug::parse("gmail").unwrap(),
            slot,
            facts: AccountFacts::default(),
            version: 7,
        }
    }

    #[test]
    fn what_does_not_fit_together_is_left_out_whatever_the_indexes_were_worth() {
        let mut facts = Facts {
            integrations: vec![
                row("first", "ada", 1, Some("ca_1")),
                row("same-account", "ada", 2, Some("ca_1")),
                row("same-place", "ada", 1, None),
                row("nobodys", "gone", 1, None),
                row("second", "ada", 2, None),
            ],
            labels: vec![
                (IntegrationId::parse("first").unwrap(), Vec::new()),
                (IntegrationId::parse("same-place").unwrap(), Vec::new()),
            ],
            meta: vec![
                ("template".to_owned(), "Hello".to_owned()),
                ("updated_mark".to_owned(), "8".to_owned()),
            ],
            ..Facts::default()
        };
        let mut lost = Lost::default();
        facts.fit(&[tenant("ada")], &mut lost);
        assert_eq!(lost.rows, 3, "what is left out is counted");
        let kept: Vec<_> = facts
            .integrations
            .iter()
            .map(|row| row.id().as_str())
            .collect();
        assert_eq!(kept, ["first", "second"]);
        assert!(facts.integrations.iter().all(|row| row.version == 0));
        assert_eq!(facts.labels.len(), 1);
        assert_eq!(facts.meta.len(), 1, "a whole list is not promised");
    }
}
