//! The organisation above the projects, and its keys.

use crate::dice;

/// One project key.
#[derive(Debug, Clone)]
pub(crate) struct ApiKey {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) key: String,
    pub(crate) created: i64,
}

/// The organisation above the projects.
#[derive(Debug)]
pub(crate) struct Org {
    pub(crate) id: String,
    pub(crate) name: &'static str,
    /// `x-org-api-key`
    pub(crate) org_key: String,
    /// `x-user-api-key`
    pub(crate) user_key: String,
    pub(crate) member_id: String,
    pub(crate) created: i64,
}

impl Org {
    pub(crate) fn new(seed: u64, now: i64) -> Self {
        Self {
            id: format!("ok_{}", dice::nano(dice::mix(seed, 0x09))),
            name: "Northwind Integrations",
            org_key: "oak_sim_org_0000000000".to_owned(),
            user_key: "uak_sim_user_0000000000".to_owned(),
            member_id: format!("om_{}", dice::nano(dice::mix(seed, 0x0A))),
            created: now - 400 * crate::clock::DAY,
        }
    }
}
