//! Everything about one integration, for the pane beside the list.

use domain::{Cause, Lifecycle, LifecycleName, Status, Timestamp};
use store::TimelineEntry;
use wire::{DiagnosisView, HistoryView, IntegrationView, PauseView, RowAction, TimelineItem};

use super::token;
use crate::observed::clipped;
use crate::roster::{Roster, Row, Standing, fix_of};

/// The pane. `attempt_open` is whether an attempt is under way for the row.
pub(crate) fn pane(
    roster: &Roster,
    row: &Row,
    story: HistoryView,
    attempt_open: bool,
    standing: Standing,
    now: Timestamp,
) -> IntegrationView {
    let record = &row.record;
    let connection = &record.connection;
    let config = roster.auth_config(&record.auth_config);
    let managed = config.is_some_and(|config| config.managed);
    let siblings = roster.rows_of(&record.tenant);
    let cause = row.reason.or(row.concern.map(|(cause, _)| cause));
    IntegrationView {
        row: super::row(roster, row, now),
        since: connection.lifecycle.since(),
        user: roster.tenant(&record.tenant).map_or_else(
            || record.tenant.to_string(),
            |tenant| tenant.user.to_string(),
        ),
        account: connection.account.clone(),
        // Whoever has the key can set one: it is shown like a name of theirs.
        alias: record.facts.alias.as_deref().map(clipped),
        labels: roster.labels(record.id()),
        slot: record.slot,
        notes: Vec::new(),
        auth_config: record.auth_config.clone(),
        auth_config_name: config.map_or_else(
            || record.auth_config.to_string(),
            |config| config.name.clone(),
        ),
        managed,
        auth_config_disabled: config.is_some_and(|config| config.disabled),
        status: connection.status.as_ref().map(ToString::to_string),
        status_reason: connection.status_reason.clone(),
        observed_at: connection.observed_at,
        diagnosis: cause.map(|cause| diagnosis(row, cause, standing)),
        pause: connection.pause.as_deref().map(pause),
        identity: connection.identity.clone(),
        unnamed: connection.probe.as_ref().and_then(|probe| probe.unnamed),
        missing_scopes: match connection.lifecycle {
            Lifecycle::Revoked(_) => Vec::new(),
            _ => domain::scopes::missing(&record.facts.requested_scopes, &record.facts.scopes),
        },
        token: token::card(row, managed, standing.masking),
        timeline: story.lines,
        older: story.older,
        siblings: siblings
            .into_iter()
            .filter(|other| other.record.id() != record.id())
            .map(|other| super::row(roster, other, now))
            .collect(),
        actions: actions(
            &connection.lifecycle,
            connection.status.as_ref(),
            cause,
            attempt_open,
        ),
    }
}

fn pause(pause: &domain::Pause) -> PauseView {
    PauseView {
        label: pause.label(),
        at: pause.at,
        proof: pause.proof,
        said: pause.said.clone(),
        proved_at: pause.proved_at,
    }
}

fn diagnosis(row: &Row, cause: Cause, standing: Standing) -> DiagnosisView {
    let (fix, fix_label) = fix_of(cause, row, standing);
    DiagnosisView {
        cause,
        title: match &row.record.connection.pause {
            Some(pause) => format!("{}.", pause.label().trim_end_matches('.')),
            None => format!("{}.", cause.label()),
        },
        sentence: cause.sentence().to_owned(),
        raw: evidence(row),
        fix,
        fix_label,
    }
}

/// The raw words that a cause rests on, redacted where they came in.
pub(crate) fn evidence(row: &Row) -> Option<String> {
    let connection = &row.record.connection;
    let probed = connection
        .probe
        .as_ref()
        .and_then(|probe| probe.raw.clone());
    let raw = match connection.lifecycle {
        Lifecycle::Error(_) | Lifecycle::Active(_) => {
            probed.or_else(|| connection.status_reason.clone())
        }
        _ => connection.status_reason.clone().or(probed),
    };
    raw.or_else(|| row.record.facts.error.clone())
}

pub(crate) fn item(entry: TimelineEntry) -> TimelineItem {
    TimelineItem {
        at: entry.at,
        kind: entry.kind,
        title: entry.title,
        detail: entry.detail,
        actor: entry.actor,
        state: entry.state,
        moved: entry.moved,
    }
}

/// What can be done now. The first one is the one ink button.
fn actions(
    lifecycle: &Lifecycle,
    status: Option<&Status>,
    cause: Option<Cause>,
    attempt_open: bool,
) -> Vec<RowAction> {
    use RowAction as Act;
    if attempt_open {
        return vec![Act::ShowAttempt];
    }
    let can_switch_off = status == Some(&Status::Active);
    let mut actions = match lifecycle.name() {
        LifecycleName::Added => vec![Act::Connect, Act::Remove],
        LifecycleName::Pending => vec![Act::Connect, Act::Disconnect],
        LifecycleName::Active => vec![Act::CheckToken, Act::Reconnect, Act::Disconnect],
        LifecycleName::Error | LifecycleName::Expired => {
            vec![Act::Reconnect, Act::CheckToken, Act::Disconnect]
        }
        LifecycleName::Paused => vec![Act::Enable, Act::CheckToken, Act::Disconnect],
        // Half a disconnect left the account at Composio.
        LifecycleName::Revoked if status.is_some() => {
            vec![Act::Connect, Act::Disconnect, Act::Remove]
        }
        LifecycleName::Revoked => vec![Act::Connect, Act::Remove],
    };
    if can_switch_off
        && !matches!(
            lifecycle.name(),
            LifecycleName::Paused | LifecycleName::Revoked
        )
    {
        let before_disconnect = actions.len() - 1;
        actions.insert(before_disconnect, Act::Disable);
    }
    // A link for the customer can be made wherever somebody has to sign in.
    if lifecycle.name() != LifecycleName::Active
        && let Some(at) = actions
            .iter()
            .position(|action| matches!(action, Act::Connect | Act::Reconnect))
    {
        actions.insert(at + 1, Act::SendLink);
    }
    // The account works; a new one would be masked as well.
    if cause == Some(Cause::Masked) {
        actions.retain(|action| !matches!(action, Act::Reconnect | Act::SendLink));
    }
    actions
}
