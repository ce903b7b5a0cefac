//! A chip for each state that asks for a look; the others under More. It is one line
//! however narrow the list is, so that the rows below never move: what has no room goes
//! behind More too (`.chips--fit` in the stylesheet).

use domain::LifecycleName;
use leptos::prelude::*;

use super::Facets;
use crate::desk::use_desk;
use crate::dom;
use crate::parts::{Glyph, Icon, Menu, class_of, close_menu};
use crate::text;

/// The states that have a chip of their own.
const UP_FRONT: [LifecycleName; 4] = [
    LifecycleName::Error,
    LifecycleName::Expired,
    LifecycleName::Pending,
    LifecycleName::Active,
];

/// The states behind More.
const BEHIND: [LifecycleName; 3] = [
    LifecycleName::Added,
    LifecycleName::Paused,
    LifecycleName::Revoked,
];

/// Those up front that go behind More where the list is narrow.
const NARROW: [LifecycleName; 2] = [LifecycleName::Pending, LifecycleName::Active];

/// How many rows each state has, and which one is chosen.
#[derive(Clone, Copy)]
struct States {
    facets: RwSignal<Option<Facets>>,
    chosen: Memo<Option<LifecycleName>>,
}

impl States {
    fn count(self, state: LifecycleName) -> Option<u32> {
        self.facets.with(|facets| {
            let facets = facets.as_ref()?;
            let found = facets.by_state.iter().find(|(held, _)| *held == state);
            Some(found.map_or(0, |(_, rows)| *rows))
        })
    }

    fn sum(self) -> Option<u32> {
        self.facets.with(|facets| {
            let facets = facets.as_ref()?;
            Some(facets.by_state.iter().map(|(_, rows)| rows).sum())
        })
    }

    fn is_chosen(self, state: LifecycleName) -> bool {
        self.chosen.get() == Some(state)
    }

    fn occurs(self, state: LifecycleName) -> bool {
        self.count(state).is_some_and(|rows| rows > 0)
    }
}

/// The filter by state.
#[component]
pub(super) fn Chips(facets: RwSignal<Option<Facets>>) -> impl IntoView {
    let desk = use_desk();
    let chosen = Memo::new(move |_| desk.filter.with(|filter| filter.state));
    let states = States { facets, chosen };
    let shown = move || {
        let shown = UP_FRONT.into_iter().filter(|state| states.occurs(*state));
        shown.count().to_string()
    };
    view! {
        <div class="chips chips--fit" data-shown=shown role="group" aria-label="Status filter">
            <button
                type="button"
                class="chip"
                aria-pressed=move || chosen.get().is_none().to_string()
                data-test="chip-all"
                on:click=move |_| desk.filter.update(|filter| filter.state = None)
            >
                "All "
                <span class="n">{move || states.sum().map(text::count)}</span>
            </button>
            {UP_FRONT.map(|state| view! { <Chip states state /> }).collect_view()}
            {BEHIND
                .map(|state| {
                    view! {
                        <Show when=move || states.is_chosen(state)>
                            <Chip states state />
                        </Show>
                    }
                })
                .collect_view()}
            <More states />
        </div>
    }
}

#[component]
fn Chip(states: States, state: LifecycleName) -> impl IntoView {
    let desk = use_desk();
    let press = move |_| {
        desk.filter
            .update(|filter| filter.state = (filter.state != Some(state)).then_some(state));
        // One of those behind More goes with the choice, and so does one that counts nothing.
        dom::focus_if_free("[data-test=chip-all]");
    };
    view! {
        <Show when=move || states.occurs(state) || states.is_chosen(state)>
            <button
                type="button"
                class="chip"
                aria-pressed=move || states.is_chosen(state).to_string()
                data-test="chip"
                data-state=state.as_str()
                on:click=press
            >
                <Glyph class=class_of(state) />
                {state.label()}
                " "
                <span class="n">{move || states.count(state).map(text::count)}</span>
            </button>
        </Show>
    }
}

#[component]
fn More(states: States) -> impl IntoView {
    let open = RwSignal::new(false);
    let waits = move |state| states.occurs(state) && !states.is_chosen(state);
    let always = Memo::new(move |_| BEHIND.into_iter().any(waits));
    let any = Memo::new(move |_| always.get() || NARROW.into_iter().any(waits));
    view! {
        <Show when=move || any.get()>
            <span class:chips__more--narrow=move || !always.get()>
                <Menu
                    label="More statuses"
                    class="chip"
                    test="chip-more"
                    open=open
                    button=view! {
                        "More"
                        <Icon name="down" small=true />
                    }
                        .into_any()
                >
                    {NARROW.map(|state| view! { <Line states state open /> }).collect_view()}
                    {BEHIND.map(|state| view! { <Line states state open /> }).collect_view()}
                </Menu>
            </span>
        </Show>
    }
}

#[component]
fn Line(states: States, state: LifecycleName, open: RwSignal<bool>) -> impl IntoView {
    let desk = use_desk();
    view! {
        <Show when=move || states.occurs(state)>
            <button
                type="button"
                role="menuitemradio"
                aria-checked=move || states.is_chosen(state).to_string()
                data-test="chip"
                data-state=state.as_str()
                on:click=move |_| {
                    close_menu(open);
                    desk.filter.update(|filter| filter.state = Some(state));
                    // More goes where nothing else is behind it.
                    dom::focus_if_free(".chips [data-test=chip][aria-pressed=true]");
                }
            >
                <Glyph class=class_of(state) />
                {state.label()}
                <span class="n">{move || states.count(state).map(text::count)}</span>
            </button>
        </Show>
    }
}
