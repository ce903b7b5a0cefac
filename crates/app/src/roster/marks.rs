//! Visits and pins of tenants, labels of integrations, notes on both.

use domain::{IntegrationId, TenantId};
use store::{MarkRecord, NoteRecord};

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

    pub(super) fn put_notes(&mut self, notes: Vec<NoteRecord>) {
        for note in notes {
            let of_tenant = self.notes.entry(note.tenant.clone()).or_default();
            of_tenant.push(note);
        }
    }

    pub(super) fn drop_notes(&mut self, removed: &[String]) {
        if removed.is_empty() {
            return;
        }
        for notes in self.notes.values_mut() {
            notes.retain(|note| !removed.contains(&note.id));
        }
    }

    /// What somebody wrote last on a row or on the whole of its tenant.
    pub(crate) fn newest_note(
        &self,
        tenant: &TenantId,
        integration: &IntegrationId,
    ) -> Option<&NoteRecord> {
        let about = |note: &&NoteRecord| {
            let of = note.integration.as_ref();
            of.is_none_or(|of| of == integration)
        };
        self.notes.get(tenant)?.iter().rev().find(about)
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
}
