//! The built-in views of the list, and the filter by cause.

use domain::Cause;
use leptos::prelude::*;
use wire::{ListView, Narrow};

use super::Facets;
use crate::desk::use_desk;
use crate::parts::Icon;
use crate::text;

/// All, Connected, Needs action, Active failing, Pending: one at a time, each with
/// its count.
#[component]
pub(super) fn ViewBox(facets: RwSignal<Option<Facets>>) -> impl IntoView {
    let desk = use_desk();
    let chosen = Memo::new(move |_| desk.filter.with(|filter| filter.narrow.view));
    let words = move |view: ListView| {
        if view == ListView::All {
            return "All integrations".to_owned();
        }
        let found = facets.with(|facets| {
            let views = &facets.as_ref()?.views;
            let found = views.iter().find(|(held, _)| *held == view)?;
            Some(found.1)
        });
        match found {
            Some(rows) => format!("{} ({})", view.label(), text::count(rows)),
            None => view.label().to_owned(),
        }
    };
    view! {
        <span class="selectbox selectbox--view">
            <select
                class="select select--sm"
                aria-label="View of the list"
                data-test="view"
                on:change=move |event| {
                    let named = event_target_value(&event);
                    let view = ListView::ALL.into_iter().find(|view| view.as_str() == named);
                    desk.filter
                        .update(|filter| {
                            filter.state = None;
                            filter.narrow = Narrow {
                                view: view.unwrap_or_default(),
                                ..Narrow::default()
                            };
                        });
                }
            >
                {ListView::ALL
                    .map(|view| {
                        view! {
                            <option
                                value=view.as_str()
                                selected=move || chosen.get() == view
                            >
                                {move || words(view)}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
            <Icon name="down" />
        </span>
    }
}

/// Only rows with this cause. What Triage narrowed further is told and can be taken
/// off.
#[component]
pub(super) fn CauseBox(facets: RwSignal<Option<Facets>>) -> impl IntoView {
    let desk = use_desk();
    let chosen = Memo::new(move |_| desk.filter.with(|filter| filter.narrow.cause));
    let causes = Memo::new(move |_| {
        let mut causes = facets.with(|facets| {
            facets
                .as_ref()
                .map(|it| it.causes.clone())
                .unwrap_or_default()
        });
        if let Some(cause) = chosen.get()
            && !causes.iter().any(|(held, _)| *held == cause)
        {
            causes.push((cause, 0));
        }
        causes.sort_by_key(|(cause, _)| cause.label());
        causes
    });
    view! {
        <span class="selectbox">
            <select
                class="select select--sm"
                aria-label="Cause"
                data-test="filter-cause"
                on:change=move |event| {
                    let cause = Cause::parse(&event_target_value(&event));
                    desk.filter
                        .update(|filter| {
                            filter.narrow.cause = cause;
                            filter.narrow.concern = None;
                        });
                }
            >
                <option value="" selected=move || chosen.get().is_none()>
                    "Any cause"
                </option>
                {move || {
                    causes
                        .get()
                        .into_iter()
                        .map(|(cause, rows)| {
                            view! {
                                <option
                                    value=cause.code()
                                    selected=move || chosen.get() == Some(cause)
                                >
                                    {format!("{} ({})", cause.label(), text::count(rows))}
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

/// Which auth config the list is narrowed to; a press takes that off.
#[component]
pub(super) fn ConfigChip() -> impl IntoView {
    let desk = use_desk();
    let config = Memo::new(move |_| desk.filter.with(|filter| filter.narrow.auth_config.clone()));
    move || {
        config.get().map(|config| {
            view! {
                <button
                    type="button"
                    class="chip"
                    title="Show every auth config again"
                    data-test="filter-config"
                    on:click=move |_| {
                        desk.filter.update(|filter| filter.narrow.auth_config = None);
                    }
                >
                    {config.to_string()}
                    <Icon name="x" small=true />
                </button>
            }
        })
    }
}
