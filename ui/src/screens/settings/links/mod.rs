//! Connect links: the page on which a customer lands, and the message around the link.

mod message;
mod page;

use leptos::prelude::*;
use wire::{LinkSettingsView, ShowLinkSettings};

use self::message::LinkMessageForm;
use self::page::ReturnPage;
use super::SectionHead;
use crate::bridge;
use crate::desk::{Desk, use_desk};
use crate::dom;
use crate::parts::FaultNote;
use crate::reading::Reading;

/// What was read, and how it is read again.
type Links = Reading<(), LinkSettingsView>;

/// The section.
#[component]
pub(super) fn ConnectLinks() -> impl IntoView {
    let key = Signal::derive(|| Some(()));
    let reading: Links = Reading::new(key, closings(use_desk()), |()| {
        Box::pin(bridge::call(ShowLinkSettings {}))
    });
    let again = reading.again();
    // The page is changed here only: its form stays, with what is typed in it.
    let first = Memo::new(move |held: Option<&Option<LinkSettingsView>>| {
        held.cloned().flatten().or_else(|| reading.current())
    });
    let message = Memo::new(move |held: Option<&Option<LinkSettingsView>>| {
        let now = reading.current()?;
        let held = held.cloned().flatten();
        let stays = |held: &LinkSettingsView| held.template == now.template || is_unkept();
        Some(held.filter(stays).unwrap_or(now))
    });
    view! {
        <div class="set__sec" data-test="links">
            <SectionHead
                name="Connect links"
                about="For links that are sent to customers. A sign-in in the browser of this computer comes back to Switchboard instead."
            />
            {move || reading.fault.get().map(|fault| view! { <FaultNote fault retry=again /> })}
            {move || first.get().map(|view| view! { <ReturnPage page=view.return_page /> })}
            {move || message.get().map(|view| view! { <LinkMessageForm view /> })}
        </div>
    }
}

/// Counts what lay over the frame and was closed: the template can be kept in the sheet of a link,
/// too.
fn closings(desk: Desk) -> Signal<u32> {
    let closed = RwSignal::new(0_u32);
    Effect::new(move |was: Option<bool>| {
        let is_open = desk.overlay.with(Option::is_some);
        if was == Some(true) && !is_open {
            closed.update(|closed| *closed = closed.wrapping_add(1));
        }
        is_open
    });
    closed.into()
}

/// Whether something was written here that is not kept yet: nothing takes its place.
fn is_unkept() -> bool {
    dom::is_there("[data-test=template-save][aria-disabled=false]")
}
