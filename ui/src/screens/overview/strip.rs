//! Counts. Each is a button that opens the list it counts.

use domain::LifecycleName;
use leptos::prelude::*;
use wire::{ListView, Narrow, OverviewView, Sort, SortBy};

use super::{View, part};
use crate::desk::{Desk, Filter, Screen, use_desk};
use crate::parts::{Icon, Status, class_of};
use crate::text;

/// Opens the list with nothing but this filter.
pub(super) fn open_list(desk: Desk, filter: Filter) {
    desk.filter.set(filter);
    desk.row.set(None);
    desk.screen.set(Screen::Integrations);
}

fn count_of(view: &OverviewView, state: LifecycleName) -> u32 {
    let found = view.by_state.iter().find(|(held, _)| *held == state);
    found.map_or(0, |(_, count)| *count)
}

/// The strip.
#[component]
pub(super) fn Strip(view: View) -> impl IntoView {
    let worst = Filter {
        narrow: Narrow {
            view: ListView::NeedsAction,
            ..Narrow::default()
        },
        sort: Sort {
            by: SortBy::State,
            descending: false,
        },
        ..Filter::default()
    };
    let tiles = LifecycleName::ALL.map(|state| {
        let count = part(view, move |view| count_of(view, state));
        let filter = Filter {
            state: Some(state),
            ..Filter::default()
        };
        view! {
            <Tile
                class=class_of(state)
                name=state.label()
                count
                under=under(state)
                test=state.as_str()
                filter
            />
        }
    });
    view! {
        <section class="full" aria-labelledby="overview-status">
            <h2 class="vh" id="overview-status">
                "Integrations by status"
            </h2>
            <ul class="strip">
                <Tile
                    class=""
                    name="Needs action"
                    count=part(view, |view| view.needs_action)
                    under="worst first"
                    test="needs_action"
                    filter=worst
                />
                {tiles.collect_view()}
            </ul>
        </section>
    }
}

/// As short as an eighth of the smallest window.
const fn under(state: LifecycleName) -> &'static str {
    match state {
        LifecycleName::Added => "never connected",
        LifecycleName::Pending => "sign-in is open",
        LifecycleName::Active => "says Composio",
        LifecycleName::Error => "does not work",
        LifecycleName::Expired => "sign in again",
        LifecycleName::Paused => "switched off",
        LifecycleName::Revoked => "disconnected",
    }
}

#[component]
fn Tile(
    /// That of a status; without one it is a sum over several.
    class: &'static str,
    name: &'static str,
    count: Memo<u32>,
    under: &'static str,
    test: &'static str,
    filter: Filter,
) -> impl IntoView {
    let desk = use_desk();
    view! {
        <li>
            <button
                type="button"
                data-test="overview-tile"
                data-state=test
                data-count=move || count.get().to_string()
                on:click=move |_| open_list(desk, filter.clone())
            >
                {if class.is_empty() {
                    view! {
                        <span class="st">
                            <Icon name="triage" />
                            {name}
                        </span>
                    }
                        .into_any()
                } else {
                    view! { <Status class label=name /> }.into_any()
                }}
                <b>{move || text::count(count.get())}</b>
                <span class="d">{under}</span>
            </button>
        </li>
    }
}
