//! The way home: looking at an attempt's account until it is decided. The doorbell
//! (a deep link, the loopback page, "check now") only makes the next look come
//! sooner; the truth is always Composio's.

use std::sync::Arc;
use std::time::Duration;

use domain::{
    Attempt, AttemptId, AttemptState, Cause, ConnectedAccountId, Lost, Observation, Progress,
    Sighting, Status, Timestamp, Way,
};
use wire::{AttemptStage, AttemptTrouble};

use crate::attempts::{end, end_with, open_snapshot, snapshot, store_attempt};
use crate::error::Error;
use crate::fault::chain;
use crate::fingerprint;
use crate::observed::{Seen, time};
use crate::workspace::Workspace;
use crate::{pace, won};

/// The first minute: somebody is likely at the keyboard.
const QUICK: Duration = Duration::from_secs(2);
/// After that.
const SLOW: Duration = Duration::from_secs(5);
/// How long the quick looks last, in milliseconds.
const QUICK_MILLIS: i64 = 60_000;
/// How far apart two looks must be before "not found" means gone, in milliseconds.
const MISSING_MILLIS: i64 = 5_000;
/// A request is answered within this, in milliseconds: what the clock of this computer says
/// beyond it was set while the app was closed.
const SET_MILLIS: i64 = 60_000;
/// Past the link's death by this much and still no answer: nobody knows, in milliseconds.
const UNSURE_MILLIS: i64 = 120_000;

/// Watches an attempt until it is decided.
pub(crate) fn watch(workspace: &Arc<Workspace>, id: AttemptId) {
    let task = Arc::clone(workspace);
    workspace.spawn(async move {
        while let Some(asked) = pause(&task, &id).await {
            // A key that was refused is not shown again and again by a clock.
            let refused = task.client().is_ok_and(|client| client.is_refused());
            let looked = match refused && !asked {
                true => missed(&task, &id).await,
                false => look(&task, &id).await,
            };
            if let Err(error) = looked {
                tracing::warn!(error = %chain(&error), attempt = %id, "a look failed");
            }
        }
    });
}

/// Waits for the next look; `None` when there is nothing left to look for, and whether
/// somebody rang.
async fn pause(workspace: &Workspace, id: &AttemptId) -> Option<bool> {
    let (wait, wake) = {
        let mut all = workspace.live();
        let live = all
            .get_mut(id)
            .filter(|live| live.record.attempt.state.is_watched())?;
        let age = live.link_at.map_or(0, |at| workspace.now().since(at));
        let usual = if age < QUICK_MILLIS { QUICK } else { SLOW };
        let told = live.put_off.take();
        let wait = told.map_or(usual, |told| {
            told.min(until_given_up(&live.record.attempt, workspace.now()))
                .max(usual)
        });
        (wait, Arc::clone(&live.wake))
    };
    tokio::select! {
        () = workspace.sleep(wait) => Some(false),
        () = wake.notified() => Some(true),
    }
}

/// How long until the watch gives an attempt up: whatever it is told to wait, nobody is kept waiting
/// for longer.
fn until_given_up(attempt: &Attempt, now: Timestamp) -> Duration {
    let end = attempt.expires_at.unwrap_or(now).plus_millis(UNSURE_MILLIS);
    // It is past that only a moment after.
    Duration::from_millis(u64::try_from(end.since(now)).unwrap_or(0)) + QUICK
}

/// The clock of this computer was set while somebody signs in: the end of the link is
/// Composio's, so it is noted anew on the clock as it shows now.
async fn follow_the_clock(
    workspace: &Workspace,
    id: &AttemptId,
    made: Option<Timestamp>,
) -> Result<(), Error> {
    let ahead = workspace.clock_ahead();
    let stepped = workspace
        .live()
        .get_mut(id)
        .map_or(0, |live| match live.clock_stepped(ahead) {
            Some(stepped) => stepped,
            None => made.map_or(0, |made| set_while_closed(&live.record.attempt, made)),
        });
    if stepped != 0 {
        tracing::info!(attempt = %id, stepped, "the clock was set during a sign-in");
        store_attempt(workspace, id, |attempt| {
            let end = attempt.expires_at.map(|end| end.plus_millis(stepped));
            // Whatever the clocks say, nobody is kept waiting for longer.
            attempt.expires_at = end.map(|end| Attempt::link_end(end, workspace.now()));
        })
        .await?;
    }
    Ok(())
}

