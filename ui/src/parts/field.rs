//! A box to filter a list by.

use leptos::html;
use leptos::prelude::*;

use super::icon::Icon;

/// A filter box: each key asks at once, Esc clears.
#[component]
pub(crate) fn SearchBox(
    label: &'static str,
    placeholder: &'static str,
    #[prop(into)] value: Signal<String>,
    on_text: Callback<String>,
    /// What the arrow down means: usually into the list.
    #[prop(optional)]
    on_down: Option<Callback<()>>,
    test: &'static str,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    view! {
        <span class="inputbox">
            <Icon name="search" />
            <input
                node_ref=input
                class="input input--sm"
                type="search"
                aria-label=label
                placeholder=placeholder
                autocomplete="off"
                spellcheck="false"
                data-test=test
                data-filter="true"
                prop:value=move || value.get()
                on:input=move |event| on_text.run(event_target_value(&event))
                on:keydown=move |event| {
                    match event.key().as_str() {
                        "Escape" if !value.get_untracked().is_empty() => {
                            event.stop_propagation();
                            event.prevent_default();
                            on_text.run(String::new());
                        }
                        "Escape" => {
                            if let Some(input) = input.get_untracked() {
                                let _ = input.blur();
                            }
                        }
                        "ArrowDown" | "Enter" => {
                            if let Some(down) = on_down {
                                event.prevent_default();
                                event.stop_propagation();
                                down.run(());
                            }
                        }
                        _ => {}
                    }
                }
            />
        </span>
    }
}
