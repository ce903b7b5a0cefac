//! While the customer has the link: what is left of it, the message around it, and how
//! far they are. The link itself never comes here.

use leptos::ev;
use leptos::prelude::*;
use wire::{AttemptView, RenewLink};

use super::foot::{Open, OpenFoot, looked};
use super::left::Left;
use super::message::Message;
use super::qr::Qr;
use super::waiting::{Expected, Trouble};
use crate::act::Errand;
use crate::desk::{Desk, Overlay, use_desk};
use crate::dom;
use crate::parts::{Body, Gate, GateButton, Icon, Kbd, LiveSteps};
use crate::text;

/// The sheet of a link that is with the customer.
#[component]
pub(super) fn Sent(
    attempt: Memo<AttemptView>,
    errand: Errand,
    close: Callback<()>,
) -> impl IntoView {
    let steps = Memo::new(move |_| attempt.with(text::trip_steps));
    let desk = use_desk();
    let open = Open::new(attempt, errand);
    let gone = Memo::new(move |_| {
        attempt.with(|view| view.link_at.is_some() && view.link_shortened.is_none())
    });
    view! {
        <Body class="sheet__b">
            <Left attempt />
            <Trouble attempt />
            <Expected attempt words="The customer is expected to sign in as " />
            <Show when=move || gone.get() fallback=move || view! { <Message open /> }>
                <div class="callout callout--info" data-test="link-gone">
                    <Icon name="info" />
                    <p>
                        <strong>"The link was in memory only and is gone."</strong>
                        " If the customer has it, it still works and is watched. Else make a new one."
                    </p>
                </div>
            </Show>
            <LiveSteps label="Connection steps" steps />
            <p class="small muted num" data-test="attempt-looked">
                {move || looked(attempt, desk)}
            </p>
            <Show when=move || !gone.get()>
                <Qr open />
            </Show>
        </Body>
        <Foot open close />
    }
}

#[component]
fn Foot(open: Open, close: Callback<()>) -> impl IntoView {
    let desk = use_desk();
    let gate = Gate::remote(desk);
    let (errand, among) = (open.errand, open.pressed);
    let again = Callback::new(move |()| {
        // The key does not come by the button.
        if !errand.busy.get_untracked() {
            among.set("attempt-renew");
            renew(desk, errand, open.id());
        }
    });
    on_key_n(again);
    let left = view! { <span class="grow"></span> }.into_any();
    view! {
        <OpenFoot open close left>
            <GateButton
                gate
                test="attempt-renew"
                title="Withdraw this link and make a new one"
                errand
                among
                on_press=again
            >
                "New link"
                <Kbd keys=&["n"] />
            </GateButton>
        </OpenFoot>
    }
}

/// A new link for the same row, in the same sheet.
pub(super) fn renew(desk: Desk, errand: Errand, attempt: domain::AttemptId) {
    if let Err(why) = Gate::remote(desk).pass() {
        return errand.fault.set(Some(why));
    }
    let turn = desk.overlay_later();
    errand.run(RenewLink { attempt }, move |attempt| {
        turn(Some(Overlay::Trip(Box::new(attempt))));
    });
}

/// `n` makes a new link while nothing is being typed.
pub(super) fn on_key_n(press: Callback<()>) {
    let keys = window_event_listener(ev::keydown, move |event| {
        let other = event.default_prevented()
            // A key that is held would make one link after the other.
            || event.repeat()
            || dom::is_modified(&event)
            || dom::is_typing(&event)
            || dom::is_in_a_word();
        if !other && event.key() == "n" {
            event.prevent_default();
            press.run(());
        }
    });
    on_cleanup(move || keys.remove());
}
