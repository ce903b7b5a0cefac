//! The built-in views of the list, and the filter by cause.

use domain::Cause;
use leptos::prelude::*;
use wire::{ListView, Narrow};

use super::Facets;
use crate::desk::use_desk;
use crate::dom;
use crate::parts::{Icon, Options, SelectBox};
use crate::text;

/// All, Connected, Needs action, Active failing, Pending: one at a time, each with
/// its count.
#[component]
pub(super) fn ViewBox(facets: RwSignal<Option<Facets>>) -> impl IntoView {
    let desk = use_desk();
    let chosen = move || {
        desk.filter
            .with(|filter| filter.narrow.view.as_str().to_owned())
    };
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
    let options = Memo::new(move |_| {
        let option = |view: ListView| (view.as_str().to_owned(), words(view));
        Options::from(ListView::ALL.map(option))
    });
    let choose = move |named: String| {
        let view = ListView::ALL
            .into_iter()
            .find(|view| view.as_str() == named);
        desk.filter.update(|filter| {
            filter.state = None;
            filter.narrow = Narrow {
                view: view.unwrap_or_default(),
                ..Narrow::default()
            };
        });
    };
    view! {
        <SelectBox
            label="View of the list"
            test="view"
            class="selectbox--view"
            options
            chosen=Signal::derive(chosen)
            on_choose=Callback::new(choose)
        />
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
    let options = Memo::new(move |_| {
        let mut options: Options = vec![(String::new(), "Any cause".to_owned())];
        for (cause, rows) in causes.get() {
            let words = format!("{} ({})", cause.label(), text::count(rows));
            options.push((cause.code().to_owned(), words));
        }
        options
    });
    let choose = move |code: String| {
        desk.filter.update(|filter| {
            filter.narrow.cause = Cause::parse(&code);
            filter.narrow.concern = None;
        });
    };
    view! {
        <SelectBox
            label="Cause"
            test="filter-cause"
            options
            chosen=Signal::derive(move || {
                chosen.get().map(|cause| cause.code().to_owned()).unwrap_or_default()
            })
            on_choose=Callback::new(choose)
        />
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
                        // The chip goes.
                        dom::focus_if_free("[data-filter]");
                    }
                >
                    {config.to_string()}
                    <Icon name="x" small=true />
                </button>
            }
        })
    }
}
