//! What the palette offers for what is typed.

use wire::{Fault, FindIntegrations, FindRecent, IntegrationRow, Narrow, RecentTenant, Sort};

use super::commands::{self, Command};
use crate::bridge;

/// So many integrations are offered; the list has them all.
const ROWS: u32 = 5;

/// What one line leads to.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Choice {
    Tenant(RecentTenant),
    Row(IntegrationRow),
    Command(Command),
}

impl Choice {
    /// Under which heading it stands.
    pub(super) const fn group(&self) -> &'static str {
        match self {
            Self::Tenant(_) => "Tenants",
            Self::Row(_) => "Integrations",
            Self::Command(command) if command.is_place() => "Go to",
            Self::Command(_) => "Do",
        }
    }
}

/// The headings, in their order.
pub(super) const GROUPS: [&str; 4] = ["Tenants", "Integrations", "Go to", "Do"];

/// Everything that fits what is typed, group by group. Once it is not what `is_meant` any more,
/// nothing further is asked for it.
pub(super) async fn choices(text: &str, is_meant: impl Fn() -> bool) -> Result<Vec<Choice>, Fault> {
    let commands = commands::matching(text).into_iter().map(Choice::Command);
    if commands::are_meant(text) {
        return Ok(commands.collect());
    }
    let ask = FindRecent {
        text: text.to_owned(),
    };
    let tenants = bridge::call(ask).await?.tenants;
    let rows = if text.trim().is_empty() || !is_meant() {
        Vec::new()
    } else {
        let ask = FindIntegrations {
            text: text.to_owned(),
            state: None,
            toolkit: None,
            narrow: Narrow::default(),
            sort: Sort::default(),
            offset: 0,
            limit: ROWS,
            locate: None,
        };
        bridge::call(ask).await?.rows
    };
    let tenants = tenants.into_iter().map(Choice::Tenant);
    let rows = rows.into_iter().map(Choice::Row);
    Ok(tenants.chain(rows).chain(commands).collect())
}
