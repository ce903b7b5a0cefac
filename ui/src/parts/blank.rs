//! A list of two kinds of emptiness: nothing there yet, or nothing that matches.

use leptos::prelude::*;

use crate::dom;

/// Says why the list has no row. `none` is for a list without anything in it, `no_match` for a
/// filter that finds nothing.
#[component]
pub(crate) fn Blank<T>(
    filter: RwSignal<T>,
    title: &'static str,
    none: &'static str,
    no_match: &'static str,
) -> impl IntoView
where
    T: Default + PartialEq + Send + Sync + 'static,
{
    let filtered = Memo::new(move |_| filter.with(|filter| *filter != T::default()));
    let clear = Callback::new(move |()| {
        filter.set(T::default());
        // The button goes when the answer is there; the rows come back below the filter.
        dom::focus_on("[data-filter]");
    });
    let nothing = move || {
        view! {
            <div class="blank" data-test="empty-new">
                <h2>{title}</h2>
                <p class="muted">{none}</p>
            </div>
        }
    };
    view! {
        <Show when=move || filtered.get() fallback=nothing>
            <Unmatched
                test="empty-match"
                words=no_match
                clear
            />
        </Show>
    }
}

/// A filter that leaves nothing, why that is, and the way back.
#[component]
pub(crate) fn Unmatched(
    test: &'static str,
    words: &'static str,
    clear: Callback<()>,
    /// What else is to be said of it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="blank" data-test=test>
            <h2>"Nothing matches"</h2>
            <p class="muted">{words}</p>
            {children.map(|children| children())}
            <div class="btns">
                <button
                    type="button"
                    class="btn"
                    data-test="clear-filter"
                    on:click=move |_| clear.run(())
                >
                    "Clear the filter"
                </button>
            </div>
        </div>
    }
}
