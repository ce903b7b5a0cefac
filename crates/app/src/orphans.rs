//! An account that a sign-in made without ever learning its id: cancelled while the request
//! was on its way and the app ended, or no answer came and Composio could not be read since, or
//! one came that denied it.
//! Its alias says whose it is, and it is taken away: nobody ever had its link.

use std::collections::HashMap;

use domain::{AttemptId, AttemptState, ConnectedAccountId};

use crate::claim::is_finished;
use crate::error::Error;
use crate::observed::Seen;
use crate::retiring::Why;
use crate::workspace::Workspace;

impl Workspace {
    /// Notes those of a page that are to go; the reading that brought it takes them away.
    pub(crate) async fn note_orphans(&self, page: &[Seen]) -> Result<(), Error> {
        let made: HashMap<AttemptId, &Seen> = page
            .iter()
            .filter(|seen| !self.is_held(seen))
            .filter_map(|seen| Some((made_by(seen)?, seen)))
            .filter(|(id, _)| !self.is_followed(id))
            .collect();
        let ids: Vec<AttemptId> = made.keys().cloned().collect();
        for record in self.store.attempts_named(&ids).await? {
            let attempt = record.attempt;
            let Some(seen) = made.get(&attempt.id) else {
                continue;
            };
            // Whatever works is somebody's.
            let unfinished = !is_finished(&seen.status, seen.look.reason.as_deref());
            let why = match attempt.state {
                AttemptState::Cancelled => Why::Unused,
                AttemptState::Unsure if unfinished => Why::Orphaned,
                // A link that somebody has may still be used.
                AttemptState::Lost
                    if unfinished && attempt.handed_at.is_none() && attempt.opened_at.is_none() =>
                {
                    Why::Orphaned
                }
                _ => continue,
            };
            // Of one that was cancelled the account may be known, and nobody noted that it is to go.
            if attempt.account.is_none() || attempt.state == AttemptState::Cancelled {
                self.will_retire(&attempt.integration, &seen.account, why)
                    .await?;
            }
        }
        Ok(())
    }

    /// Notes those that died before this program ever learnt of them: somebody finished the
    /// sign-in, access was lost after that, and the row stands for another account by now. No row
    /// will ever stand for them.
    pub(crate) async fn note_leftovers(
        &self,
        leftovers: Vec<(AttemptId, ConnectedAccountId)>,
    ) -> Result<(), Error> {
        let made: HashMap<AttemptId, ConnectedAccountId> = leftovers
            .into_iter()
            .filter(|(id, account)| !self.is_followed(id) && !self.retiring().contains_key(account))
            .collect();
        if made.is_empty() {
            return Ok(());
        }
        let ids: Vec<AttemptId> = made.keys().cloned().collect();
        for record in self.store.attempts_named(&ids).await? {
            let attempt = record.attempt;
            let unknown = attempt.account.is_none()
                && matches!(attempt.state, AttemptState::Unsure | AttemptState::Lost);
            if let (true, Some(account)) = (unknown, made.get(&attempt.id)) {
                self.will_retire(&attempt.integration, account, Why::Unused)
                    .await?;
            }
        }
        Ok(())
    }

    /// Whether a row stands for it, or it is to go anyway, or is gone since the page was read.
    fn is_held(&self, seen: &Seen) -> bool {
        self.roster().stands_for(&seen.account).is_some()
            || self.retiring().contains_key(&seen.account)
            || self.deleted().contains(&seen.account)
    }

    /// Whether the sign-in itself still sees to its account. One that ended without an
    /// account, or as unsure, never does again; one that was cancelled only while its request is
    /// on its way.
    fn is_followed(&self, id: &AttemptId) -> bool {
        let live = self.live();
        live.get(id)
            .is_some_and(|live| match live.record.attempt.state {
                AttemptState::Unsure | AttemptState::Lost => false,
                AttemptState::Cancelled => live.asking,
                _ => true,
            })
    }
}

/// The sign-in that an account's alias names. A person may have named it anew since; then
/// it was somebody's, and stays.
pub(crate) fn made_by(seen: &Seen) -> Option<AttemptId> {
    let id = seen.facts.alias.as_deref()?.strip_prefix("sw-")?;
    AttemptId::parse(id).ok()
}
