//! Whether an account that was switched off here is really off.

use domain::PauseProof;
use leptos::prelude::*;
use wire::{IntegrationView, PauseView};

use super::facts::part;
use crate::parts::{Ago, Icon};

/// The notice: red where the account still works.
#[component]
pub(crate) fn Paused(view: Memo<Option<IntegrationView>>) -> impl IntoView {
    let shown = part(view, |view| view.pause.clone());
    move || {
        shown.get().flatten().map(|pause| {
            let (class, icon, word, role) = words(pause.proof);
            let PauseView {
                said, proved_at, ..
            } = pause;
            let title = match pause.proof {
                PauseProof::Holds => "It is off.",
                PauseProof::StillWorks => "It still works.",
                PauseProof::Unproven => "Not proven that it is off.",
            };
            let advice = (pause.proof == PauseProof::StillWorks)
                .then_some(" Treat it as connected: disconnect it to be sure, or check again.");
            view! {
                <div class=class role=role data-test="pause-proof" data-proof=word>
                    <Icon name=icon />
                    <p>
                        <strong>{title}</strong>
                        " "
                        {said}
                        {advice}
                        <span class="small muted">" Checked " <Ago at=proved_at /></span>
                    </p>
                </div>
            }
        })
    }
}

/// Class, icon, the word for tests, and whether it is an alarm.
fn words(proof: PauseProof) -> (&'static str, &'static str, &'static str, &'static str) {
    match proof {
        PauseProof::Holds => ("callout", "check", "holds", "status"),
        PauseProof::StillWorks => ("callout callout--bad", "alert", "still_works", "alert"),
        PauseProof::Unproven => ("callout callout--warn", "info", "unproven", "status"),
    }
}
