//! The filter of the integrations: text, toolkit, and a chip for each state.

use domain::{LifecycleName, ToolkitSlug};
use leptos::prelude::*;
use wire::IntegrationRow;

use super::Facets;
use crate::desk::{Screen, use_desk};
use crate::listing::Listing;
use crate::parts::{Glyph, Icon, SearchBox, class_of};
use crate::text;

/// Integrations or tenants.
#[component]
pub(crate) fn ViewChoice() -> impl IntoView {
    let desk = use_desk();
    let one = move |screen: Screen, name: &'static str| {
        view! {
            <button
                type="button"
                aria-current=move || (desk.screen.get() == screen).then_some("page")
                on:click=move |_| desk.screen.set(screen)
            >
                {name}
            </button>
        }
    };
    view! {
        <nav class="seg" aria-label="View">
            {one(Screen::Integrations, "Integrations")} {one(Screen::Tenants, "Tenants")}
        </nav>
    }
}

/// The toolbar.
#[component]
pub(crate) fn Toolbar(
    facets: RwSignal<Option<Facets>>,
    listing: Listing<IntegrationRow>,
) -> impl IntoView {
    let desk = use_desk();
    view! {
        <div class="toolbar">
            <ViewChoice />
            <SearchBox
                label="Filter list"
                placeholder="Filter by tenant, e-mail, ID"
                value=Signal::derive(move || desk.filter.with(|filter| filter.text.clone()))
                on_text=Callback::new(move |text| {
                    desk.filter.update(|filter| filter.text = text);
                })
                on_down=Callback::new(move |()| {
                    listing.put(0);
                })
                test="filter"
            />
            <ToolkitBox facets />
            <span class="grow"></span>
        </div>
        <div class="toolbar toolbar--tight">
            <Chips facets />
        </div>
    }
}

#[component]
fn ToolkitBox(facets: RwSignal<Option<Facets>>) -> impl IntoView {
    let desk = use_desk();
    let toolkits = Memo::new(move |_| {
        facets.with(|facets| {
            facets
                .as_ref()
                .map(|it| it.toolkits.clone())
                .unwrap_or_default()
        })
    });
    let chosen = move || {
        desk.filter.with(|filter| {
            filter
                .toolkit
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default()
        })
    };
    view! {
        <span class="selectbox">
            <select
                class="select select--sm"
                aria-label="Toolkit"
                data-test="filter-toolkit"
                on:change=move |event| {
                    let toolkit = ToolkitSlug::parse(event_target_value(&event)).ok();
                    desk.filter.update(|filter| filter.toolkit = toolkit);
                }
            >
                <option value="" selected=move || chosen().is_empty()>
                    "All toolkits"
                </option>
                {move || {
                    toolkits
                        .get()
                        .into_iter()
                        .map(|(slug, name, rows)| {
                            let value = slug.to_string();
                            let mine = value.clone();
                            view! {
                                <option value=value selected=move || chosen() == mine>
                                    {format!("{name} ({})", text::count(rows))}
                                </option>
                            }
                        })
                        .collect_view()
                }}
            </select>
            <Icon name="down" />
        </span>
    }
}

/// A chip for each state that occurs, and for the one that is chosen.
#[component]
fn Chips(facets: RwSignal<Option<Facets>>) -> impl IntoView {
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
