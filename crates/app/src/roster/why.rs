//! Why a row does not work and what that asks of people. Decided once, when the row
//! or its auth config changes, so that 50,000 rows can be filtered by it.

use domain::{Around, Cause, Concern};
use store::{AuthConfigRecord, IntegrationRecord};

/// The reason that the row shows, and what it asks of people.
pub(super) fn why(
    record: &IntegrationRecord,
    config: Option<&AuthConfigRecord>,
) -> (Option<Cause>, Option<(Cause, Concern)>) {
    let connection = &record.connection;
    let around = Around {
        toolkit: record.toolkit.as_str(),
        scheme: record.facts.scheme.as_deref(),
        own_app: config.is_some_and(|config| !config.managed),
        config_disabled: config.is_some_and(|config| config.disabled),
        created_at: record.facts.created_at,
        failed_at: Some(connection.lifecycle.since()),
    };
    let reason = connection.cause().map(|cause| around.refine(cause));
    (reason, connection.concern(&around))
}
