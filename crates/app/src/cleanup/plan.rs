//! What could be cleaned up, read from Composio as it is now.

use composio::{AccountStatus, ListAccounts};
use domain::Unused;
use futures_util::StreamExt;
use wire::{CleanupPlan, UnusedView};

use super::{attempts, judge, whose};
use crate::error::Error;
use crate::observed::Seen;
use crate::workspace::Workspace;

/// Reads every account that is not in use, and judges each.
pub(super) async fn plan(workspace: &Workspace) -> Result<CleanupPlan, Error> {
    let attempts = attempts(workspace).await?;
    let which = ListAccounts {
        statuses: vec![
            AccountStatus::Initializing,
            AccountStatus::Initiated,
            AccountStatus::Expired,
            AccountStatus::Failed,
        ],
        ..ListAccounts::default()
    };
    let mut pages = std::pin::pin!(workspace.client()?.connected_accounts().pages(which));
    let mut unused: Vec<UnusedView> = Vec::new();
    let mut kept = 0_u32;
    while let Some(page) = pages.next().await {
        let page = page?;
        if page.restarted {
            (unused, kept) = (Vec::new(), 0);
        }
        let now = workspace.now();
        for account in &page.items {
            let found = Seen::read(account, now)
                .and_then(|seen| judge(workspace, &seen, &attempts).map(|why| (seen, why)));
            match found {
                Some((seen, why)) => unused.push(view(workspace, &seen, why)),
                None => kept += 1,
            }
        }
    }
    unused.sort_by(|a, b| (a.created_at, &a.account).cmp(&(b.created_at, &b.account)));
    unused.dedup_by(|a, b| a.account == b.account);
    Ok(CleanupPlan {
        unused,
        kept,
        at: workspace.now(),
        now: workspace.cleaning.view().clone(),
    })
}

fn view(workspace: &Workspace, seen: &Seen, why: Unused) -> UnusedView {
    let roster = workspace.roster();
    UnusedView {
        account: seen.account.clone(),
        why,
        tenant_name: whose(&roster, seen),
        toolkit_name: roster.toolkit_name(&seen.toolkit),
        created_at: seen.facts.created_at,
        integration: roster.stands_for(&seen.account).cloned(),
    }
}
