//! Beginning a connection, from a button or a key. It is off while Composio cannot be
//! reached: a sign-in that cannot be made is not begun.

use leptos::prelude::*;

use crate::desk::{Desk, Draft, Overlay, use_desk};
use crate::parts::{Gate, GateButton, Icon};

/// Opens the sheet, or says why not.
pub(crate) fn begin(desk: Desk, draft: Draft) {
    match Gate::remote(desk).pass() {
        Ok(()) => desk.overlay.set(Some(Overlay::Connect(draft))),
        Err(why) => desk.fault.set(Some(why)),
    }
}

/// The page's one action.
#[component]
pub(crate) fn ConnectAccount() -> impl IntoView {
    let desk = use_desk();
    view! {
        <GateButton
            gate=Gate::remote(desk)
            test="connect-account"
            on_press=Callback::new(move |()| begin(desk, Draft::default()))
        >
            <Icon name="plus" />
            "Connect account"
        </GateButton>
    }
}
