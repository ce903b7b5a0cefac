//! An audit list without rows.

use leptos::prelude::*;

/// Says why there is none.
#[component]
pub(super) fn Empty(filter: RwSignal<String>) -> impl IntoView {
    view! {
        <div class="blank" data-test="empty-match">
            <Show
                when=move || !filter.with(String::is_empty)
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
                <p class="muted">"No entry has that person, action or target."</p>
                <button type="button" class="btn" on:click=move |_| filter.set(String::new())>
                    "Clear the filter"
                </button>
            </Show>
        </div>
    }
}
