//! What slows a run over many accounts, and stops it: a word of Composio's to wait, a budget that
//! others need too, and a person.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tokio::sync::Notify;

use crate::budget;
use crate::workspace::Workspace;

/// How many accounts a run is at, at once: the rate limit is the whole organization's.
pub(crate) const AT_ONCE: usize = 4;
/// How often an account is asked again after the budget was spent.
pub(crate) const TRIES: u32 = 3;
/// The requests for one account, at most.
const EACH: usize = 8;
/// How often it is looked whether the share allows more again.
const STEP: Duration = Duration::from_secs(2);
/// How long a run waits where Composio does not say.
const UNTOLD: Duration = Duration::from_secs(5);
/// The longest a run waits for the budget in one go.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// The brake of one run at a time.
#[derive(Default)]
pub(crate) struct Brake {
    stop: AtomicBool,
    stopped: Notify,
}

impl Brake {
    /// A run begins.
    pub(crate) fn release(&self) {
        self.stop.store(false, Ordering::Release);
    }

    /// The run is to end; whoever waits goes on at once.
    pub(crate) fn stop(&self) {
        self.stop.store(true, Ordering::Release);
        self.stopped.notify_waiters();
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Acquire)
    }

    /// Waits as long as Composio said, a minute at most.
    pub(crate) async fn told_to_wait(
        &self,
        workspace: &Workspace,
        after: Option<Duration>,
        tell: impl Fn(),
    ) {
        let wait = after.unwrap_or(UNTOLD).min(LONGEST_WAIT);
        self.pause(workspace, wait, &tell).await;
    }

    /// Waits while the organization's budget is nearly spent, since other programs need it too,
    /// and while our share of it is.
    pub(crate) async fn for_budget(&self, workspace: &Workspace, tell: impl Fn()) {
        let budget = workspace
            .client()
            .ok()
            .and_then(|client| client.rate_limit());
        if let Some(budget) = budget
            && budget::is_nearly_spent(&budget)
        {
            let wait = budget.window.min(LONGEST_WAIT);
            self.pause(workspace, wait, &tell).await;
        }
        while !self.is_stopped() && is_share_spent(workspace) {
            self.pause(workspace, STEP, &tell).await;
        }
    }

    /// Waits, unless the run is stopped; `tell` says that it waits.
    async fn pause(&self, workspace: &Workspace, wait: Duration, tell: &impl Fn()) {
        let stopped = self.stopped.notified();
        if self.is_stopped() {
            return;
        }
        tell();
        tokio::select! {
            () = workspace.sleep(wait) => {}
            () = stopped => {}
        }
    }
}

/// Whether our share has no room for another account; not, where no budget was told yet.
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
