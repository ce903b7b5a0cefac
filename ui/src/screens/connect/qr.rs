//! The link as a QR code, drawn by the core and shown when it is asked for.

use leptos::prelude::*;
use wire::{AttemptView, LinkQr, QrView};

use crate::act::Errand;
use crate::dom;

/// The button, then the code.
#[component]
pub(super) fn Qr(attempt: Memo<AttemptView>, errand: Errand) -> impl IntoView {
    let code = RwSignal::new(None::<QrView>);
    // Drawn here: it waits for nothing that is asked of Composio.
    let errand = errand.beside();
    let toggle = move |_| {
        if code.with_untracked(Option::is_some) {
            code.set(None);
            return;
        }
        let id = attempt.with_untracked(|attempt| attempt.id.clone());
        errand.run(LinkQr { attempt: id }, move |view| {
            let _ = code.try_set(Some(view));
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
