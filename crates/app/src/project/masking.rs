//! The masking switch: shown with what it does, and switched by an admin. It is never
//! switched by the program.

use std::sync::Arc;

use domain::{IntegrationId, LifecycleName, masking};
use futures_util::StreamExt;
use store::{AuditFilter, AuditLine};
use wire::{
    Event, MaskingReport, MaskingView, Notice, ProjectSetting, SampleView, SetMasking, SyncPhase,
};

use super::preview::{Preview, has_token, preview};
use super::{masking_of, read, read_all_again, report, setting, settings, words};
use crate::activity::audit_line;
use crate::audit::Deed;
use crate::error::Error;
use crate::look::{self, Checked};
use crate::number::counted;
use crate::workspace::Workspace;

/// How many changes are told.
const CHANGES: u32 = 6;
/// So many tokens are checked at once.
const CHECKS: usize = 4;

/// The switch as it stands now, and what it does.
pub(crate) async fn show(workspace: &Workspace) -> Result<MaskingView, Error> {
    let on = {
        let _turn = workspace.project.turn.lock().await;
        standing(workspace).await?
    };
    let found = preview(workspace, on).await;
    let incomplete = is_incomplete(workspace);
    Ok(MaskingView {
        on,
        read_at: workspace.now(),
        policy: words::policy(found.era).to_owned(),
        phrase: phrase(on, &found, incomplete),
        incomplete,
        changes: changes(workspace).await?,
        lines: found.lines,
        integrations: found.integrations,
        tenants: found.tenants,
        untouched: found.untouched,
        failing: if on { found.failing } else { 0 },
    })
}

async fn standing(workspace: &Workspace) -> Result<bool, Error> {
    let config = read(workspace).await?;
    masking_of(&settings::values(&config)).ok_or(Error::Input(
        "Composio does not tell whether masking is on for this project, so it cannot be switched here.",
    ))
}

/// What was not read yet may break too.
fn is_incomplete(workspace: &Workspace) -> bool {
    let sync = workspace.sync();
    sync.synced_at.is_none() || matches!(sync.phase, SyncPhase::Reading | SyncPhase::Stopped)
}

/// Switching on hides tokens that somebody may read: that is typed, unless it is known
/// that nothing changes.
fn phrase(on: bool, found: &Preview, incomplete: bool) -> Option<String> {
    let harmless = on || (found.integrations == 0 && !incomplete);
    (!harmless).then(|| masking::phrase(found.integrations))
}

async fn changes(workspace: &Workspace) -> Result<Vec<wire::AuditRowView>, Error> {
    let filter = AuditFilter {
        actions: words::MASKING.map(str::to_owned).to_vec(),
        ..AuditFilter::default()
    };
    let (_, lines) = workspace.store.audit_page(&filter, 0, CHANGES * 2).await?;
    // Of a change of ours the outcome says more than the intent.
    let told = |line: &AuditLine| match line {
        AuditLine::Row(row) => row.entry.kind != store::AuditKind::Intent,
        AuditLine::Unreadable { .. } => true,
    };
    let lines = lines.into_iter().filter(told).take(CHANGES as usize);
    Ok(lines.map(audit_line).collect())
}

/// Switches masking and reads back what came of it.
pub(crate) async fn set(
    workspace: &Arc<Workspace>,
    ask: &SetMasking,
) -> Result<MaskingReport, Error> {
    let _turn = workspace.project.turn.lock().await;
    let was = standing(workspace).await?;
    if was == ask.on {
        return Ok(MaskingReport {
            on: was,
            sent: false,
            said: format!(
                "Masking is {} already. Nothing was sent.",
                settings::switch(was)
            ),
            samples: Vec::new(),
            checking: 0,
        });
    }
    let found = preview(workspace, was).await;
    confirmed(workspace, ask, &found)?;
    let mut samples = report::pick(&workspace.roster(), &found.lines);
    fill(workspace, &mut samples, |sample, shape| {
        sample.before = shape;
    })
    .await;
    let value = settings::switch(ask.on);
    let deed = Deed::to(
        workspace.profile.name.clone(),
        words::change(ProjectSetting::Masking, ask.on),
    )
    .changing(
        &words::shown(ProjectSetting::Masking, settings::switch(was)),
        &words::shown(ProjectSetting::Masking, value),
    )
    .because(&ask.reason);
    let now = match setting::change(workspace, ProjectSetting::Masking, value, &deed).await {
        // It was switched all the same.
        Err(error @ Error::Unwritten { .. }) => {
            read_all_again(workspace).await;
            return Err(error);
        }
        changed => changed?,
    };
    fill(workspace, &mut samples, |sample, shape| {
        sample.after = shape;
    })
    .await;
    read_all_again(workspace).await;
    let failing = if ask.check_failing && !ask.on {
        failing(workspace, &found)
    } else {
        Vec::new()
    };
    let checking = u32::try_from(failing.len()).unwrap_or(u32::MAX);
    check(workspace, failing);
    let on = masking_of(&now).unwrap_or(ask.on);
    Ok(MaskingReport {
        on,
        sent: true,
        said: said(on, &samples),
        samples,
        checking,
    })
}

