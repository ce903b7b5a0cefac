//! A disconnect in words: what was done, and what is left.

use domain::{LifecycleName, LineKind};
use store::TimelineEntry;
use wire::{Code, Disconnect, DisconnectReport, Half};

use crate::workspace::Workspace;

/// The deletion beside access that was withdrawn: "nothing changed" is not so any more.
pub(super) fn besides_done(deleted: Half) -> Half {
    let Half::Failed(mut fault) = deleted else {
        return deleted;
    };
    let what = match fault.code {
        Code::AuditRefused => {
            "The audit row of it could not be written, so Composio was not asked for it."
        }
        _ => fault
            .message
            .split(" Nothing changed")
            .next()
            .unwrap_or_default(),
    };
    let still = match fault.code {
        Code::OutcomeUnknown => "may still be",
        _ => "is still",
    };
    fault.message = format!(
        "{what} The account {still} at Composio, without access. Disconnect again to delete it."
    );
    Half::Failed(fault)
}

/// What of it was done.
pub(super) fn done(report: &DisconnectReport) -> Option<&'static str> {
    match (&report.withdrawn, &report.deleted) {
        (Half::Done, Half::Done) => {
            Some("The access was withdrawn and the account deleted at Composio")
        }
        (Half::Done, Half::Failed(_)) => {
            Some("The access was withdrawn at Composio and the account not deleted")
        }
        (Half::Done, _) => Some("The access was withdrawn at Composio"),
        (_, Half::Done) => Some("The account was deleted at Composio"),
        _ => None,
    }
}

/// What the row's history tells of it.
pub(super) fn line(
    workspace: &Workspace,
    ask: &Disconnect,
    report: &DisconnectReport,
    state: LifecycleName,
) -> TimelineEntry {
    let gone = state == LifecycleName::Revoked;
    let half = |name: &str, half: &Half| match half {
        Half::Done => format!("{name}: done"),
        Half::LeftOut => format!("{name}: left out"),
        Half::Skipped(why) => format!("{name}: skipped. {why}"),
        Half::Failed(fault) => format!("{name}: failed. {}", fault.message),
    };
    let mut detail = format!(
        "{}. {}.",
        half("Withdraw access", &report.withdrawn).trim_end_matches('.'),
        half("Delete at Composio", &report.deleted).trim_end_matches('.')
    );
    if !ask.reason.trim().is_empty() {
        detail = format!("{detail} Reason: {}", ask.reason.trim());
    }
    TimelineEntry {
        integration: ask.integration.clone(),
        at: workspace.now(),
        kind: LineKind::Status,
        title: if gone {
            "Disconnected"
        } else {
            "Disconnect did not work"
        }
        .to_owned(),
        detail: Some(detail),
        actor: Some(workspace.person.clone()),
        state: gone.then_some(state),
        moved: None,
    }
}
