//! The link, to be opened or copied again.

use leptos::prelude::*;
use wire::{CopyLink, OpenAgain, Receipt};

use super::foot::{Open, WITHDRAWN};
use crate::desk::use_desk;
use crate::parts::{Gate, GateButton, Icon};

/// The link, cut: it is a secret, so the core copies and opens it.
#[component]
pub(super) fn Link(open: Open) -> impl IntoView {
    let gate = Gate::open(use_desk());
    let link = Memo::new(move |_| open.attempt.with(|attempt| attempt.link_shortened.clone()));
    let said = RwSignal::new(None::<String>);
    let tell = move |receipt: Receipt, otherwise: &str| {
        let _ = said.try_set(Some(receipt.said.unwrap_or_else(|| otherwise.to_owned())));
    };
    // Neither waits for what is asked of Composio.
    let (copying, opening) = (open.errand.beside(), open.errand.beside());
    let copy = Callback::new(move |()| {
        said.set(None);
        let ask = CopyLink { attempt: open.id() };
        copying.run(ask, move |it| tell(it, "Copied."));
    });
    let again = Callback::new(move |()| {
        said.set(None);
        let ask = OpenAgain { attempt: open.id() };
        opening.run(ask, move |it| tell(it, "Opened again."));
    });
    let ready = Signal::derive(move || !open.is_ending());
    let told = move || match open.is_ending() {
        true => Some(format!("{WITHDRAWN} ")),
        false => said.get().map(|said| format!("{said} ")),
    };
    move || {
        let link = link.get()?;
        Some(view! {
            <div class="sect">
                <h3>"Browser did not open, or it is the wrong profile?"</h3>
                <div class="linkbox">
                    <code data-test="attempt-link">{link}</code>
                    <GateButton gate class="btn btn--sm" test="attempt-copy" ready on_press=copy>
                        <Icon name="copy" small=true />
                        "Copy link"
                    </GateButton>
                    <GateButton gate class="btn btn--sm" test="attempt-open" ready on_press=again>
                        <Icon name="out" small=true />
                        "Open again"
                    </GateButton>
                </div>
                <p class="small muted">
                    <span role="status" data-test="attempt-said">
                        {told}
                    </span>
                    "Anyone with this link can connect an account for this tenant. It is not written to the log."
                </p>
            </div>
        })
    }
}
