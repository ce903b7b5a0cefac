//! A list without rows: nothing there yet, still reading, or nothing that matches.

use leptos::prelude::*;
use wire::{SyncNow, SyncPhase};

use super::asked::Asked;
use super::cells::columns;
use super::{Facets, begin};
use crate::act::Errand;
use crate::desk::{Draft, Filter, use_desk};
use crate::dom;
use crate::parts::{Gate, GateButton, Icon, Kbd, Skeleton, Unmatched};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    NoMatch,
    Reading,
    Nothing,
}

/// Says why there is no row.
#[component]
pub(crate) fn Empty(facets: RwSignal<Option<Facets>>) -> impl IntoView {
    let desk = use_desk();
    let why = Memo::new(move |_| {
        let all = facets.with(|facets| facets.as_ref().map_or(0, |facets| facets.all));
        let reading = desk
            .console
            .sync
            .with(|sync| sync.phase == SyncPhase::Reading);
        match (all, reading) {
            (0, true) => Why::Reading,
            (0, false) => Why::Nothing,
            _ => Why::NoMatch,
        }
    });
    move || match why.get() {
        Why::NoMatch => view! { <NoMatch facets /> }.into_any(),
        Why::Reading => view! {
            <p class="vh" role="status" data-test="empty-reading">
                "Reading the project. The first rows appear as they are read."
            </p>
            <Skeleton columns=columns(desk).len() />
        }
        .into_any(),
        Why::Nothing => view! { <Nothing /> }.into_any(),
    }
}

#[component]
fn NoMatch(facets: RwSignal<Option<Facets>>) -> impl IntoView {
    let desk = use_desk();
    let clear = Callback::new(move |()| {
        desk.filter.update(|filter| {
            *filter = Filter {
                sort: filter.sort,
                ..Filter::default()
            };
        });
        // The button goes when the answer is there; the rows come back below the filter.
        dom::focus_on("[data-filter]");
    });
    view! {
        <Unmatched
            test="empty-match"
            words="No integration matches the filter. It looks at names, tenant IDs, e-mail addresses, account IDs, aliases, labels and tags."
            clear
        >
            <Asked facets />
        </Unmatched>
    }
}

#[component]
fn Nothing() -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::of_frame(desk);
    view! {
        <div class="blank" data-test="empty-new">
            <h2>"No integrations yet"</h2>
            <p class="muted">
                "This project has no connected accounts. Connect the first one here, or from your app. It shows up within a minute."
            </p>
            <div class="btns">
                <GateButton
                    gate=Gate::remote(desk)
                    class="btn btn--primary"
                    test="empty-connect"
                    on_press=Callback::new(move |()| begin(desk, Draft::default()))
                >
                    <Icon name="plus" />
                    "Connect account"
                    <Kbd keys=&["n"] />
                </GateButton>
                <button
                    type="button"
                    class="btn"
                    on:click=move |_| errand.run(SyncNow {}, |_| {})
                >
                    <Icon name="refresh" />
                    "Sync now"
                </button>
            </div>
        </div>
    }
}
