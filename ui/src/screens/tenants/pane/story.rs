//! Sign-ins that are open, and what happened to all rows of the tenant.

use domain::IntegrationId;
use leptos::prelude::*;
use wire::TimelineItem;

use super::{View, part};
use crate::desk::{Overlay, use_desk};
use crate::parts::in_order;
use crate::screens::pane::timeline_item;

/// Sign-ins that are open; a press shows one.
#[component]
pub(super) fn Attempts(view: View) -> impl IntoView {
    let open = part(view, |view| {
        let attempts = view.attempts.iter();
        attempts
            .map(|it| {
                (
                    it.id.clone(),
                    it.integration.clone(),
                    it.toolkit_name.clone(),
                )
            })
            .collect::<Vec<_>>()
    });
    let open = Memo::new(move |_| open.get().unwrap_or_default());
    view! {
        <Show when=move || open.with(|open| !open.is_empty())>
            <section class="sect">
                <h3>"Open sign-ins"</h3>
                <ul class="notes">
                    <For
                        each=move || in_order(open.get())
                        key=|(place, (attempt, ..))| (*place, attempt.clone())
                        let((_, (_, integration, toolkit)))
                    >
                        <Attempt integration toolkit />
                    </For>
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn Attempt(integration: IntegrationId, toolkit: String) -> impl IntoView {
    let desk = use_desk();
    let id = integration.to_string();
    let show = move |_| {
        if let Some(attempt) = desk.attempt_of(&integration) {
            desk.overlay.set(Some(Overlay::Trip(Box::new(attempt))));
        }
    };
    view! {
        <li data-id=id>
            <span class="grow">{toolkit}</span>
            <button type="button" class="linklike" data-test="tenant-attempt" on:click=show>
                "Show the open sign-in"
            </button>
        </li>
    }
}

/// The history of all its rows, newest first, each line with its toolkit.
#[component]
pub(super) fn Story(view: View) -> impl IntoView {
    let items = part(view, |view| view.timeline.clone());
    let named = |(toolkit, item): (String, TimelineItem)| {
        let title = if toolkit.is_empty() {
            item.title
        } else {
            format!("{toolkit}: {}", item.title)
        };
        timeline_item(TimelineItem { title, ..item })
    };
    view! {
        <section class="sect">
            <h3>"Timeline"</h3>
            <Show
                when=move || items.with(|items| items.as_ref().is_some_and(|it| !it.is_empty()))
                fallback=|| view! { <p class="muted">"Nothing happened since it is on the list."</p> }
            >
                <ol class="tl" data-test="tenant-timeline">
                    {move || items.get().unwrap_or_default().into_iter().map(named).collect_view()}
                </ol>
            </Show>
        </section>
    }
}
