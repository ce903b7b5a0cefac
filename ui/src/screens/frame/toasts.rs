//! What finished elsewhere. A toast with a row to open, or of what went wrong, stays until it is
//! dismissed, any other goes by itself.

use leptos::prelude::*;
use wire::Notice;

use crate::desk::{Desk, Overlay, Screen, use_desk};
use crate::dom;
use crate::parts::{DismissButton, Glyph};

/// How long a toast without an action stays.
const STAYS: u64 = 6_000;

/// The toasts, oldest first.
#[component]
pub(crate) fn Toasts() -> impl IntoView {
    let desk = use_desk();
    view! {
        <div class="toasts" aria-live="polite">
            <For
                each=move || latest(desk)
                key=|(number, _)| *number
                children=move |(number, notice)| view! { <Toast number notice /> }
            />
        </div>
    }
}

/// How many are shown at once; a flood must not cover the list.
const SHOWN: usize = 4;

fn latest(desk: Desk) -> Vec<(u32, Notice)> {
    desk.console
        .notices
        .with(|notices| notices[notices.len().saturating_sub(SHOWN)..].to_vec())
}

/// Whether the screen is one with the pane of a row: the row stays chosen on the others.
fn has_pane(desk: Desk) -> bool {
    matches!(desk.screen.get(), Screen::Integrations | Screen::Triage)
}

#[component]
fn Toast(number: u32, notice: Notice) -> impl IntoView {
    let desk = use_desk();
    let class = if notice.good { "st-active" } else { "st-error" };
    if notice.integration.is_none() && notice.good {
        dom::after(STAYS, move || desk.console.dismiss(number));
    }
    let (row, good) = (notice.integration.clone(), notice.good);
    let is_open = move || row.is_some() && desk.row.get() == row && has_pane(desk);
    // A row that opened now would take away what lies over the frame, with what was typed in it.
    let covers = move || desk.overlay.with(Option::is_some) || desk.unlocking.get();
    // Its row is open already: the pane shows it, so the toast is only read aloud.
    let covered = untrack(&is_open);
    if covered {
        dom::after(STAYS, move || desk.console.dismiss(number));
    }
    // What nobody sees takes no Tab.
    let offered = notice.integration.filter(|_| !covered);
    let action = offered.map(|integration| {
        let open = is_open.clone();
        view! {
            <Show when=move || !open() && !covers()>
                <button
                    type="button"
                    class="btn btn--sm"
                    data-test="toast-open"
                    on:click={
                        let integration = integration.clone();
                        move |_| {
                            // A sign-in that ended says why, and what to do.
                            let ended = (!good).then(|| desk.attempt_told_of(&integration));
                            let ended = ended.flatten().map(Box::new).map(Overlay::Trip);
                            desk.show_row(integration.clone());
                            if ended.is_some() {
                                desk.overlay.set(ended);
                            }
                            desk.console.dismiss(number);
                        }
                    }
                >
                    "Open"
                </button>
            </Show>
        }
    });
    view! {
        <div
            class="toast"
            class:vh=covered
            data-test="toast"
            data-good=notice.good.to_string()
        >
            <Glyph class=class />
            <p>{notice.text}</p>
            {action}
            {(!covered).then(|| view! { <Dismiss number /> })}
        </div>
    }
}

#[component]
fn Dismiss(number: u32) -> impl IntoView {
    let desk = use_desk();
    let press = Callback::new(move |()| desk.console.dismiss(number));
    view! { <DismissButton test="toast-dismiss" on_press=press /> }
}
