//! The rows of a damaged file and what hangs on them. Composio knows the accounts and tells
//! them anew; who signed in, why somebody paused one, what was never connected, histories, labels
//! and pins are known nowhere else.

use std::collections::HashSet;

use domain::{AttemptState, ConnectedAccountId, IntegrationId, TenantId};
use sqlx::SqliteConnection;

use crate::{
    AttemptRecord, ConnectSettings, Error, IntegrationRecord, MarkRecord, TenantRecord,
    TimelineEntry,
};
use crate::{attempts, connecting, integrations, marks, timeline};

/// Small facts of which a reading makes new ones: kept, they would say that a list is whole which
/// is not.
const MADE_ANEW: [&str; 3] = ["full_pass_done_at", "updated_mark", "generation"];

/// What could be read of them.
#[derive(Default)]
pub(super) struct Facts {
    pub(super) integrations: Vec<IntegrationRecord>,
    attempts: Vec<AttemptRecord>,
    timeline: Vec<TimelineEntry>,
    labels: Vec<(IntegrationId, Vec<String>)>,
    marks: Vec<MarkRecord>,
    connecting: ConnectSettings,
    meta: Vec<(String, String)>,
}

impl Facts {
    /// Whatever can be read; each kind by itself, so that one that cannot costs no other.
    pub(super) async fn read(open: &mut SqliteConnection) -> Self {
        Self {
            integrations: integrations::readable(open).await,
            attempts: attempts::readable(open).await,
            timeline: timeline::readable(open).await,
            labels: marks::labels(open).await.unwrap_or_default(),
            marks: marks::all(open).await.unwrap_or_default(),
            connecting: connecting::all(open).await.unwrap_or_default(),
            meta: sqlx::query_as("SELECT key, value FROM meta")
                .fetch_all(open)
                .await
                .unwrap_or_default(),
        }
    }

    /// Keeps what fits together: rows of these tenants, one for an account and one for a place,
    /// and what hangs on those rows.
    pub(super) fn fit(&mut self, tenants: &[TenantRecord]) {
        let known: HashSet<&TenantId> = tenants.iter().map(|tenant| &tenant.id).collect();
        let mut accounts: HashSet<ConnectedAccountId> = HashSet::new();
        let mut places = HashSet::new();
        self.integrations.retain(|row| {
            let account = row.connection.account.clone();
            let place = (row.tenant.clone(), row.auth_config.clone(), row.slot);
            known.contains(&row.tenant)
                && account.is_none_or(|account| accounts.insert(account))
                && places.insert(place)
        });
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
        let known_if_any =
            |tenant: &Option<TenantId>| tenant.as_ref().is_none_or(|it| known.contains(it));
        self.connecting
            .defaults
            .retain(|default| known_if_any(&default.tenant));
        self.meta
            .retain(|(key, _)| !MADE_ANEW.contains(&key.as_str()));
    }

    pub(super) async fn write(&self, all: &mut SqliteConnection) -> Result<(), Error> {
        integrations::save(all, &self.integrations).await?;
        attempts::save(all, &self.attempts).await?;
        timeline::append(all, &self.timeline).await?;
        marks::save(all, &self.marks).await?;
        marks::save_labels(all, &self.labels).await?;
        connecting::save(all, None, &self.connecting.defaults).await?;
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
        facts.fit(&[tenant("ada")]);
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
