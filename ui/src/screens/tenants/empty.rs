//! A list of tenants without rows.

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
                        <h2>"No tenants yet"</h2>
                        <p class="muted">
                            "A tenant appears with its first connected account, or when you add one."
                        </p>
                    }
                }
            >
                <h2>"Nothing matches"</h2>
                <p class="muted">"No tenant has that name, ID, e-mail address or tag."</p>
                <button type="button" class="btn" on:click=move |_| filter.set(String::new())>
                    "Clear the filter"
                </button>
            </Show>
        </div>
    }
}
