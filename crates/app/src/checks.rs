//! Reading the provider for many rows, one run at a time. Reads only. Polite: few at
//! once, none while the organization's budget is nearly spent, and of that budget no more
//! than a share.

use std::sync::{Arc, Mutex, PoisonError};

use domain::{Cause, Concern, IntegrationId, LifecycleName, Status, ToolkitSlug, Verdict};
use futures_util::StreamExt as _;
use wire::{ChecksView, Code, Event, Fault, ListView, Narrow};

use crate::brake::{AT_ONCE, Brake, TRIES};
use crate::error::Error;
use crate::look::{self, Checked};
use crate::number::counted;
use crate::roster::Row;
use crate::workspace::Workspace;

/// So many rows in a row that Composio carried no read out for, and a run ends: it would tell
/// the same of every row that is left.
const IN_A_ROW: usize = 8;

/// The run that goes on, or the last one.
#[derive(Default)]
pub(crate) struct Checks {
    view: Mutex<Option<ChecksView>>,
    brake: Brake,
}

impl Checks {
    /// As the window shows it.
    pub(crate) fn view(&self) -> Option<ChecksView> {
        self.view
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// How many rows it has not come to; none where none goes on, or it is being stopped.
    pub(crate) fn left(&self) -> u32 {
        let view = self.view().filter(|view| view.running);
        view.filter(|_| !self.brake.is_stopped())
            .map_or(0, |view| view.total.saturating_sub(view.done))
    }

    /// Stops the run.
    pub(crate) fn stop(&self) {
        self.brake.stop();
    }
}

/// How one check came out.
enum Came {
    /// The provider was not read, because Composio's word is enough; whether that needs somebody.
    Told {
        failing: bool,
    },
    Recovered,
    Failing,
    /// It was asked, and nothing was found out.
    Unclear,
    /// The same, because Composio did not carry the read out.
    Unread(Fault),
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
        unclear: 0,
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
        checks.brake.release();
        *held = Some(view.clone());
    }
    workspace.publish(&Event::Checks(Box::new(view)));
    let told = format!("Checking {}.", counted(rows.len(), "token", "tokens"));
    let task = Arc::clone(workspace);
    workspace.spawn(async move { run(&task, rows).await });
    Ok(told)
}

async fn run(workspace: &Workspace, rows: Vec<IntegrationId>) {
    let mut results = futures_util::stream::iter(rows)
        .map(|row| async move { one(workspace, &row).await })
        .buffer_unordered(AT_ONCE);
    let mut unread = 0;
    while let Some(came) = results.next().await {
        let Some(came) = came else { continue };
        unread = match came {
            Came::Unread(_) => unread + 1,
            Came::Recovered | Came::Failing | Came::Unclear => 0,
            Came::Told { .. } | Came::End(_) => unread,
        };
        let ends = matches!(came, Came::End(_)) || unread >= IN_A_ROW;
        tell(workspace, |view| count(view, came, ends));
        if ends {
            workspace.checks.stop();
        }
    }
    let stopped = workspace.checks.brake.is_stopped();
    tell(workspace, |view| {
        view.running = false;
        view.waiting = false;
        view.stopped = stopped && view.fault.is_none() && view.done < view.total;
    });
}

/// Counts a row; one that ended the run was not read, and is not counted.
fn count(view: &mut ChecksView, came: Came, ends: bool) {
    view.waiting = false;
    match came {
        Came::Told { failing: false } => {}
        Came::Told { failing: true } | Came::Failing => view.failing += 1,
        Came::Recovered => view.recovered += 1,
        Came::Unclear => view.unclear += 1,
        Came::Unread(fault) => {
            view.unclear += 1;
            view.fault = Some(fault).filter(|_| ends).or(view.fault.take());
        }
        Came::End(fault) => {
            view.fault = Some(fault);
            return;
        }
    }
    view.done += 1;
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
    let brake = &workspace.checks.brake;
    let waits = || tell(workspace, |view| view.waiting = true);
    let mut tried = 0;
    loop {
        brake.for_budget(workspace, waits).await;
        if brake.is_stopped() {
            return None;
        }
        tried += 1;
        let error = match look::check_token(workspace, row).await {
            Ok(Checked::Settled(_)) => return Some(settled(workspace, row)),
            // A provider that hangs says nothing of the next row's.
            Ok(Checked::Unread(error)) if is_timeout(&error) => return Some(Came::Unclear),
            Ok(Checked::Unread(error)) if is_of_this_call(&error) => {
                return Some(Came::Unread(Error::from(error).into()));
            }
            Ok(Checked::Unread(error)) => Error::Composio(error),
            Err(error) => error,
        };
        match error {
            Error::Composio(composio::Error::RateLimited { after, .. }) if tried < TRIES => {
                brake.told_to_wait(workspace, after, waits).await;
            }
            error => return Some(failed(error)),
        }
    }
}

const fn is_timeout(error: &composio::Error) -> bool {
    use composio::{Cause as C, Error as E};
    matches!(
        error,
        E::Unreachable {
            kind: C::Timeout,
            ..
        }
    )
}

/// It broke off, which may be the provider's doing: the network is there, for the
/// look just before was answered.
fn is_of_this_call(error: &composio::Error) -> bool {
    use composio::{Cause as C, Error as E};
    matches!(
        error,
        E::Unreachable {
            kind: C::Reset | C::Truncated | C::Redirect | C::BodyTooLarge,
            ..
        }
    )
}

fn failed(error: Error) -> Came {
    use composio::Error as E;
    match &error {
        // The row was taken off the list meanwhile.
        Error::UnknownRow | Error::Input(_) => Came::Told { failing: false },
        Error::NoKey
        | Error::Composio(E::Unauthorized(_) | E::Unreachable { .. } | E::RateLimited { .. }) => {
            Came::End(error.into())
        }
        Error::Composio(E::Unavailable { .. } | E::Forbidden(_)) => Came::Unread(error.into()),
        _ => Came::Unclear,
    }
}

/// What a row says now that a check of it was settled.
fn settled(workspace: &Workspace, row: &IntegrationId) -> Came {
    let roster = workspace.roster();
    roster.row(row).map_or(Came::Told { failing: false }, came)
}

fn came(row: &Row) -> Came {
    let connection = &row.record.connection;
    let failing = matches!(row.concern, Some((_, Concern::Act)));
    let read = connection.probe.as_ref().map(|probe| probe.verdict);
    match read.filter(|_| connection.status == Some(Status::Active)) {
        None => Came::Told { failing },
        Some(_) if failing => Came::Failing,
        Some(Verdict::Good) if connection.lifecycle.name() == LifecycleName::Active => {
            Came::Recovered
        }
        Some(Verdict::Unclear(Cause::KeyLimited)) => Came::Unread(Fault::new(
            Code::ComposioForbidden,
            Cause::KeyLimited.sentence(),
        )),
        Some(_) => Came::Unclear,
    }
}
