//! The rows as a whole, for counting.

use super::{Roster, Row, find};

impl Roster {
    /// Every row, in no order.
    pub(crate) fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().flatten()
    }

    /// How many tenants there are.
    pub(crate) fn tenant_count(&self) -> u32 {
        find::count(self.tenants.len())
    }
}
