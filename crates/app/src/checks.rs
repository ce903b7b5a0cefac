//! Reading the provider for many rows, one run at a time. Reads only. Polite: few at
//! once, none while the organization's budget is nearly spent, and of that budget no more
//! than a share.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use domain::{Concern, IntegrationId, LifecycleName, ToolkitSlug};
use futures_util::StreamExt as _;
use tokio::sync::Notify;
use wire::{ChecksView, Event, Fault, ListView, Narrow};

use crate::budget;
use crate::error::Error;
use crate::look;
use crate::workspace::Workspace;

/// Checks that are under way at once.
const AT_ONCE: usize = 4;
/// The requests of one check, at most.
const EACH: usize = 8;
/// How often it is looked whether the share allows more again.
const STEP: Duration = Duration::from_secs(2);
/// The longest a run waits for the budget in one go.
const LONGEST_WAIT: Duration = Duration::from_secs(60);
/// How often a row is asked again after the budget was spent.
const TRIES: u32 = 3;

/// The run that goes on, or the last one.
#[derive(Default)]
pub(crate) struct Checks {
    view: Mutex<Option<ChecksView>>,
    stop: AtomicBool,
    stopped: Notify,
}

impl Checks {
    /// As the window shows it.
    pub(crate) fn view(&self) -> Option<ChecksView> {
        self.view
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Stops the run.
    pub(crate) fn stop(&self) {
        self.stop.store(true, Ordering::Release);
        self.stopped.notify_waiters();
    }

    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Acquire)
    }
}

/// How one check came out.
enum Came {
    Recovered,
    Failing,
    Unclear,
    /// Nothing more can be read: the key is refused, or the network is gone.
    End(Fault),
}

/// Begins a run over the rows that are meant.
pub(crate) fn start(
    workspace: &Arc<Workspace>,
    narrow: Narrow,
    toolkit: Option<ToolkitSlug>,
) -> Result<String, Error> {
    workspace.client()?;
    let roster = workspace.roster();
    // What Composio calls connected is mostly not known to fail: that is why it is asked.
    let meant = match narrow.view {
        ListView::Connected => roster.meant(&narrow, toolkit.as_ref()),
        _ => roster.unwell(&narrow, toolkit.as_ref()),
    };
    let rows: Vec<IntegrationId> = meant
        .into_iter()
        .filter(|row| row.record.connection.account.is_some())
        .map(|row| row.record.id().clone())
        .collect();
    drop(roster);
    if rows.is_empty() {
        return Err(Error::Input("There is no token to check."));
    }
    let view = ChecksView {
        narrow,
        toolkit,
        total: u32::try_from(rows.len()).unwrap_or(u32::MAX),
        done: 0,
        recovered: 0,
        failing: 0,
        running: true,
        waiting: false,
        stopped: false,
        fault: None,
    };
    {
        let checks = &workspace.checks;
        let mut held = checks.view.lock().unwrap_or_else(PoisonError::into_inner);
        if held.as_ref().is_some_and(|view| view.running) {
            return Err(Error::Input(
                "Tokens are being checked already. Stop that first.",
            ));
        }
        checks.stop.store(false, Ordering::Release);
        *held = Some(view.clone());
    }
    workspace.publish(&Event::Checks(Box::new(view)));
    let told = format!("Checking {} tokens.", rows.len());
    let task = Arc::clone(workspace);
    workspace.spawn(async move { run(&task, rows).await });
    Ok(told)
}

async fn run(workspace: &Workspace, rows: Vec<IntegrationId>) {
    let mut results = futures_util::stream::iter(rows)
        .map(|row| async move { one(workspace, &row).await })
        .buffer_unordered(AT_ONCE);
    while let Some(came) = results.next().await {
        let Some(came) = came else { continue };
        let ended = matches!(came, Came::End(_));
        tell(workspace, |view| {
            view.waiting = false;
            match came {
                Came::Recovered => view.recovered += 1,
                Came::Failing => view.failing += 1,
                Came::Unclear => {}
                Came::End(fault) => {
                    view.fault = Some(fault);
                    return;
                }
            }
            view.done += 1;
        });
        if ended {
            workspace.checks.stop();
        }
    }
    let stopped = workspace.checks.is_stopped();
    tell(workspace, |view| {
        view.running = false;
        view.waiting = false;
        view.stopped = stopped && view.fault.is_none() && view.done < view.total;
    });
}

fn tell(workspace: &Workspace, change: impl FnOnce(&mut ChecksView)) {
    let view = {
        let mut held = workspace
            .checks
            .view
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let Some(view) = held.as_mut() else { return };
        change(view);
        view.clone()
    };
    workspace.publish(&Event::Checks(Box::new(view)));
}

/// One row. `None` when the run was stopped before it.
async fn one(workspace: &Workspace, row: &IntegrationId) -> Option<Came> {
    let mut tried = 0;
    loop {
        for_budget(workspace).await;
        if workspace.checks.is_stopped() {
            return None;
        }
        tried += 1;
        match look::check_token(workspace, row).await {
            Ok(_) => return Some(came(workspace, row)),
            Err(Error::Composio(composio::Error::RateLimited { after, .. })) if tried < TRIES => {
                let wait = after.unwrap_or(Duration::from_secs(5)).min(LONGEST_WAIT);
                pause(workspace, wait).await;
            }
            // The row was taken off the list meanwhile.
            Err(Error::UnknownRow | Error::Input(_)) => return Some(Came::Unclear),
            Err(error) => return Some(failed(error)),
        }
    }
}

fn failed(error: Error) -> Came {
    use composio::Error as E;
    let ends = matches!(
        &error,
        Error::NoKey
            | Error::Composio(E::Unauthorized(_) | E::Unreachable { .. } | E::RateLimited { .. })
    );
    if ends {
        Came::End(error.into())
    } else {
        Came::Unclear
    }
}

fn came(workspace: &Workspace, row: &IntegrationId) -> Came {
    let roster = workspace.roster();
    let Some(row) = roster.row(row) else {
        return Came::Unclear;
    };
    match row.concern {
        None if row.record.connection.lifecycle.name() == LifecycleName::Active => Came::Recovered,
        Some((_, Concern::Act)) => Came::Failing,
        _ => Came::Unclear,
    }
}

/// Waits while the organization's budget is nearly spent: other programs need it too.
async fn for_budget(workspace: &Workspace) {
    let budget = workspace
        .client()
        .ok()
        .and_then(|client| client.rate_limit());
    if let Some(budget) = budget
        && budget::is_nearly_spent(&budget)
    {
        pause(workspace, budget.window.min(LONGEST_WAIT)).await;
    }
    while !workspace.checks.is_stopped() && is_share_spent(workspace) {
        pause(workspace, STEP).await;
    }
}

/// Whether our share has no room for another check; not, where no budget was told yet.
fn is_share_spent(workspace: &Workspace) -> bool {
    let Some((client, budget)) = workspace
        .client()
        .ok()
        .and_then(|client| client.rate_limit().map(|budget| (client, budget)))
    else {
        return false;
    };
    let sent = client.sent_within(budget.window);
    budget::is_share_spent(&budget, sent, AT_ONCE * EACH, workspace.roster().len())
}

async fn pause(workspace: &Workspace, wait: Duration) {
    let stopped = workspace.checks.stopped.notified();
    if workspace.checks.is_stopped() {
        return;
    }
    tell(workspace, |view| view.waiting = true);
    tokio::select! {
        () = workspace.sleep(wait) => {}
        () = stopped => {}
    }
}
