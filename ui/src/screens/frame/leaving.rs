//! Asks before the window closes while sign-ins are watched. Nothing is lost by it.

use leptos::prelude::*;
use wire::{Quit, Stay};

use crate::act::Errand;
use crate::parts::{Dialog, FaultNote, Kbd};
use crate::text;

/// The question.
#[component]
pub(super) fn Leaving(watched: u32) -> impl IntoView {
    let errand = Errand::new();
    let stay = Callback::new(move |()| errand.run(Stay {}, |_| {}));
    view! {
        <Dialog
            labelled_by="leaving-title"
            described_by="leaving-body"
            test="leaving"
            on_close=stay
        >
            <div class="dialog__h">
                <h2 id="leaving-title">"Quit Switchboard?"</h2>
            </div>
            <div class="dialog__b" id="leaving-body">
                {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
                <p data-test="leaving-watched">
                    {text::counted(watched, "sign-in")}
                    " under way. Quitting cancels nothing: a link that was opened keeps working, and Switchboard takes up watching when you start it again."
                </p>
            </div>
            <div class="dialog__f">
                <button
                    type="button"
                    class="btn"
                    data-autofocus="true"
                    data-test="leaving-stay"
                    on:click=move |_| stay.run(())
                >
                    "Stay"
                    <Kbd keys=&["Esc"] />
                </button>
                <button
                    type="button"
                    class="btn btn--primary"
                    data-test="leaving-quit"
                    on:click=move |_| errand.run(Quit {}, |_| {})
                >
                    "Quit"
                </button>
            </div>
        </Dialog>
    }
}
