//! A box of which one of several is chosen.

use leptos::html;
use leptos::prelude::*;

use super::icon::Icon;
use crate::dom;

/// What a box offers: the value and the words of each, in their order.
pub(crate) type Options = Vec<(String, String)>;

/// A box that says what is chosen, whoever chose it, and whatever it offers by now.
#[component]
pub(crate) fn SelectBox(
    label: &'static str,
    test: &'static str,
    /// More classes of what is around it.
    #[prop(optional)]
    class: &'static str,
    #[prop(into)] options: Signal<Options>,
    #[prop(into)] chosen: Signal<String>,
    on_choose: Callback<String>,
) -> impl IntoView {
    let select = NodeRef::<html::Select>::new();
    // Once a hand has chosen, a browser heeds no `selected` any more, and keeps the place that was
    // chosen whatever stands there later; so it is told each time, when the options are there.
    Effect::new(move |_| {
        options.track();
        chosen.track();
        let Some(select) = select.get() else { return };
        dom::next_frame(move || {
            if let Some(value) = chosen.try_get_untracked()
                && select.value() != value
            {
                select.set_value(&value);
            }
        });
    });
    view! {
        <span class=format!("selectbox {class}")>
            <select
                class="select select--sm"
                aria-label=label
                data-test=test
                node_ref=select
                on:change=move |event| on_choose.run(event_target_value(&event))
            >
                {move || {
                    options
                        .get()
                        .into_iter()
                        .map(|(value, words)| view! { <option value=value>{words}</option> })
                        .collect_view()
                }}
            </select>
            <Icon name="down" />
        </span>
    }
}
