//! The sign-ins that are open now.

use std::cmp::Reverse;

use domain::{AttemptId, AttemptState};
use leptos::prelude::*;
use wire::AttemptView;

use crate::desk::{Overlay, use_desk};
use crate::parts::{Status, in_order};

/// The table; nothing where none is open.
#[component]
pub(super) fn Waiting() -> impl IntoView {
    let desk = use_desk();
    let open = Memo::new(move |_| {
        desk.console.attempts.with(|attempts| {
            let mut open: Vec<AttemptView> = attempts
                .values()
                .map(Get::get)
                .filter(|attempt| attempt.state.is_open())
                .collect();
            open.sort_by_key(|attempt| Reverse(attempt.planned_at));
            let ids = open.into_iter().map(|attempt| attempt.id);
            ids.collect::<Vec<_>>()
        })
    });
    view! {
        <Show when=move || open.with(|open| !open.is_empty())>
            <section class="panel" aria-labelledby="overview-open-signins">
                <div class="panel__h">
                    <h2 id="overview-open-signins">"Open sign-ins"</h2>
                </div>
                <table class="mini">
                    <tbody>
                        <For
                            each=move || in_order(open.get())
                            key=Clone::clone
                            let((_, id))
                        >
                            <Open id />
                        </For>
                    </tbody>
                </table>
            </section>
        </Show>
    }
}

/// A sign-in's line, which follows the sign-in.
#[component]
fn Open(id: AttemptId) -> impl IntoView {
    let desk = use_desk();
    let attempt = Memo::new(move |_| {
        let attempts = desk.console.attempts;
        attempts.with(|attempts| attempts.get(&id).map(Get::get))
    });
    move || attempt.get().map(|attempt| view! { <Line attempt /> })
}

#[component]
fn Line(attempt: AttemptView) -> impl IntoView {
    let desk = use_desk();
    let id = attempt.id.to_string();
    let name = format!("{} for {}", attempt.toolkit_name, attempt.tenant_name);
    let (class, word) = match attempt.state {
        AttemptState::Differs => ("st-expired", "Choice waiting"),
        _ if attempt.started_at.is_some() => ("st-pending", "Signing in"),
        _ => ("st-pending", "Waiting"),
    };
    view! {
        <tr data-test="overview-attempt" data-id=id>
            <td>
                <button
                    type="button"
                    class="link trunc"
                    on:click=move |_| desk.overlay.set(Some(Overlay::Trip(Box::new(attempt.clone()))))
                >
                    {name}
                </button>
            </td>
            <td class="r">
                <Status class label=word />
            </td>
        </tr>
    }
}
