//! The rows as a whole, for counting.

use super::{Roster, Row, find};

impl Roster {
    /// Every row, in no order.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().flatten()
    }

    /// Everything by which somebody could tell who the tenants are: their names and
    /// their ids at Composio, the longest first.
    pub(crate) fn tenant_names(&self) -> Vec<String> {
        let mut names: Vec<String> = self
            .tenants
            .values()
            .flat_map(|tenant| [tenant.name.clone(), tenant.user.to_string()])
            .collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        names.dedup();
        names
    }

    /// How many tenants there are.
    pub(crate) fn tenant_count(&self) -> u32 {
        find::count(self.tenants.len())
    }
}
