//! What happened, newest first: a glyph for a change of state, a dot for the rest.

use leptos::prelude::*;
use wire::{IntegrationView, TimelineItem};

use crate::parts::{Glyph, When, class_of};

/// The timeline.
#[component]
pub(crate) fn Timeline(view: Memo<Option<IntegrationView>>) -> impl IntoView {
    let items = Memo::new(move |_| {
        view.with(|view| {
            view.as_ref()
                .map(|view| view.timeline.clone())
                .unwrap_or_default()
        })
    });
    view! {
        <section class="sect">
            <h3>"Timeline"</h3>
            <Show
                when=move || items.with(|items| !items.is_empty())
                fallback=|| view! { <p class="muted">"Nothing happened since it is on the list."</p> }
            >
                <ol class="tl" data-test="timeline">
                    {move || items.get().into_iter().map(timeline_item).collect_view()}
                </ol>
            </Show>
        </section>
    }
}

pub(crate) fn timeline_item(item: TimelineItem) -> impl IntoView {
    let detail = match (item.detail, item.actor) {
        (Some(detail), Some(actor)) => Some(format!("{detail} · {actor}")),
        (detail, actor) => detail.or(actor),
    };
    view! {
        <li data-test="timeline-item">
            {match item.state {
                Some(state) => view! { <Glyph class=class_of(state) /> }.into_any(),
                None => view! { <span class="dot"></span> }.into_any(),
            }}
            <div>
                <p>{item.title}</p>
                {detail.map(|detail| view! { <p>{detail}</p> })}
            </div>
            <When at=item.at />
        </li>
    }
}
