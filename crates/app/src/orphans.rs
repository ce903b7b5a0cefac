//! An account that a sign-in made without ever learning its id: cancelled while the request
//! was on its way and the app ended, or no answer came and Composio could not be read since, or
//! one came that denied it.
//! Its alias says whose it is, and it is taken away: nobody ever had its link.

use std::collections::HashMap;

use domain::{AttemptId, AttemptState};

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
fn made_by(seen: &Seen) -> Option<AttemptId> {
    let id = seen.facts.alias.as_deref()?.strip_prefix("sw-")?;
    AttemptId::parse(id).ok()
}
