//! A link was asked for and no answer came. It is never asked for again blindly:
//! first Composio is read, by the alias that the request carried.

use std::sync::Arc;
use std::time::Duration;

use composio::{ConnectedAccount, Generation, ListAccounts};
use domain::{AttemptId, AttemptState, ConnectedAccountId, Status, UserId};
use futures_util::StreamExt;
use store::AttemptRecord;
use wire::AttemptStage;

use crate::attempts::{end, end_at_last, snapshot, store_attempt};
use crate::connect;
use crate::error::Error;
use crate::fault::chain;
use crate::observed::{Seen, time};
use crate::workspace::Workspace;
use crate::{pace, retire, watcher};

/// How far apart the two looks are that prove absence.
const BETWEEN_LOOKS: Duration = Duration::from_secs(5);
/// How long to wait when Composio cannot be read at all.
const WHEN_SILENT: Duration = Duration::from_secs(10);
/// How often it is tried to take away what stands in the way of a new link. Each try is in the
/// audit list.
const DELETIONS: u32 = 3;
/// After this long nobody can finish what the request may have made, in milliseconds.
const GIVE_UP_MILLIS: i64 = 12 * 60 * 1_000;
/// How much the two clocks may still disagree once their offset is known, in milliseconds.
const CLOCK_SLACK_MILLIS: i64 = 120_000;

/// What the looks found.
enum Found {
    Nothing,
    One(Box<Seen>),
    Several(usize),
}

/// Finds out what came of a request without an answer, and goes on from there.
pub(crate) async fn reconcile(workspace: &Arc<Workspace>, id: &AttemptId) {
    let Err(error) = try_reconcile(workspace, id).await else {
        return;
    };
    tracing::warn!(error = %chain(&error), attempt = %id, "a request without an answer stays unclear");
    let said = "Composio did not answer and could not be read since. Start a new sign-in: what this one may have made is taken away by the next reading of the project.";
    workspace.with_live(id, |live| live.explanation = Some(said.to_owned()));
    let result = "unknown: Composio could not be read";
    end_at_last(workspace, id, AttemptState::Unsure, None, result).await;
}

/// Composio refuses the link for what is there already, and shows nothing that this sign-in made.
pub(crate) async fn unfound(workspace: &Workspace, id: &AttemptId) {
    let said = "Composio did not answer at first, refuses the link now for an account that is there already, and shows none that this sign-in made. Start a new sign-in: what this one may have made is taken away by the next reading of the project that shows it.";
    workspace.with_live(id, |live| live.explanation = Some(said.to_owned()));
    let result = "unknown: refused for an account that is not shown";
    end_at_last(workspace, id, AttemptState::Unsure, None, result).await;
}