fn confirmed(workspace: &Workspace, ask: &SetMasking, found: &Preview) -> Result<(), Error> {
    let needed = phrase(!ask.on, found, is_incomplete(workspace));
    if needed.is_none() || masking::is_phrase(&ask.phrase, found.integrations) {
        return Ok(());
    }
    Err(Error::Input(
        "What was typed is not what this would break now: the number may have changed. Look at it again. Masking was not switched.",
    ))
}

async fn fill(
    workspace: &Workspace,
    samples: &mut [SampleView],
    put: impl Fn(&mut SampleView, Option<domain::TokenShape>),
) {
    let shapes = report::shapes(workspace, samples).await;
    for (sample, shape) in samples.iter_mut().zip(shapes) {
        put(sample, shape);
    }
}

fn said(on: bool, samples: &[SampleView]) -> String {
    let word = settings::switch(on);
    let read: Vec<&SampleView> = samples
        .iter()
        .filter(|sample| sample.before.is_some() && sample.after.is_some())
        .collect();
    let changed = read
        .iter()
        .filter(|sample| sample.before != sample.after)
        .count();
    match (read.len(), changed) {
        (0, _) => format!(
            "Masking is {word}, read back from Composio. No account could be read to see the difference."
        ),
        (1, 0) => format!(
            "Masking is {word}, read back from Composio. The account that was read looks no different."
        ),
        (1, _) => format!(
            "Masking is {word}, read back from Composio. The account that was read looks different."
        ),
        (all, 0) => format!(
            "Masking is {word}, read back from Composio. None of the {all} accounts that were read looks different."
        ),
        (all, changed) => format!(
            "Masking is {word}, read back from Composio. {changed} of {all} accounts that were read look different."
        ),
    }
}

/// Rows that fail now and whose token becomes readable.
fn failing(workspace: &Workspace, found: &Preview) -> Vec<IntegrationId> {
    let roster = workspace.roster();
    let mut rows: Vec<IntegrationId> = roster
        .accounts()
        .filter_map(|(_, id)| {
            let row = roster.row(id).filter(|row| has_token(row))?;
            let fails = row.record.connection.lifecycle.name() == LifecycleName::Error;
            let shown = found
                .lines
                .iter()
                .any(|line| line.changes() && line.auth_config == row.record.auth_config);
            (fails && shown).then(|| id.clone())
        })
        .collect();
    rows.sort();
    rows
}

/// Checks them beside, and tells at the end how it went.
fn check(workspace: &Arc<Workspace>, rows: Vec<IntegrationId>) {
    if rows.is_empty() {
        return;
    }
    let task = Arc::clone(workspace);
    workspace.spawn(async move {
        let all = rows.len();
        let read = check_each(&task, rows.clone()).await;
        let works = {
            let roster = task.roster();
            let active = |id: &&IntegrationId| {
                roster.row(id).is_some_and(|row| {
                    row.record.connection.lifecycle.name() == LifecycleName::Active
                })
            };
            rows.iter().filter(active).count()
        };
        task.publish(&Event::Notice(Notice {
            good: works == all,
            text: checked(read, works, all - read),
            integration: None,
        }));
    });
}

/// How many of them were checked. What a check finds is in its row; one that did not work, or
/// that Composio did not carry out, says nothing.
async fn check_each(workspace: &Workspace, rows: Vec<IntegrationId>) -> usize {
    let mut checks = futures_util::stream::iter(rows)
        .map(|row| async move { look::check_token(workspace, &row).await })
        .buffer_unordered(CHECKS);
    let mut read = 0;
    while let Some(checked) = checks.next().await {
        read += usize::from(matches!(checked, Ok(Checked::Settled(_))));
    }
    read
}

/// How it went, in words.
fn checked(read: usize, works: usize, unread: usize) -> String {
    let told = format!(
        "{} checked: {} again.",
        counted(read, "failing token was", "failing tokens were"),
        counted(works, "works", "work"),
    );
    match unread {
        0 => told,
        unread => format!("{told} {unread} could not be checked now."),
    }
}
