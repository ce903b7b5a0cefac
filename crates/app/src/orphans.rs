//! An account that a cancelled sign-in made, and whose id never came: the app ended while
//! the request was on its way. Its alias says whose it is, and it is taken away.

use domain::{AttemptId, AttemptState};

use crate::error::Error;
use crate::observed::Seen;
use crate::retiring::Why;
use crate::workspace::Workspace;

impl Workspace {
    /// Notes those of a page that are to go; the reading that brought it takes them away.
    pub(crate) async fn note_orphans(&self, page: &[Seen]) -> Result<(), Error> {
        for seen in page {
            let Some(id) = made_by(seen).filter(|id| !self.live().contains_key(id)) else {
                continue;
            };
            let held = self.roster().stands_for(&seen.account).is_some()
                || self.retiring().contains_key(&seen.account);
            if held {
                continue;
            }
            let Some(record) = self.store.attempt(&id).await? else {
                continue;
            };
            let attempt = record.attempt;
            if attempt.state == AttemptState::Cancelled && attempt.account.is_none() {
                self.will_retire(&attempt.integration, &seen.account, Why::Unused)
                    .await?;
            }
        }
        Ok(())
    }
}

/// The sign-in that an account's alias names. A person may have named it anew since; then
/// it was somebody's, and stays.
fn made_by(seen: &Seen) -> Option<AttemptId> {
    let id = seen.facts.alias.as_deref()?.strip_prefix("sw-")?;
    AttemptId::parse(id).ok()
}
