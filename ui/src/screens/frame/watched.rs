//! The links that are being watched.

use leptos::prelude::*;

use crate::desk::{Overlay, use_desk};
use crate::parts::Glyph;
use crate::text;

/// The links that are being watched; a press shows what waits for a choice, else the newest.
#[component]
pub(super) fn Watched() -> impl IntoView {
    let desk = use_desk();
    let open = Memo::new(move |_| u32::try_from(desk.console.open_attempts()).unwrap_or(0));
    let choices = Memo::new(move |_| {
        desk.console.attempts.with(|attempts| {
            let waits = |attempt: &&reactive_graph::signal::ArcRwSignal<wire::AttemptView>| {
                attempt.with(|view| view.state == domain::AttemptState::Differs)
            };
            u32::try_from(attempts.values().filter(waits).count()).unwrap_or(0)
        })
    });
    let words = move || {
        let links = open.get().saturating_sub(choices.get());
        match (links, choices.get()) {
            (links, 0) => format!("{} waiting", text::counted(links, "link")),
            (0, choices) => format!("{} waiting", text::counted(choices, "choice")),
            (links, choices) => format!(
                "{} and {} waiting",
                text::counted(links, "link"),
                text::counted(choices, "choice")
            ),
        }
    };
    let show = move |_| {
        let newest = desk.console.attempts.with_untracked(|attempts| {
            attempts
                .values()
                .map(GetUntracked::get_untracked)
                .filter(|attempt| attempt.state.is_open())
                .max_by_key(|attempt| {
                    let asks = attempt.state == domain::AttemptState::Differs;
                    (asks, attempt.planned_at)
                })
        });
        if let Some(attempt) = newest {
            desk.overlay.set(Some(Overlay::Trip(Box::new(attempt))));
        }
    };
    view! {
        <Show when=move || { open.get() > 0 }>
            <span>
                <button type="button" data-test="status-links" on:click=show>
                    <Glyph class="st-pending" />
                    {words}
                </button>
            </span>
        </Show>
    }
}
