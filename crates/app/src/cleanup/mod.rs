//! Cleaning up accounts of sign-ins that nobody finished: found by reading Composio,
//! judged by [`domain::unused`], deleted one by one with a look before and after.

mod plan;
mod run;

pub(crate) use run::{ACTION, settle};

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::unused::{Leftover, unused};
use domain::{AttemptState, ConnectedAccountId, Unused};
use wire::{
    CleanUp, CleanupPlan, CleanupView, Event, Fault, Handle, PlanCleanup, Receipt, StopCleanup,
};

use crate::brake::Brake;
use crate::core::App;
use crate::error::Error;
use crate::observed::{Seen, clipped};
use crate::roster::Roster;
use crate::workspace::Workspace;

impl Handle<PlanCleanup> for App {
    async fn handle(&self, _: PlanCleanup) -> Result<CleanupPlan, Fault> {
        Ok(plan::plan(&*self.workspace()?).await?)
    }
}

impl Handle<CleanUp> for App {
    async fn handle(&self, ask: CleanUp) -> Result<Receipt, Fault> {
        let workspace = self.workspace()?;
        workspace.client()?;
        let attempts = attempts(&workspace).await?;
        workspace.cleaning.begin(ask.accounts.len())?;
        workspace.tell_cleaning();
        let task = Arc::clone(&workspace);
        workspace.spawn(async move { run::run(&task, ask.accounts, attempts).await });
        Ok(Receipt::default())
    }
}

impl Handle<StopCleanup> for App {
    async fn handle(&self, _: StopCleanup) -> Result<Receipt, Fault> {
        self.workspace()?.cleaning.stop();
        Ok(Receipt::default())
    }
}

/// What our own attempts became, by the account they got.
type Attempts = HashMap<ConnectedAccountId, AttemptState>;

async fn attempts(workspace: &Workspace) -> Result<Attempts, Error> {
    let known = workspace.store.attempts_of_accounts().await?;
    Ok(known.into_iter().collect())
}

/// Why this account may go, as things stand now.
fn judge(workspace: &Workspace, seen: &Seen, attempts: &Attempts) -> Option<Unused> {
    let (has_row, worked, row) = {
        let roster = workspace.roster();
        let id = roster.stands_for(&seen.account).cloned();
        let row = id.as_ref().and_then(|id| roster.row(id));
        let worked = row.is_some_and(|row| row.record.connection.worked());
        (row.is_some(), worked, id)
    };
    let account = Leftover {
        status: &seen.status,
        reason: seen.look.reason.as_deref(),
        updated_at: seen.facts.updated_at,
        attempt: attempts.get(&seen.account).copied(),
        signing_in: row.is_some_and(|row| workspace.open_attempt(&row).is_some()),
        has_row,
        worked,
    };
    unused(&account, workspace.on_their_clock(workspace.now()))
}

/// Whose account it is, as a person reads it.
fn whose(roster: &Roster, seen: &Seen) -> String {
    let tenant = roster.tenant_of(&seen.user);
    clipped(tenant.map_or(seen.user.as_str(), |tenant| &tenant.name))
}

/// The clean-up of a workspace: at most one at a time.
#[derive(Default)]
pub(crate) struct Cleaning {
    view: Mutex<Option<CleanupView>>,
    brake: Brake,
}

impl Cleaning {
    fn view(&self) -> MutexGuard<'_, Option<CleanupView>> {
        self.view.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&self, total: usize) -> Result<(), Error> {
        let mut view = self.view();
        if view.as_ref().is_some_and(|view| view.running) {
            return Err(Error::Input(
                "A clean-up is under way already. Nothing else was started.",
            ));
        }
        if total == 0 {
            return Err(Error::Input("Nothing was chosen, so nothing was deleted."));
        }
        self.brake.release();
        *view = Some(CleanupView {
            running: true,
            total: u32::try_from(total).unwrap_or(u32::MAX),
            ..CleanupView::default()
        });
        Ok(())
    }

    fn stop(&self) {
        self.brake.stop();
    }

    /// How many it has not come to; none where none goes on, or it is being stopped.
    pub(crate) fn left(&self) -> u32 {
        let view = self.view();
        let running = view.as_ref().filter(|view| view.running);
        running.filter(|_| !self.is_stopped()).map_or(0, |view| {
            view.total.saturating_sub(view.deleted + view.left_count)
        })
    }

    fn is_stopped(&self) -> bool {
        self.brake.is_stopped()
    }

    fn update(&self, change: impl FnOnce(&mut CleanupView)) {
        if let Some(view) = self.view().as_mut() {
            change(view);
        }
    }
}

impl Workspace {
    /// Tells how the clean-up goes.
    fn tell_cleaning(&self) {
        let view = self.cleaning.view().clone();
        if let Some(view) = view {
            self.publish(&Event::Cleanup(view));
        }
    }
}
