//! The bar of steps at the head of the sheet.

use leptos::prelude::*;

const STEPS: [&str; 5] = ["Tenant", "Toolkit", "Auth config", "Authorise", "Done"];

/// How many steps are behind; the next one is the current one.
#[component]
pub(crate) fn Progress(#[prop(into)] done: Signal<usize>) -> impl IntoView {
    view! {
        <ol class="steps" aria-label="Progress">
            {STEPS
                .iter()
                .enumerate()
                .map(|(at, name)| {
                    let over = move || at < done.get();
                    view! {
                        <li
                            data-done=move || over().then_some("true")
                            aria-current=move || (at == done.get()).then_some("step")
                        >
                            {*name}
                            <Show when=over>
                                <span class="vh">", done"</span>
                            </Show>
                        </li>
                    }
                })
                .collect_view()}
        </ol>
    }
}