/// By how much a link dies later than was noted before the app closed: on the clock as it
/// shows now it was made at this time, which is when it was asked for. Never earlier: when
/// a link is dead, Composio says so, and nobody is sent away before.
fn set_while_closed(attempt: &Attempt, made: Timestamp) -> i64 {
    let later = attempt.sent_at.map_or(0, |sent| made.since(sent));
    if later > SET_MILLIS { later } else { 0 }
}

/// One look at an attempt's account, and what follows from it.
pub(crate) async fn look(workspace: &Arc<Workspace>, id: &AttemptId) -> Result<(), Error> {
    let Some((record, _)) = snapshot(workspace, id) else {
        return Ok(());
    };
    let Some(account) = record
        .attempt
        .account
        .clone()
        .filter(|_| record.attempt.state.is_watched())
    else {
        return Ok(());
    };
    let answer = workspace
        .client()?
        .connected_accounts()
        .get(account.as_str())
        .await;
    let now = workspace.now();
    // An answer takes back what was said before it.
    if let Some(live) = workspace.live().get_mut(id) {
        live.put_off = answer.as_ref().err().and_then(pace::told);
    }
    if let Ok(raw) = &answer {
        let made = raw.created_at.map(|at| workspace.on_our_clock(time(at)));
        follow_the_clock(workspace, id, made).await?;
    }
    let Some((record, _)) = snapshot(workspace, id) else {
        return Ok(());
    };
    match answer {
        Ok(raw) => {
            let Some(seen) = Seen::read(&raw, now) else {
                return missed(workspace, id).await;
            };
            let progress = record
                .attempt
                .read(&seen.look, seen.told().or_else(|| hint(workspace, id)));
            workspace.with_live(id, |live| {
                live.looked_at = Some(now);
                live.failed_looks = 0;
                live.missing_since = None;
            });
            match progress {
                Progress::Watching { started } => watching(workspace, id, started, now).await,
                Progress::Connected => won::connected(workspace, id, seen).await,
                Progress::Lost(lost) => lose(workspace, id, lost, &seen.look).await,
            }
        }
        Err(composio::Error::NotFound(_)) => absent(workspace, id, now).await,
        Err(error) => {
            tracing::info!(error = %chain(&error), attempt = %id, "composio did not answer a look");
            missed(workspace, id).await
        }
    }
}

/// What the way back said, for the wording of an end.
fn hint(workspace: &Workspace, id: &AttemptId) -> Option<Lost> {
    let live = workspace.live();
    match live.get(id)?.trouble? {
        AttemptTrouble::OtherBrowser => Some(Lost::OtherBrowser),
        AttemptTrouble::NoBrowser | AttemptTrouble::NoWayHome => None,
    }
}

async fn watching(
    workspace: &Workspace,
    id: &AttemptId,
    started: bool,
    now: Timestamp,
) -> Result<(), Error> {
    let news = started
        && workspace
            .live()
            .get(id)
            .is_some_and(|live| live.record.attempt.seen_at.is_none());
    if news {
        workspace.with_live(id, |live| live.stage = AttemptStage::SigningIn);
        store_attempt(workspace, id, |attempt| attempt.seen_at = Some(now)).await?;
    }
    Ok(())
}

