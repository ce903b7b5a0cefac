//! Drills: a situation is set up in the demo, and its steps tick themselves from facts.
//! Once ticked, a step stays ticked until the drill is started again.

mod script;

use std::collections::BTreeSet;
use std::sync::{Arc, MutexGuard, PoisonError};

use domain::{AuthConfigId, ConnectedAccountId, IntegrationId, LifecycleName, Timestamp, Verdict};
use wire::{
    DrillId, DrillView, EndDrill, Fault, Handle, HelpDrill, RunningDrill, SabotageKind, ShowDrill,
    StartDrill,
};

use self::script::{Facts, Names, RowFacts};
use crate::core::App;
use crate::error::Error;
use crate::host::DemoServer;
use crate::roster::{Roster, Row};
use crate::workspace::Workspace;

/// A drill that runs.
#[derive(Debug, Clone)]
pub(crate) struct Drill {
    id: DrillId,
    since: Timestamp,
    row: IntegrationId,
    account: Option<ConnectedAccountId>,
    auth_config: AuthConfigId,
    names: Names,
    shown: BTreeSet<IntegrationId>,
    helped_at: Option<Timestamp>,
    done: Vec<bool>,
}

/// A person opened this row.
pub(crate) fn shown(workspace: &Workspace, row: &IntegrationId) {
    if let Some(drill) = held(workspace).as_mut() {
        drill.shown.insert(row.clone());
    }
}

fn held(workspace: &Workspace) -> MutexGuard<'_, Option<Drill>> {
    workspace
        .drill
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
}

fn demo(workspace: &Workspace) -> Result<Arc<dyn DemoServer>, Error> {
    workspace.demo.clone().ok_or(Error::DemoOnly)
}

impl Handle<ShowDrill> for App {
    async fn handle(&self, _: ShowDrill) -> Result<DrillView, Fault> {
        let workspace = self.workspace()?;
        let demo = demo(&workspace)?;
        Ok(view(&workspace, &*demo))
    }
}

impl Handle<StartDrill> for App {
    async fn handle(&self, ask: StartDrill) -> Result<DrillView, Fault> {
        let workspace = self.workspace()?;
        let demo = demo(&workspace)?;
        demo.sabotage(SabotageKind::Repair, None)
            .await
            .map_err(Error::Demo)?;
        let before = held(&workspace).take();
        let drill = chosen(&workspace, ask.drill, before.as_ref())?;
        break_it(&*demo, &drill).await?;
        *held(&workspace) = Some(drill);
        Ok(view(&workspace, &*demo))
    }
}

impl Handle<HelpDrill> for App {
    async fn handle(&self, _: HelpDrill) -> Result<DrillView, Fault> {
        let workspace = self.workspace()?;
        let demo = demo(&workspace)?;
        let running = held(&workspace).clone();
        if let Some(drill) = running {
            match drill.id {
                DrillId::Calendar => {}
                DrillId::ClientSecret => demo
                    .client_secret(&drill.auth_config, true)
                    .map_err(Error::Demo)?,
                DrillId::Masking => demo
                    .sabotage(SabotageKind::Repair, None)
                    .await
                    .map_err(Error::Demo)?,
            }
            let now = workspace.now();
            if let Some(drill) = held(&workspace).as_mut() {
                drill.helped_at = Some(now);
            }
        }
        Ok(view(&workspace, &*demo))
    }
}

impl Handle<EndDrill> for App {
    async fn handle(&self, _: EndDrill) -> Result<DrillView, Fault> {
        let workspace = self.workspace()?;
        let demo = demo(&workspace)?;
        held(&workspace).take();
        Ok(view(&workspace, &*demo))
    }
}

async fn break_it(demo: &dyn DemoServer, drill: &Drill) -> Result<(), Error> {
    let broken = match drill.id {
        DrillId::Calendar => {
            let account = drill.account.clone();
            demo.sabotage(SabotageKind::WithdrawConsent, account).await
        }
        DrillId::ClientSecret => demo.client_secret(&drill.auth_config, false),
        DrillId::Masking => demo.sabotage(SabotageKind::Mask, None).await,
    };
    broken.map_err(Error::Demo)
}

