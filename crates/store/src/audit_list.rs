//! The audit list of a file. A project's and the desk's are kept and read alike.

use crate::file::Pools;
use crate::reading::Reading;
use crate::writing::Writing;
use crate::{AuditCheck, AuditEntry, AuditFilter, AuditLine, Error, audit, audit_find};

impl Pools {
    /// Writes one row and says its number. On the disk when it is answered.
    pub(crate) async fn audit(&self, entry: &AuditEntry) -> Result<i64, Error> {
        let mut all = Writing::begin(&self.writer).await?;
        let written = audit::append(&mut all, std::slice::from_ref(entry)).await?;
        all.commit().await?;
        written.first().copied().ok_or(Error::Missing)
    }

    /// How many rows `filter` lets through, and those from `offset` on, newest first.
    pub(crate) async fn audit_page(
        &self,
        filter: &AuditFilter,
        offset: u32,
        limit: u32,
    ) -> Result<(u32, Vec<AuditLine>), Error> {
        let mut moment = Reading::begin(&self.readers).await?;
        let page = audit_find::page(&mut moment, filter, offset, limit).await?;
        moment.end().await?;
        Ok(page)
    }

    /// Who is named in it, and what was done.
    pub(crate) async fn audit_words(&self) -> Result<(Vec<String>, Vec<String>), Error> {
        let mut moment = Reading::begin(&self.readers).await?;
        let words = audit_find::words(&mut moment).await?;
        moment.end().await?;
        Ok(words)
    }

    /// Walks along its chain.
    pub(crate) async fn verify_audit(&self) -> Result<AuditCheck, Error> {
        let mut moment = Reading::begin(&self.readers).await?;
        let check = audit::verify(&mut moment).await?;
        moment.end().await?;
        Ok(check)
    }
}