/// A look that brought nothing. Only when the link is long dead does it end the watch.
async fn missed(workspace: &Workspace, id: &AttemptId) -> Result<(), Error> {
    let now = workspace.now();
    let hopeless = workspace
        .with_live(id, |live| {
            live.failed_looks += 1;
            live.record
                .attempt
                .expires_at
                .is_some_and(|end| now > end.plus_millis(UNSURE_MILLIS))
        })
        .unwrap_or(false);
    if hopeless {
        let said = "Composio could not be asked until well after the link died. The next reading of the project shows what came of it.";
        workspace.with_live(id, |live| live.explanation = Some(said.to_owned()));
        end(
            workspace,
            id,
            AttemptState::Unsure,
            None,
            "unknown: Composio could not be asked",
        )
        .await?;
    }
    Ok(())
}

/// 404: gone only when a second look, five seconds later, says so too.
async fn absent(workspace: &Workspace, id: &AttemptId, now: Timestamp) -> Result<(), Error> {
    let gone = workspace
        .with_live(id, |live| {
            let since = *live.missing_since.get_or_insert(now);
            live.looked_at = Some(now);
            now.since(since) >= MISSING_MILLIS
        })
        .unwrap_or(false);
    if gone {
        let look = Observation {
            sighting: Sighting::Missing,
            reason: None,
            at: now,
        };
        lose(workspace, id, Lost::Gone, &look).await?;
    }
    Ok(())
}

/// It ended without an account. A first connect takes the look into its row, so
/// that the list says why; a reconnect leaves the row alone.
async fn lose(
    workspace: &Workspace,
    id: &AttemptId,
    lost: Lost,
    look: &Observation,
) -> Result<(), Error> {
    let Some((record, _)) = open_snapshot(workspace, id) else {
        return Ok(());
    };
    // Only what is final is taken into the row: somebody may still finish a sign-in
    // after the watch gave up, and then the next reading finds a row that waits for it.
    let unfinished = matches!(
        look.sighting,
        Sighting::Present(Status::Initializing | Status::Initiated)
    );
    let told = (!unfinished).then_some(look);
    if let Some(said) = named(lost, look) {
        workspace.with_live(id, |live| live.explanation = Some(said));
    }
    let result = format!("lost: {}", lost.as_str());
    let state = AttemptState::Lost;
    if !end_with(workspace, id, state, Some(lost), &result, told).await? {
        return Ok(());
    }
    tell_lost(workspace, &record, lost);
    Ok(())
}

/// What Composio's reason for a failure means, where it says more than that it failed: the
/// row shows the same.
fn named(lost: Lost, look: &Observation) -> Option<String> {
    let reason = look.reason.as_deref().filter(|_| lost == Lost::Failed)?;
    let cause = domain::cause::from_text(reason)?;
    (cause != Cause::ExchangeFailed).then(|| format!("{}. {}", cause.label(), cause.sentence()))
}

/// Says that an attempt ended without an account. Of a tenant several links may be on their
/// way: the toolkit tells which.
fn tell_lost(workspace: &Workspace, record: &store::AttemptRecord, lost: Lost) {
    let row = &record.attempt.integration;
    let Some(name) = workspace.roster().title_of(row) else {
        return;
    };
    if record.attempt.way == Way::Sent {
        let (title, body) = match lost {
            Lost::LinkUnused => (
                format!("{name}: the link ran out"),
                "Nobody finished the sign-in in time. Make a new link when they are ready.",
            ),
            _ => (
                format!("{name}: the sign-in did not finish"),
                "Open the row to see why and what to do.",
            ),
        };
        workspace.alert(title, body.to_owned(), row);
    }
    workspace.notice(false, format!("{name}: the sign-in did not finish."), row);
}

/// Looks at an account that no attempt and no row of ours is certain about.
pub(crate) async fn fetch(
    workspace: &Workspace,
    account: &ConnectedAccountId,
) -> Result<Seen, Error> {
    let raw = workspace
        .client()?
        .connected_accounts()
        .get(account.as_str())
        .await?;
    let seen = Seen::read(&raw, workspace.now()).ok_or(Error::Input(
        "The account's data at Composio lack what a row needs.",
    ))?;
    Ok(fingerprint::marked(seen, &raw, &workspace.salt))
}
