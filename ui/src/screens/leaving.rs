//! Asks before the window closes while something goes on, and says what becomes of it. It lies over
//! everything, help and set-up too, and takes nothing away: whoever stays finds each form as it was.

use leptos::prelude::*;
use wire::{Quit, Stay, UnderWay};

use crate::act::Errand;
use crate::desk::use_desk;
use crate::parts::{Body, Dialog, FaultNote, Kbd};
use crate::text;

/// The question, while there is one.
#[component]
pub(crate) fn LeavingLayer() -> impl IntoView {
    let leaving = use_desk().console.leaving;
    move || {
        leaving
            .get()
            .map(|under_way| view! { <div class="topmost"><Leaving under_way /></div> })
    }
}

#[component]
fn Leaving(under_way: UnderWay) -> impl IntoView {
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
            <Body class="dialog__b" id="leaving-body">
                {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
                {text::leaving(under_way)
                    .into_iter()
                    .map(|(name, words)| {
                        view! { <p data-test=format!("leaving-{name}")>{words}</p> }
                    })
                    .collect_view()}
            </Body>
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
