//! A chip for each state.

use domain::LifecycleName;
use leptos::prelude::*;

use super::Facets;
use crate::desk::use_desk;
use crate::parts::{Glyph, class_of};
use crate::text;

/// A chip for each state that occurs, and for the one that is chosen.
#[component]
pub(super) fn Chips(facets: RwSignal<Option<Facets>>) -> impl IntoView {
    let desk = use_desk();
    let chosen = Memo::new(move |_| desk.filter.with(|filter| filter.state));
    let count_of = move |state: LifecycleName| {
        facets.with(|facets| {
            let facets = facets.as_ref()?;
            let found = facets.by_state.iter().find(|(held, _)| *held == state);
            Some(found.map_or(0, |(_, rows)| *rows))
        })
    };
    let sum = move || {
        facets.with(|facets| {
            let facets = facets.as_ref()?;
            Some(facets.by_state.iter().map(|(_, rows)| rows).sum::<u32>())
        })
    };
    view! {
        <div class="chips" role="group" aria-label="Status filter">
            <button
                type="button"
                class="chip"
                aria-pressed=move || chosen.get().is_none().to_string()
                data-test="chip-all"
                on:click=move |_| desk.filter.update(|filter| filter.state = None)
            >
                "All "
                <span class="n">{move || sum().map(text::count)}</span>
            </button>
            {LifecycleName::ALL
                .map(|state| {
                    let shown = move || {
                        count_of(state).is_some_and(|rows| rows > 0) || chosen.get() == Some(state)
                    };
                    view! {
                        <Show when=shown>
                            <button
                                type="button"
                                class="chip"
                                aria-pressed=move || (chosen.get() == Some(state)).to_string()
                                data-test="chip"
                                data-state=state.as_str()
                                on:click=move |_| {
                                    desk.filter
                                        .update(|filter| {
                                            filter.state = (filter.state != Some(state))
                                                .then_some(state);
                                        });
                                }
                            >
                                <Glyph class=class_of(state) />
                                {state.label()}
                                " "
                                <span class="n">{move || count_of(state).map(text::count)}</span>
                            </button>
                        </Show>
                    }
                })
                .collect_view()}
        </div>
    }
}
