//! What showing, finding and ordering a row needs beside what is on the disk.

use std::sync::Arc;

use store::IntegrationRecord;

use super::{Roster, Row, tenants, why};
use crate::observed::clipped;
use crate::views;

/// How long the text of a row usually is at most, in bytes.
const USUAL_TEXT: usize = 192;

impl Roster {
    /// Lower-case text of everything a ticket may hold.
    pub(super) fn text(&self, record: &IntegrationRecord) -> String {
        let mut all = String::with_capacity(USUAL_TEXT);
        let mut add = |word: &str| {
            if !all.is_empty() {
                all.push('\n');
            }
            all.push_str(word);
        };
        if let Some(tenant) = self.tenants.get(&record.tenant) {
            tenants::words(tenant).for_each(|word| add(&word));
        }
        let (connection, facts) = (&record.connection, &record.facts);
        if let Some(identity) = &connection.identity {
            add(&identity.name);
        }
        if let Some(account) = &connection.account {
            add(account.as_str());
        }
        for word in [&facts.alias, &facts.word_id].into_iter().flatten() {
            add(&clipped(word));
        }
        add(record.toolkit.as_str());
        for label in self.labels.get(record.id()).into_iter().flatten() {
            add(label);
        }
        all.to_lowercase()
    }

    pub(super) fn dress(&self, record: IntegrationRecord) -> Row {
        let tenant = self.tenants.get(&record.tenant);
        // What is not seen of a name neither sorts a row nor hides it from a search.
        let name = clipped(tenant.map_or(record.tenant.as_str(), |tenant| &tenant.name));
        let config = self.auth_configs.get(&record.auth_config);
        let (reason, concern) = why::why(&record, config);
        Row {
            reason,
            concern,
            token: views::trouble(&record, config.is_some_and(|it| it.managed), None),
            sort_name: name.to_lowercase(),
            tenant_name: name.into(),
            record: Arc::new(record),
        }
    }
}
