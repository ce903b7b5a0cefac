//! The link, to be opened or copied again.

use leptos::prelude::*;
use wire::{AttemptView, CopyLink, OpenAgain, Receipt};

use crate::act::Errand;
use crate::parts::Icon;

/// The link, cut: it is a secret, so the core copies and opens it.
#[component]
pub(super) fn Link(attempt: Memo<AttemptView>, errand: Errand) -> impl IntoView {
    let link = Memo::new(move |_| attempt.with(|attempt| attempt.link_shortened.clone()));
    let said = RwSignal::new(None::<String>);
    let id = move || attempt.with_untracked(|attempt| attempt.id.clone());
    let tell = move |receipt: Receipt, otherwise: &str| {
        let _ = said.try_set(Some(receipt.said.unwrap_or_else(|| otherwise.to_owned())));
    };
    let copy = move |_| {
        errand.run(CopyLink { attempt: id() }, move |it| tell(it, "Copied."));
    };
    let open = move |_| {
        errand.run(OpenAgain { attempt: id() }, move |it| {
            tell(it, "Opened again.")
        });
    };
    move || {
        let link = link.get()?;
        Some(view! {
            <div class="sect">
                <h3>"Browser did not open, or it is the wrong profile?"</h3>
                <div class="linkbox">
                    <code data-test="attempt-link">{link}</code>
                    <button
                        type="button"
                        class="btn btn--sm"
                        data-test="attempt-copy"
                        on:click=copy
                    >
                        <Icon name="copy" small=true />
                        "Copy link"
                    </button>
                    <button
                        type="button"
                        class="btn btn--sm"
                        data-test="attempt-open"
                        on:click=open
                    >
                        <Icon name="out" small=true />
                        "Open again"
                    </button>
                </div>
                <p class="small muted">
                    <span role="status" data-test="attempt-said">
                        {move || said.get().map(|said| format!("{said} "))}
                    </span>
                    "Anyone with this link can connect an account for this tenant. It is not written to the log."
                </p>
            </div>
        })
    }
}
