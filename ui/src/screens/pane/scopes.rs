//! Permissions that the customer unticked at the consent: it works, as far as it goes.

use leptos::prelude::*;
use wire::{IntegrationView, RowAction};

use super::facts::part;
use crate::act::{Errand, act};
use crate::desk::use_desk;
use crate::parts::{Gate, GateButton, Icon};
use crate::text;

/// The amber line, and the way to ask for them again.
#[component]
pub(crate) fn LeftOut(view: Memo<Option<IntegrationView>>, errand: Errand) -> impl IntoView {
    let shown = part(view, |view| {
        let again = view.actions.contains(&RowAction::Reconnect);
        (view.row.id.clone(), view.missing_scopes.clone(), again)
    });
    move || {
        let (id, scopes, again) = shown.get()?;
        if scopes.is_empty() {
            return None;
        }
        Some(view! {
            <div class="callout callout--warn" data-test="left-out">
                <Icon name="alert" />
                <div>
                    <p>
                        <strong>{text::unticked(&scopes)}</strong>
                        " What needs it fails. Have them sign in again and leave every box ticked."
                    </p>
                    <details class="small muted">
                        <summary>"Raw scopes"</summary>
                        <p>
                            <code class="wrap selectable">{scopes.join(" · ")}</code>
                        </p>
                    </details>
                    {again.then(|| view! { <Again id errand /> })}
                </div>
            </div>
        })
    }
}

#[component]
fn Again(id: domain::IntegrationId, errand: Errand) -> impl IntoView {
    let desk = use_desk();
    let again = Callback::new(move |()| {
        act(desk, errand, id.clone(), RowAction::Reconnect);
    });
    view! {
        <GateButton
            gate=Gate::remote(desk)
            test="left-out-again"
            class="linklike"
            on_press=again
        >
            "Ask again"
        </GateButton>
    }
}
