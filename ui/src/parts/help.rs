//! The way from what went wrong to the page about it.

use leptos::prelude::*;
use wire::help::HelpId;

use crate::desk::use_desk;

/// A quiet button that opens a page over whatever is open.
#[component]
pub(crate) fn HelpButton(page: HelpId) -> impl IntoView {
    let desk = use_desk();
    view! {
        <button
            type="button"
            class="btn btn--quiet btn--sm"
            aria-haspopup="dialog"
            data-test="open-help"
            on:click=move |_| desk.help.set(Some(page.clone()))
        >
            "Help"
        </button>
    }
}

/// The same inside a line of words.
#[component]
pub(crate) fn HelpLink(page: HelpId) -> impl IntoView {
    let desk = use_desk();
    view! {
        <button
            type="button"
            class="linklike small"
            aria-haspopup="dialog"
            data-test="open-help"
            on:click=move |_| desk.help.set(Some(page.clone()))
        >
            "Help"
        </button>
    }
}
