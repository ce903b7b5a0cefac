//! All tenants, or those of whom an integration needs somebody.

use leptos::prelude::*;

use crate::desk::TenantFilter;
use crate::text;

/// How many there are of both, of those that hold the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Counts {
    pub(super) all: u32,
    pub(super) need: u32,
}

/// The two chips.
#[component]
pub(super) fn NeedChips(
    filter: RwSignal<TenantFilter>,
    counts: RwSignal<Option<Counts>>,
) -> impl IntoView {
    let chip = move |needs_action: bool, name: &'static str, of: fn(Counts) -> u32| {
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || {
                    filter.with(|filter| filter.needs_action == needs_action).to_string()
                }
                data-test="tenant-need"
                data-id=needs_action.to_string()
                on:click=move |_| filter.update(|filter| filter.needs_action = needs_action)
            >
                {name}
                " "
                <span class="n">{move || counts.get().map(|counts| text::count(of(counts)))}</span>
            </button>
        }
    };
    view! {
        <div class="chips" role="group" aria-label="Which tenants">
            {chip(false, "All", |counts| counts.all)}
            {chip(true, "Need action", |counts| counts.need)}
        </div>
    }
}
