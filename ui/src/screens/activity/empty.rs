//! An audit list without rows.

use leptos::prelude::*;
use wire::AuditSearch;

/// Says why there is none.
#[component]
pub(super) fn Empty(filter: RwSignal<AuditSearch>) -> impl IntoView {
    view! {
        <div class="blank" data-test="empty-match">
            <Show
                when=move || filter.with(|filter| *filter != AuditSearch::default())
                fallback=|| {
                    view! {
                        <h2>"Nothing has happened yet"</h2>
                        <p class="muted">
                            "Every change that Switchboard makes or sees is written here, before it is made and after."
                        </p>
                    }
                }
            >
                <h2>"Nothing matches"</h2>
                <p class="muted">"No entry fits what is asked for."</p>
                <button type="button" class="btn" data-test="clear-filter" on:click=move |_| filter.set(AuditSearch::default())>
                    "Clear the filter"
                </button>
            </Show>
        </div>
    }
}
