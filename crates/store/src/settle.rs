//! The one transaction by which facts change.

use sqlx::sqlite::SqlitePool;

use crate::writing::Writing;
use crate::{Change, Error, Settled};
use crate::{attempts, audit, connecting, integrations, marks, meta, notes, tenants, timeline};

/// Writes all of a change, or nothing. When this future is dropped half way, so is
/// the transaction.
pub(crate) async fn settle(writer: &SqlitePool, change: &Change) -> Result<Settled, Error> {
    let mut all = Writing::begin(writer).await?;
    tenants::save(&mut all, &change.tenants).await?;
    // First what leaves, so that its slot and account are free for what comes.
    integrations::remove(&mut all, &change.removed).await?;
    tenants::remove(&mut all, &change.removed_tenants).await?;
    connecting::save(&mut all, change.allow_multiple, &change.auth_defaults).await?;
    let versions = integrations::save(&mut all, &change.integrations).await?;
    notes::save(&mut all, &change.notes).await?;
    notes::remove(&mut all, &change.removed_notes).await?;
    marks::save(&mut all, &change.marks).await?;
    marks::save_labels(&mut all, &change.labels).await?;
    attempts::save(&mut all, &change.attempts).await?;
    timeline::append(&mut all, &change.timeline).await?;
    for (key, value) in &change.meta {
        meta::put(&mut all, key, value).await?;
    }
    let audit = audit::append(&mut all, &change.audit).await?;
    all.commit().await?;
    Ok(Settled { versions, audit })
}
