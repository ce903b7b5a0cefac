//! What a full pass did not show. Each account is asked for by itself, twice: a list that forgets
//! many proves nothing. As many at a time as the budget of requests bears; what is left then, and
//! what could not be read, is looked at with the next reading, and the pass is not done before.
//!
//! They are kept in memory alone. Who starts anew reads everything again, and asks first whose
//! project the key is of: a key of another one is answered "not found" for each of ours.
//!
//! Stop ends the looks at once. Those that are left have their turn with the next reading that is
//! asked for, and until then the pass is not done.

use std::collections::HashSet;
use std::future::Future;
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::{AuthConfigId, ConnectedAccountId, IntegrationId, LifecycleName, Timestamp};

use super::{DONE, Ended};
use crate::absorb::fresh_id;
use crate::error::Error;
use crate::fault::chain;
use crate::later::ends_a_look;
use crate::look;
use crate::roster::{Roster, Row};
use crate::watcher;
use crate::workspace::Workspace;

/// So many wait for their second look together.
pub(super) const A_FEW: usize = 25;
/// So often with one reading. Each account takes two requests: four hundred, one after the other and
/// with the waits between, take well over a minute, of which the smallest budget is 2,000 requests.
const TIMES: usize = 8;

/// An account that was not shown, and its row.
pub(super) type Suspect = (ConnectedAccountId, IntegrationId);

/// What is known of the readings of this run alone.
#[derive(Default)]
pub(crate) struct Readings {
    /// Whether Composio said in this run that the key is of the project of the list.
    pub(super) confirmed: AtomicBool,
    missing: Mutex<Option<Missing>>,
}

/// A full pass whose list is complete, and what it did not show.
struct Missing {
    /// What stands on the disk for the end of the pass until all of them were looked at.
    word: String,
    listed_at: Timestamp,
    left: Vec<Suspect>,
}

/// What a look at one of them brought.
enum Found {
    Denied,
    /// It is there, or Composio does not show it to this key, which it would say again.
    Known,
    /// Nothing is known of it, and may be soon.
    Unread,
}

/// What is to come after a few were looked at.
enum Then {
    More,
    /// Nothing is left, or one could not be read: others may fare no better, and the next reading
    /// is soon.
    Enough,
    Stopped,
}

impl Readings {
    /// How many a full pass left over.
    pub(super) fn left(&self) -> usize {
        self.missing().as_ref().map_or(0, |it| it.left.len())
    }

    /// When the list of the last full pass was complete, if that is the one that the disk tells of.
    pub(super) fn listed_at(&self, done: Option<&str>) -> Option<Timestamp> {
        let held = self.missing();
        let missing = held.as_ref()?;
        (done == Some(missing.word.as_str())).then_some(missing.listed_at)
    }

    /// These were looked at. Those that could not be read have their turn after all others.
    fn looked_at(&self, these: &[Suspect], unread: Vec<Suspect>) {
        if let Some(missing) = self.missing().as_mut() {
            missing.left.retain(|left| !these.contains(left));
            missing.left.extend(unread);
        }
    }

