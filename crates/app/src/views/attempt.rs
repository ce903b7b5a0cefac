//! An attempt as the sheet shows it.

use domain::{AttemptState, Lost, scopes};
use wire::{AttemptView, VerifiedView};

use crate::live::Live;
use crate::roster::{Roster, Row};

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
        identity: live.identity.clone().or_else(|| attempt.found.clone()),
        expected: roster
            .tenant(&row.record.tenant)
            .and_then(|tenant| Some(tenant.details.expected.as_ref()?.to_string()))
            .or_else(|| live.previous_identity.as_ref().map(|who| who.name.clone())),
        missing_scopes: match attempt.state {
            AttemptState::Won => missing(roster, row),
            _ => Vec::new(),
        },
        trouble: live.trouble,
        previous_identity: live.previous_identity.clone(),
        lost: attempt.lost,
        explanation: live.explanation.clone().or_else(|| {
            attempt
                .lost
                .map(|lost| explain(lost, live.record.reconnect))
        }),
        refusal: live.refusal.clone(),
        verified: match attempt.state {
            AttemptState::Won => super::verified(&row.record.connection),
            _ => VerifiedView::Never,
        },
        unnamed: match attempt.state {
            AttemptState::Won => row
                .record
                .connection
                .probe
                .as_ref()
                .and_then(|probe| probe.unnamed),
            _ => None,
        },
        allow_multiple: roster.connecting().allow_multiple,
        failed_looks: live.failed_looks,
    })
}

/// Scopes that were asked for and not granted. An older API does not repeat what was
/// asked for; then it is what the auth config asks for now, since this was just now.
fn missing(roster: &Roster, row: &Row) -> Vec<String> {
    let facts = &row.record.facts;
    if !facts.requested_scopes.is_empty() {
        return scopes::missing(&facts.requested_scopes, &facts.scopes);
    }
    roster
        .auth_config(&row.record.auth_config)
        .map(|config| scopes::missing(&config.scopes, &facts.scopes))
        .unwrap_or_default()
}

/// Why it ended and what did not change.
pub(crate) fn explain(lost: Lost, reconnect: bool) -> String {
    let why = match lost {
        Lost::Declined => "The person declined the consent on the provider's page.",
        Lost::Failed => "Composio could not finish the sign-in.",
        Lost::LinkUnused => "Nobody finished the sign-in while the link was alive.",
        Lost::SwitchedOff => "The account was switched off at Composio before the sign-in ended.",
        Lost::Gone => "The account was deleted at Composio before the sign-in ended.",
        Lost::Refused => "Composio did not make a link.",
        Lost::NeverSent => "Switchboard closed before anything was sent to Composio.",
        Lost::AuthConfigDisabled => "The auth config is switched off at Composio.",
        Lost::FieldsMissing => "The toolkit needs fields that were not given.",
        Lost::Duplicate => "There is a working account for this already.",
        Lost::VerifierRefused => "The project's own check refused the person who came back.",
        Lost::OtherBrowser => "The link was opened in one browser and finished in another.",
        Lost::SomebodyElse => "The new account belonged to somebody else and was undone.",
        Lost::UnsafeLink => {
            "The sign-in page that Composio named is not one of Composio's own. It was opened by nobody."
        }
    };
    let kept = if reconnect {
        "The old account is as it was."
    } else {
        "Nothing was connected."
    };
    format!("{why} {kept}")
}
