//! The link as a QR code, drawn by the core and shown when it is asked for.

use leptos::prelude::*;
use wire::{LinkQr, QrView};

use super::foot::Open;
use crate::dom;

/// The button, then the code. While the link is being withdrawn there is none: whoever scanned it
/// then would come to a dead one.
#[component]
pub(super) fn Qr(open: Open) -> impl IntoView {
    let drawn = RwSignal::new(None::<QrView>);
    let is_ending = Memo::new(move |_| open.is_ending());
    let code = Memo::new(move |_| drawn.get().filter(|_| !is_ending.get()));
    // Drawn here: it waits for nothing that is asked of Composio.
    let errand = open.errand.beside();
    let toggle = move |_| {
        if is_ending.get_untracked() {
            return;
        }
        if drawn.with_untracked(Option::is_some) {
            drawn.set(None);
            return;
        }
        errand.run(LinkQr { attempt: open.id() }, move |view| {
            let _ = drawn.try_set(Some(view));
            // It is drawn below the fold of a sheet.
            dom::scroll_to("[data-test=\"qr\"]".to_owned());
        });
    };
    let shown = Memo::new(move |_| code.with(Option::is_some));
    view! {
        <div class="sect">
            <div>
                <button
                    type="button"
                    class="btn btn--sm"
                    aria-expanded=move || shown.get().to_string()
                    aria-disabled=move || is_ending.get().to_string()
                    data-test="qr-toggle"
                    on:click=toggle
                >
                    {move || if shown.get() { "Hide QR code" } else { "Show QR code" }}
                </button>
            </div>
            {move || {
                code.get()
                    .map(|code| {
                        view! {
                            <svg
                                class="qr"
                                role="img"
                                aria-label="QR code of the connect link"
                                viewBox=format!("0 0 {0} {0}", code.side)
                                shape-rendering="crispEdges"
                                data-test="qr"
                            >
                                <path d=code.path></path>
                            </svg>
                        }
                    })
            }}
        </div>
    }
}