    fn missing(&self) -> MutexGuard<'_, Option<Missing>> {
        self.missing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Rows whose account a complete list did not show. Where it is not known whose key this is, only
/// those of an auth config that it vouches for.
pub(super) fn suspects(
    roster: &Roster,
    seen: &HashSet<ConnectedAccountId>,
    vouched: Option<&HashSet<AuthConfigId>>,
) -> Vec<Suspect> {
    let vouches = |row: &Row| vouched.is_none_or(|all| all.contains(&row.record.auth_config));
    roster
        .accounts()
        .filter(|(account, _)| !seen.contains(*account))
        .filter(|(_, row)| roster.row(row).is_some_and(vouches))
        .map(|(account, row)| (account.clone(), row.clone()))
        .filter(|suspect| is_in_question(roster, suspect))
        .collect()
}

/// Whether the row stands for the account still, and is not known to have lost it.
fn is_in_question(roster: &Roster, (account, row): &Suspect) -> bool {
    roster.row(row).is_some_and(|row| {
        let state = row.record.connection.lifecycle.name();
        !look::moved_on(row, account) && state != LifecycleName::Revoked
    })
}

/// The list is complete, and these were not on it. Until they were looked at, a word that only this
/// run knows stands for the end of the pass.
pub(super) async fn begin(
    workspace: &Workspace,
    left: Vec<Suspect>,
    asked_for: Option<&str>,
) -> Result<(), Error> {
    let (word, listed_at) = (format!("listed {}", fresh_id()), workspace.now());
    // Where another pass was asked for meanwhile, that is still to come.
    if workspace.store.meta(DONE).await?.as_deref() == asked_for {
        workspace.store.set_meta(DONE, &word).await?;
    }
    *workspace.readings.missing() = Some(Missing {
        word,
        listed_at,
        left,
    });
    Ok(())
}

/// Looks at those that are left, as many as one reading may ask for. The pass is done with the last.
pub(super) async fn go_on(workspace: &Workspace) -> Result<Ended, Error> {
    for _ in 0..TIMES {
        match look_at_a_few(workspace).await? {
            Then::More => {}
            Then::Enough => break,
            Then::Stopped => return Ok(Ended::Stopped),
        }
    }
    let all = |missing: &mut Missing| missing.left.is_empty();
    let done = workspace.readings.missing().take_if(all);
    let Some(done) = done else {
        return Ok(Ended::Complete);
    };
    if workspace.store.meta(DONE).await?.as_deref() == Some(done.word.as_str()) {
        let at = done.listed_at.millis().to_string();
        workspace.store.set_meta(DONE, &at).await?;
    }
    Ok(Ended::Complete)
}

/// What this waits for brings; `None` as soon as a person stops the reading. Only what changes
/// nothing here is waited for so: it is given up where it is.
async fn unless_stopped<T>(workspace: &Workspace, wait: impl Future<Output = T>) -> Option<T> {
    tokio::select! {
        biased;
        () = workspace.stop.notified() => None,
        brought = wait => Some(brought),
    }
}

/// The next ones, each twice. Where it is stopped, these are looked at again from the first one:
/// one denial proves nothing later on.
async fn look_at_a_few(workspace: &Workspace) -> Result<Then, Error> {
    let these = next(workspace);
    if these.is_empty() {
        return Ok(Then::Enough);
    }
    let (mut absent, mut unread) = (Vec::new(), Vec::new());
    for suspect in &these {
        let Some(found) = unless_stopped(workspace, find(workspace, suspect)).await else {
            return Ok(Then::Stopped);
        };
        match found? {
            Found::Denied => absent.push(suspect),
            Found::Known => {}
            Found::Unread => unread.push(suspect.clone()),
        }
    }
    if !absent.is_empty() {
        let waited = unless_stopped(workspace, workspace.sleep(look::BETWEEN_LOOKS)).await;
        if waited.is_none() {
            return Ok(Then::Stopped);
        }
    }
    for suspect in absent {
        let Some(found) = unless_stopped(workspace, find(workspace, suspect)).await else {
            return Ok(Then::Stopped);
        };
        match found? {
            Found::Denied => {
                let (account, row) = suspect;
                look::settle_missing(workspace, row, account, look::TWO_LOOKS, None).await?;
            }
            Found::Known => {}
            Found::Unread => unread.push(suspect.clone()),
        }
    }
    let then = match unread.is_empty() {
        true => Then::More,
        false => Then::Enough,
    };
    workspace.readings.looked_at(&these, unread);
    Ok(then)
}

/// Those whose turn it is.
fn next(workspace: &Workspace) -> Vec<Suspect> {
    let roster = workspace.roster();
    let mut held = workspace.readings.missing();
    let Some(missing) = held.as_mut() else {
        return Vec::new();
    };
    missing
        .left
        .retain(|suspect| is_in_question(&roster, suspect));
    missing.left.iter().take(A_FEW).cloned().collect()
}

/// Looks at one. An error is what the next one would meet as well.
async fn find(workspace: &Workspace, suspect: &Suspect) -> Result<Found, Error> {
    use composio::Error as E;
    match watcher::fetch(workspace, &suspect.0).await {
        // It is there, whatever its data lack.
        Ok(_) | Err(Error::Input(_)) => Ok(Found::Known),
        Err(Error::Composio(E::NotFound(_))) => Ok(Found::Denied),
        Err(Error::Composio(E::Forbidden(_) | E::Rejected(_))) => Ok(Found::Known),
        // Of this answer alone: the next one may be whole.
        Err(Error::Composio(E::Unreachable {
            kind: composio::Cause::BodyTooLarge | composio::Cause::Truncated,
            ..
        })) => Ok(Found::Unread),
        Err(error) if ends_a_look(&error) => {
            // Where it is this one alone after all, it keeps no other from its turn.
            let this = std::slice::from_ref(suspect);
            workspace.readings.looked_at(this, this.to_vec());
            Err(error)
        }
        Err(error) => {
            tracing::warn!(error = %chain(&error), account = %suspect.0, "an account that the list did not show could not be read");
            Ok(Found::Unread)
        }
    }
}
