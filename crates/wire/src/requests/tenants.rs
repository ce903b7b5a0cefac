//! Tenants: what a person writes about them.

use domain::TenantId;
use serde::{Deserialize, Serialize};

requests! {
    /// Adds a tenant, or changes what is known of one.
    SaveTenant {
        /// Which; `None` adds one.
        tenant: Option<TenantId>,
        /// Its user id at Composio; fixed once it has integrations.
        user: String,
        /// Its name; empty for the user id.
        name: String,
        /// Whom to write to; may be empty.
        contact: String,
        /// Who is expected to sign in: an address or a domain; may be empty.
        expected: String,
        /// Words to find it by.
        tags: Vec<String>,
    }
    /// Deletes a tenant that has nothing at Composio.
    DeleteTenant {
        /// Which.
        tenant: TenantId,
    }
}