/// The row that the drill is about: one that works, the same as last time when it still does.
fn chosen(workspace: &Workspace, id: DrillId, before: Option<&Drill>) -> Result<Drill, Error> {
    let roster = workspace.roster();
    let config = match id {
        DrillId::Calendar | DrillId::Masking => None,
        DrillId::ClientSecret => Some(shared_config(&roster).ok_or(Error::Input(NOTHING_LEFT))?),
    };
    let mut rows: Vec<&Row> = working(&roster)
        .filter(|row| {
            (id != DrillId::Calendar || row.record.toolkit.as_str() == "googlecalendar")
                && config
                    .as_ref()
                    .is_none_or(|config| row.record.auth_config == *config)
        })
        .collect();
    rows.sort_by_key(|row| {
        let again = before.is_some_and(|drill| drill.row == *row.record.id());
        (!again, row.tenant_name.to_string(), row.record.id().clone())
    });
    let row = rows.first().ok_or(Error::Input(NOTHING_LEFT))?;
    let auth_config = row.record.auth_config.clone();
    let names = Names {
        tenant: row.tenant_name.to_string(),
        toolkit: roster.toolkit_name(&row.record.toolkit),
        auth_config: roster
            .auth_config(&auth_config)
            .map(|config| config.name.clone())
            .unwrap_or_default(),
    };
    Ok(Drill {
        id,
        since: workspace.now(),
        row: row.record.id().clone(),
        account: row.record.connection.account.clone(),
        auth_config,
        names,
        shown: BTreeSet::new(),
        helped_at: None,
        done: Vec::new(),
    })
}

const NOTHING_LEFT: &str =
    "There is no integration left that works and could break for this drill. Open the demo afresh.";

fn working(roster: &Roster) -> impl Iterator<Item = &Row> {
    roster
        .accounts()
        .filter_map(|(_, id)| roster.row(id))
        .filter(|row| row.record.connection.lifecycle.name() == LifecycleName::Active)
}

/// An auth config with an app of the team's own, else any, that most rows share.
fn shared_config(roster: &Roster) -> Option<AuthConfigId> {
    let rows = |id: &AuthConfigId| {
        working(roster)
            .filter(|row| row.record.auth_config == *id)
            .count()
    };
    roster
        .auth_configs()
        .filter(|config| !config.disabled && config.scheme.as_deref() == Some("OAUTH2"))
        .map(|config| (!config.managed, rows(&config.id), config.id.clone()))
        .filter(|(_, rows, _)| *rows >= 2)
        .max()
        .map(|(_, _, id)| id)
}

fn view(workspace: &Workspace, demo: &dyn DemoServer) -> DrillView {
    let roster = workspace.roster();
    let looked_at = workspace.sync().synced_at;
    let mut held = held(workspace);
    let Some(drill) = held.as_mut() else {
        return DrillView { running: None };
    };
    let facts = facts(&roster, drill, looked_at, demo.masks());
    let now = script::ticks(drill.id, &facts);
    drill.done.resize(now.len(), false);
    for (done, now) in drill.done.iter_mut().zip(now) {
        *done |= now;
    }
    let mut steps = script::steps(drill.id, &drill.names);
    for (step, done) in steps.iter_mut().zip(&drill.done) {
        step.done = *done;
    }
    let (from, ticket) = script::ticket(drill.id, &drill.names);
    let over = drill.done.iter().all(|done| *done);
    DrillView {
        running: Some(RunningDrill {
            drill: drill.id,
            ticket,
            from,
            row: drill.row.clone(),
            steps,
            lesson: over.then(|| script::lesson(drill.id).to_owned()),
        }),
    }
}

fn facts(roster: &Roster, drill: &Drill, looked_at: Option<Timestamp>, masked: bool) -> Facts {
    let kin = working_or_broken(roster, drill);
    Facts {
        row: roster
            .row(&drill.row)
            .map(|row| row_facts(drill, row))
            .unwrap_or_default(),
        any_good: drill.id == DrillId::Masking
            && roster
                .accounts()
                .filter_map(|(_, id)| roster.row(id))
                .any(|row| row_facts(drill, row).good_at.is_some()),
        kin,
        looked: looked_at.is_some_and(|at| at > drill.since),
        helped_at: drill.helped_at,
        masked,
    }
}

fn working_or_broken(roster: &Roster, drill: &Drill) -> Vec<RowFacts> {
    if drill.id != DrillId::ClientSecret {
        return Vec::new();
    }
    roster
        .accounts()
        .filter_map(|(_, id)| roster.row(id))
        .filter(|row| row.record.auth_config == drill.auth_config)
        .map(|row| row_facts(drill, row))
        .collect()
}

fn row_facts(drill: &Drill, row: &Row) -> RowFacts {
    let connection = &row.record.connection;
    let probe = connection
        .probe
        .as_ref()
        .filter(|probe| probe.at > drill.since);
    let verdict = probe.map(|probe| (probe.at, probe.verdict));
    RowFacts {
        shown: drill.shown.contains(row.record.id()),
        renewed: connection.lifecycle.name() == LifecycleName::Active
            && connection.account.is_some()
            && connection.account != drill.account,
        good_at: match verdict {
            Some((at, Verdict::Good)) => Some(at),
            _ => None,
        },
        refused: match verdict {
            Some((_, Verdict::Refused(cause))) => Some(cause),
            _ => None,
        },
    }
}