async fn try_reconcile(workspace: &Arc<Workspace>, id: &AttemptId) -> Result<(), Error> {
    let mut looks = 0;
    while let Some((record, _)) =
        snapshot(workspace, id).filter(|(record, _)| record.attempt.state.is_open())
    {
        match find(workspace, &record).await {
            Ok(Found::Nothing) if looks == 0 => {
                looks = 1;
                workspace.sleep(BETWEEN_LOOKS).await;
            }
            // Twice absent: the request never arrived, and may be sent once more with
            // the same alias (Composio refuses a duplicate of it).
            Ok(Found::Nothing) => return again(workspace, id).await,
            Ok(Found::One(seen)) if seen.status == Status::Initializing => {
                // Where nothing but its age speaks for it, it may be somebody else's.
                return if by_alias(workspace)? {
                    make_anew(workspace, id, &seen.account).await
                } else {
                    unclear(workspace, id, 1).await
                };
            }
            Ok(Found::One(seen)) => return adopt(workspace, id, *seen).await,
            Ok(Found::Several(n)) => return unclear(workspace, id, n).await,
            Err(Error::Composio(error)) if error.is_transient() && !is_late(workspace, &record) => {
                workspace.with_live(id, |live| live.failed_looks += 1);
                let told = pace::told(&error).unwrap_or_default();
                let wait = told.min(until_late(workspace, &record)).max(WHEN_SILENT);
                workspace.sleep(wait).await;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// What is there may be what the request made, and may be somebody else's: it is left alone.
async fn unclear(workspace: &Workspace, id: &AttemptId, n: usize) -> Result<(), Error> {
    let accounts = if n == 1 { "account" } else { "accounts" };
    let said = format!(
        "{n} {accounts} at Composio could be the one this sign-in made. Look there; nothing was changed."
    );
    workspace.with_live(id, |live| live.explanation = Some(said));
    let result = "unknown: what is there may be somebody else's";
    end(workspace, id, AttemptState::Unsure, None, result).await?;
    Ok(())
}

/// Past the life of any link that the request may have made.
fn is_late(workspace: &Workspace, record: &AttemptRecord) -> bool {
    until_late(workspace, record) == Duration::ZERO
}

/// How long until that: whatever Composio says that it is to be left alone, nobody is kept waiting
/// for longer.
fn until_late(workspace: &Workspace, record: &AttemptRecord) -> Duration {
    let sent = record.attempt.sent_at.unwrap_or(record.attempt.planned_at);
    let left = GIVE_UP_MILLIS.saturating_sub(workspace.now().since(sent));
    // At that very moment it is not past it yet.
    Duration::from_millis(u64::try_from(left.saturating_add(1)).unwrap_or(0))
}

/// Whether Composio keeps the alias that says which sign-in an account is of.
fn by_alias(workspace: &Workspace) -> Result<bool, Error> {
    Ok(workspace.client()?.generation() == Generation::V3_1)
}

async fn find(workspace: &Workspace, record: &AttemptRecord) -> Result<Found, Error> {
    let client = workspace.client()?;
    let (user, which) = whose(workspace, record)?;
    let by_alias = by_alias(workspace)?;
    let mut pages = std::pin::pin!(client.connected_accounts().pages(which));
    let mut hits = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page?;
        if page.restarted {
            hits.clear();
        }
        page.items
            .iter()
            .filter(|account| fits(workspace, account, record, by_alias))
            .filter_map(|account| Seen::read(account, workspace.now()))
            .filter(|seen| seen.user == user)
            .for_each(|seen| take(&mut hits, seen));
    }
    let known = |account: &ConnectedAccountId| {
        workspace
            .roster()
            .accounts()
            .any(|(other, _)| other == account)
            || workspace
                .live()
                .values()
                .any(|live| live.record.attempt.account.as_ref() == Some(account))
    };
    if !by_alias {
        hits.retain(|seen| !known(&seen.account));
    }
    Ok(match hits.len() {
        0 => Found::Nothing,
        1 => hits
            .pop()
            .map_or(Found::Nothing, |seen| Found::One(Box::new(seen))),
        n => Found::Several(n),
    })
}

/// Takes in what may be the account. What comes twice, because pages shift, is one: two would be a
/// question that nobody can answer.
fn take(hits: &mut Vec<Seen>, seen: Seen) {
    hits.retain(|known| known.account != seen.account);
    hits.push(seen);
}

/// Whose account it would be, and what Composio is asked for. A comma stands between two users
/// there: one in a user id would ask for others, and not for this one.
fn whose(workspace: &Workspace, record: &AttemptRecord) -> Result<(UserId, ListAccounts), Error> {
    let roster = workspace.roster();
    let row = roster
        .row(&record.attempt.integration)
        .ok_or(Error::UnknownRow)?;
    let tenant = roster.tenant(&row.record.tenant).ok_or(Error::UnknownRow)?;
    let user = tenant.user.clone();
    let one = (!user.as_str().contains(',')).then(|| user.to_string());
    let which = ListAccounts {
        user_ids: one.into_iter().collect(),
        auth_config_ids: vec![row.record.auth_config.to_string()],
        ..ListAccounts::default()
    };
    Ok((user, which))
}

fn fits(
    workspace: &Workspace,
    account: &ConnectedAccount,
    record: &AttemptRecord,
    by_alias: bool,
) -> bool {
    if by_alias {
        return account.alias.as_deref() == Some(record.attempt.alias.as_str());
    }
    let sent = record.attempt.sent_at.unwrap_or(record.attempt.planned_at);
    account
        .created_at
        .map(|at| workspace.on_our_clock(time(at)))
        .is_some_and(|at| at >= sent.plus_millis(-CLOCK_SLACK_MILLIS))
}

/// The account is there, and somebody can still finish it: the watch goes on.
async fn adopt(workspace: &Arc<Workspace>, id: &AttemptId, seen: Seen) -> Result<(), Error> {
    // An app that ended may have been about to take it away.
    workspace.will_not_retire(&seen.account).await;
    let expires = workspace.now().plus_millis(10 * 60 * 1_000);
    store_attempt(workspace, id, |attempt| {
        attempt.mark_waiting(seen.account.clone(), expires)
    })
    .await?;
    if connect::was_cancelled(workspace, id) {
        // Nobody is to finish it: the next reading takes it away.
        return Ok(());
    }
    workspace.with_live(id, |live| live.stage = AttemptStage::Waiting);
    watcher::watch(workspace, id.clone());
    Ok(())
}

/// A link that nobody can open any more is taken away and made anew: as long as its account is
/// there, its alias is taken.
async fn make_anew(
    workspace: &Arc<Workspace>,
    id: &AttemptId,
    account: &ConnectedAccountId,
) -> Result<(), Error> {
    for tried in 1..=DELETIONS {
        retire::give_up(workspace, id, account).await;
        // That it is not on the list of those to go says nothing: that may not have been written.
        if workspace.deleted().contains(account) {
            return again(workspace, id).await;
        }
        let is_open = |(record, _): &(AttemptRecord, _)| record.attempt.state.is_open();
        if !snapshot(workspace, id).as_ref().is_some_and(is_open) {
            return Ok(());
        }
        if tried < DELETIONS {
            workspace.sleep(WHEN_SILENT).await;
        }
    }
    let said = "The link was lost with Composio's answer, and the account that it was for could not be deleted for certain to make another. Start a new sign-in; a later reading of the project takes the account away.";
    workspace.with_live(id, |live| live.explanation = Some(said.to_owned()));
    let result = "unknown: what was made could not be taken away";
    end(workspace, id, AttemptState::Unsure, None, result).await?;
    Ok(())
}

/// Sends the request once more. A second silence ends the attempt as unsure.
async fn again(workspace: &Arc<Workspace>, id: &AttemptId) -> Result<(), Error> {
    let spent = workspace
        .with_live(id, |live| std::mem::replace(&mut live.resent, true))
        .unwrap_or(true);
    if spent {
        let said = "Composio did not answer twice. Nothing of this sign-in is left there; start a new one.";
        workspace.with_live(id, |live| live.explanation = Some(said.to_owned()));
        end(
            workspace,
            id,
            AttemptState::Unsure,
            None,
            "unknown: no answer twice",
        )
        .await?;
        return Ok(());
    }
    Box::pin(connect::ask(workspace, id)).await;
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::{AccountFacts, AuthConfigId, Observation, Sighting, Timestamp, ToolkitSlug};

    use super::*;

    fn seen(account: &str, status: Status) -> Seen {
        Seen {
            account: ConnectedAccountId::parse(account).unwrap(),
            user: UserId::parse("ada").unwrap(),
            auth_config: AuthConfigId::parse("ac_1").unwrap(),
            toolkit: ToolkitSlug::parse("gmail").unwrap(),
            look: Observation {
                sighting: Sighting::Present(status.clone()),
                reason: None,
                at: Timestamp::from_millis(0),
            },
            status,
            facts: AccountFacts::default(),
            identity: None,
        }
    }

    #[test]
    fn an_account_that_comes_twice_is_one_and_the_later_word_on_it_counts() {
        let mut hits = Vec::new();
        take(&mut hits, seen("ca_1", Status::Initializing));
        take(&mut hits, seen("ca_1", Status::Active));
        assert_eq!(hits.len(), 1);
        assert_eq!(hits[0].status, Status::Active);
        take(&mut hits, seen("ca_2", Status::Active));
        assert_eq!(hits.len(), 2, "two are two");
    }
}
