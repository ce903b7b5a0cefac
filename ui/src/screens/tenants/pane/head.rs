//! Who it is, how many of its integrations work, and the pin.

use leptos::prelude::*;
use wire::PinTenant;

use super::{View, part};
use crate::act::Errand;
use crate::desk::use_desk;
use crate::dom;
use crate::parts::Icon;
use crate::text;

/// The head of the pane.
#[component]
pub(super) fn Head(view: View, errand: Errand) -> impl IntoView {
    let desk = use_desk();
    let row = part(view, |view| view.row.clone());
    view! {
        <div class="pane__h">
            {move || {
                row.get()
                    .map(|row| {
                        let working = text::roll_up(&row);
                        view! {
                            <span class="tile tile--lg" aria-hidden="true">
                                {text::initials(&row.name)}
                            </span>
                            <div class="grow">
                                <h2 class="trunc" title=row.name data-test="tenant-name">
                                    {row.name.clone()}
                                </h2>
                                // Whole: it is what somebody compares and copies.
                                <code class="muted wrap selectable" data-test="tenant-user-id">
                                    {text::user_id(&row.user)}
                                </code>
                                <p class="small muted" data-test="tenant-rollup">
                                    {working}
                                </p>
                            </div>
                        }
                    })
            }}
            <div class="btns">
                <Pin view errand />
                <button
                    type="button"
                    class="btn btn--icon btn--quiet"
                    aria-label="Close (Esc)"
                    title="Close (Esc)"
                    data-test="pane-close"
                    on:click=move |_| {
                        desk.came_from.set(None);
                        desk.tenant.set(None);
                        dom::focus_list();
                    }
                >
                    <Icon name="x" />
                </button>
            </div>
        </div>
    }
}

#[component]
fn Pin(view: View, errand: Errand) -> impl IntoView {
    let pinned = Memo::new(move |_| view.with(|view| view.as_ref().is_some_and(|it| it.pinned)));
    let label = move || {
        if pinned.get() {
            "Take the pin away (p)"
        } else {
            "Pin (p)"
        }
    };
    let press = move |_| {
        let tenant = view.with_untracked(|view| view.as_ref().map(|view| view.row.id.clone()));
        if let Some(tenant) = tenant {
            let pinned = !pinned.get_untracked();
            errand.run(PinTenant { tenant, pinned }, |_| {});
        }
    };
    view! {
        <button
            type="button"
            class="btn btn--icon btn--quiet"
            class:is-pinned=move || pinned.get()
            aria-label=label
            title=label
            aria-pressed=move || pinned.get().to_string()
            data-pin="true"
            data-test="tenant-pin"
            on:click=press
        >
            <Icon name="pin" />
        </button>
    }
}
