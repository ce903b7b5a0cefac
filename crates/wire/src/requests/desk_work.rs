//! What people at the desk leave: notes, pins, labels.

use domain::{IntegrationId, TenantId};
use serde::{Deserialize, Serialize};

requests! {
    /// Leaves a note on a tenant, or on one of its integrations.
    AddNote {
        /// On which tenant.
        tenant: TenantId,
        /// On which of its integrations; `None` for the tenant itself.
        integration: Option<IntegrationId>,
        /// The note. The first https address in it becomes its link.
        text: String,
    }
    /// Takes a note away. The audit list keeps that it was there.
    RemoveNote {
        /// Of which tenant.
        tenant: TenantId,
        /// Which.
        note: String,
    }
    /// Opens the link of a note in the browser.
    OpenNoteLink {
        /// Of which tenant.
        tenant: TenantId,
        /// Which.
        note: String,
    }
    /// Pins a tenant, or takes the pin away.
    PinTenant {
        /// Which.
        tenant: TenantId,
        /// Pinned or not.
        pinned: bool,
    }
    /// Notes that somebody looks at a tenant: it is recent from now on.
    VisitTenant {
        /// Which.
        tenant: TenantId,
    }
    /// What the switcher offers: recent and pinned tenants first, then what matches.
    FindRecent {
        /// Matches as the list of tenants does; empty for recent and pinned ones only.
        text: String,
    }
    /// Sets the labels of an integration. They are ours; Composio has none.
    SetLabels {
        /// Of which.
        integration: IntegrationId,
        /// All of them.
        labels: Vec<String>,
    }
}
