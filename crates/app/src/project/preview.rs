//! What a switch of masking would really change: counted from the rows, told by the
//! era, and the era told by accounts that were read just now.

use std::collections::{BTreeMap, HashSet};

use domain::masking::{Era, Sample};
use domain::{AuthConfigId, ConnectedAccountId, LifecycleName, TenantId, TokenShape};
use futures_util::StreamExt;
use wire::RedactionLine;

use super::words;
use crate::roster::{Roster, Row};
use crate::watcher;
use crate::workspace::Workspace;

/// So many auth configs are sampled; the rest follow the same rule.
const SAMPLED: usize = 12;
/// So many accounts are asked for at once.
const AT_ONCE: usize = 4;

/// What the rows and samples say.
pub(super) struct Preview {
    pub(super) era: Era,
    pub(super) lines: Vec<RedactionLine>,
    pub(super) integrations: u32,
    pub(super) tenants: u32,
    pub(super) untouched: u32,
    pub(super) failing: u32,
}

/// The accounts of one auth config.
#[derive(Default)]
struct Group {
    integrations: u32,
    failing: u32,
    tenants: HashSet<TenantId>,
    /// A working account, else any.
    sample: Option<(bool, ConnectedAccountId)>,
}

/// Whether there is a token at Composio that could be shown.
pub(super) fn has_token(row: &Row) -> bool {
    let gone = matches!(
        row.record.connection.lifecycle.name(),
        LifecycleName::Added | LifecycleName::Revoked
    );
    !gone && row.record.facts.access_token.is_token()
}

/// Reads a few accounts and counts what the switch would change.
pub(super) async fn preview(workspace: &Workspace, on: bool) -> Preview {
    let groups = groups(&workspace.roster());
    let mut largest: Vec<(&AuthConfigId, &Group)> = groups.iter().collect();
    largest.sort_by_key(|(_, group)| std::cmp::Reverse(group.integrations));
    let wanted: Vec<(AuthConfigId, ConnectedAccountId)> = largest
        .iter()
        .filter_map(|(id, group)| Some(((*id).clone(), group.sample.clone()?.1)))
        .take(SAMPLED)
        .collect();
    let shapes: BTreeMap<AuthConfigId, TokenShape> = futures_util::stream::iter(wanted)
        .map(|(config, account)| async move {
            let seen = watcher::fetch(workspace, &account).await.ok()?;
            Some((config, seen.facts.access_token))
        })
        .buffer_unordered(AT_ONCE)
        .filter_map(|found| async move { found })
        .collect()
        .await;
    count(&workspace.roster(), &groups, &shapes, on)
}

fn groups(roster: &Roster) -> BTreeMap<AuthConfigId, Group> {
    let mut groups: BTreeMap<AuthConfigId, Group> = BTreeMap::new();
    for (account, id) in roster.accounts() {
        let Some(row) = roster.row(id).filter(|row| has_token(row)) else {
            continue;
        };
        let state = row.record.connection.lifecycle.name();
        let works = state == LifecycleName::Active;
        let group = groups.entry(row.record.auth_config.clone()).or_default();
        group.integrations += 1;
        group.failing += u32::from(state == LifecycleName::Error);
        group.tenants.insert(row.record.tenant.clone());
        let better = group
            .sample
            .as_ref()
            .is_none_or(|(held_works, held)| (works, held) > (*held_works, account));
        if better {
            group.sample = Some((works, account.clone()));
        }
    }
    groups
}

fn count(
    roster: &Roster,
    groups: &BTreeMap<AuthConfigId, Group>,
    shapes: &BTreeMap<AuthConfigId, TokenShape>,
    on: bool,
) -> Preview {
    let managed = |id: &AuthConfigId| roster.auth_config(id).is_some_and(|config| config.managed);
    let samples: Vec<Sample> = shapes
        .iter()
        .map(|(id, shape)| Sample {
            managed: managed(id),
            shape: *shape,
        })
        .collect();
    let era = Era::of(on, &samples);
    let mut preview = Preview {
        era,
        lines: Vec::new(),
        integrations: 0,
        tenants: 0,
        untouched: 0,
        failing: 0,
    };
    let mut tenants: HashSet<&TenantId> = HashSet::new();
    for (id, group) in groups {
        let line = line(roster, id, group, era, on, shapes.get(id).copied());
        if line.changes() {
            preview.integrations += group.integrations;
            preview.failing += group.failing;
            tenants.extend(&group.tenants);
        } else {
            preview.untouched += group.integrations;
        }
        preview.lines.push(line);
    }
    preview.tenants = u32::try_from(tenants.len()).unwrap_or(u32::MAX);
    preview
        .lines
        .sort_by(|a, b| (b.integrations, &a.name).cmp(&(a.integrations, &b.name)));
    preview
}

fn line(
    roster: &Roster,
    id: &AuthConfigId,
    group: &Group,
    era: Era,
    on: bool,
    sample: Option<TokenShape>,
) -> RedactionLine {
    let config = roster.auth_config(id);
    let managed = config.is_some_and(|config| config.managed);
    let now = era.shape(on, managed);
    let toolkit = config.map(|config| config.toolkit.clone());
    RedactionLine {
        auth_config: id.clone(),
        name: config.map_or_else(|| id.to_string(), |config| config.name.clone()),
        toolkit_name: toolkit
            .as_ref()
            .map_or_else(|| "Unknown".to_owned(), |slug| roster.toolkit_name(slug)),
        toolkit,
        managed,
        integrations: group.integrations,
        tenants: u32::try_from(group.tenants.len()).unwrap_or(u32::MAX),
        sample,
        now,
        after: era.shape(!on, managed),
        because: words::because(now, era, on, managed).to_owned(),
    }
}
