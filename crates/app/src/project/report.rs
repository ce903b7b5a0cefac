//! A few accounts read before a switch and after it: what really changed.

use domain::{ConnectedAccountId, IntegrationId, LifecycleName, TokenShape};
use futures_util::future::join_all;
use wire::{RedactionLine, SampleView};

use super::preview::has_token;
use crate::roster::Roster;
use crate::watcher;
use crate::workspace::Workspace;

/// How many accounts are read.
const SAMPLES: usize = 3;

/// Accounts to read: working ones first, of auth configs that change first, and of as
/// many auth configs as there are.
pub(super) fn pick(roster: &Roster, lines: &[RedactionLine]) -> Vec<SampleView> {
    let mut accounts: Vec<(&ConnectedAccountId, &IntegrationId)> = roster.accounts().collect();
    accounts.sort();
    let mut rows: Vec<_> = accounts
        .into_iter()
        .filter_map(|(account, id)| Some((account, roster.row(id).filter(|row| has_token(row))?)))
        .collect();
    rows.sort_by_key(|(_, row)| row.record.connection.lifecycle.name() != LifecycleName::Active);
    let mut ordered: Vec<&RedactionLine> = lines.iter().collect();
    ordered.sort_by_key(|line| !line.changes());
    let mut picked = Vec::new();
    for round in 0..SAMPLES {
        for line in &ordered {
            let mut of_line = rows
                .iter()
                .filter(|(_, row)| row.record.auth_config == line.auth_config);
            if let Some((account, row)) = of_line.nth(round) {
                picked.push(SampleView {
                    integration: row.record.id().clone(),
                    account: (*account).clone(),
                    tenant_name: row.tenant_name.to_string(),
                    toolkit_name: roster.toolkit_name(&row.record.toolkit),
                    managed: line.managed,
                    before: None,
                    after: None,
                });
            }
            if picked.len() == SAMPLES {
                return picked;
            }
        }
    }
    picked
}

/// Reads each account now; what cannot be read stays unknown.
pub(super) async fn shapes(
    workspace: &Workspace,
    samples: &[SampleView],
) -> Vec<Option<TokenShape>> {
    let reads = samples.iter().map(|sample| async {
        let seen = watcher::fetch(workspace, &sample.account).await.ok()?;
        Some(seen.facts.access_token)
    });
    join_all(reads).await
}
