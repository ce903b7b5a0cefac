//! Visits and pins of tenants, labels of integrations.

use domain::{IntegrationId, TenantId};
use store::{MarkRecord, TenantRecord};

use super::Roster;

impl Roster {
    pub(super) fn put_marks(&mut self, marks: Vec<MarkRecord>) {
        for mark in marks {
            self.marks.insert(mark.tenant.clone(), mark);
        }
    }

    /// A row is found by its labels, so it is dressed anew.
    pub(super) fn put_labels(&mut self, labels: Vec<(IntegrationId, Vec<String>)>) {
        for (id, words) in labels {
            self.labels.insert(id.clone(), words);
            if let Some(record) = self.row(&id).map(|row| (*row.record).clone()) {
                self.put(record);
            }
        }
    }

    /// When a tenant was visited and pinned.
    pub(crate) fn mark(&self, tenant: &TenantId) -> MarkRecord {
        self.marks.get(tenant).cloned().unwrap_or(MarkRecord {
            tenant: tenant.clone(),
            visited_at: None,
            visit: None,
            pinned_at: None,
        })
    }

    /// The number of a visit that is made now.
    pub(crate) fn next_visit(&self) -> i64 {
        let last = self.marks.values().filter_map(|mark| mark.visit).max();
        last.unwrap_or(0) + 1
    }

    /// The labels of a row.
    pub(crate) fn labels(&self, integration: &IntegrationId) -> Vec<String> {
        self.labels.get(integration).cloned().unwrap_or_default()
    }

    /// The tenants that hold this text anywhere, in no order.
    pub(crate) fn tenants_matching(&self, text: &str) -> impl Iterator<Item = &TenantRecord> {
        let needle = text.trim().to_lowercase();
        self.tenants
            .values()
            .filter(move |tenant| self.tenant_matches(tenant, &needle))
    }
}
