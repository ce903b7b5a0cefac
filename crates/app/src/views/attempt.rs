//! An attempt as the sheet shows it.

use domain::{AttemptState, Lost};
use wire::{AttemptView, VerifiedView};

use crate::live::Live;
use crate::roster::Roster;

/// The attempt, or nothing when its row is gone.
pub(crate) fn attempt(roster: &Roster, live: &Live) -> Option<AttemptView> {
    let attempt = &live.record.attempt;
    let row = roster.row(&attempt.integration)?;
    Some(AttemptView {
        id: attempt.id.clone(),
        integration: attempt.integration.clone(),
        tenant_name: row.tenant_name.to_string(),
        toolkit: row.record.toolkit.clone(),
        toolkit_name: roster.toolkit_name(&row.record.toolkit),
        reconnect: live.record.reconnect,
        way: attempt.way,
        state: attempt.state,
        stage: live.stage,
        planned_at: attempt.planned_at,
        link_at: live.link_at,
        opened_at: attempt.opened_at,
        handed_at: attempt.handed_at,
        started_at: attempt.seen_at,
        confirmed_at: live.confirmed_at,
        ended_at: attempt.ended_at,
        looked_at: live.looked_at,
        expires_at: attempt.expires_at,
        account: attempt.account.clone(),
        link_shortened: live.link.as_ref().map(composio::RedirectUrl::shortened),
        identity: live.identity.clone(),
        previous_identity: live.previous_identity.clone(),
        lost: attempt.lost,
        explanation: live.explanation.clone().or_else(|| {
            attempt
                .lost
                .map(|lost| explain(lost, live.record.reconnect))
        }),
        verified: match attempt.state {
            AttemptState::Won => super::verified(&row.record.connection),
            _ => VerifiedView::Never,
        },
        failed_looks: live.failed_looks,
    })
}

/// Why it ended and what did not change.
fn explain(lost: Lost, reconnect: bool) -> String {
    let why = match lost {
        Lost::Declined => "The person declined the consent on the provider's page.",
        Lost::Failed => "Composio could not finish the sign-in.",
        Lost::LinkUnused => "Nobody finished the sign-in while the link was alive.",
        Lost::SwitchedOff => "The account was switched off at Composio before the sign-in ended.",
        Lost::Gone => "The account was deleted at Composio before the sign-in ended.",
        Lost::Refused => "Composio did not make a link.",
        Lost::NeverSent => "Switchboard closed before anything was sent to Composio.",
    };
    let kept = if reconnect {
        "The old account is as it was."
    } else {
        "Nothing was connected."
    };
    format!("{why} {kept}")
}
