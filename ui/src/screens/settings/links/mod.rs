//! Connect links: the page on which a customer lands, and the message around the link.

mod message;
mod page;

use leptos::prelude::*;
use wire::{LinkSettingsView, ShowLinkSettings};

use self::message::LinkMessageForm;
use self::page::ReturnPage;
use super::SectionHead;
use crate::bridge;
use crate::parts::FaultNote;
use crate::reading::Reading;

/// What was read, and how it is read again.
type Links = Reading<(), LinkSettingsView>;

/// The section.
#[component]
pub(super) fn ConnectLinks() -> impl IntoView {
    let key = Signal::derive(|| Some(()));
    let reading: Links = Reading::new(key, Signal::derive(|| 0), |()| {
        Box::pin(bridge::call(ShowLinkSettings {}))
    });
    let again = reading.again();
    view! {
        <div class="set__sec" data-test="links">
            <SectionHead
                name="Connect links"
                about="For links that are sent to customers. A sign-in in the browser of this computer comes back to Switchboard instead."
            />
            {move || reading.fault.get().map(|fault| view! { <FaultNote fault retry=again /> })}
            {move || {
                reading
                    .current()
                    .map(|view| {
                        view! {
                            <ReturnPage page=view.return_page.clone() />
                            <LinkMessageForm view />
                        }
                    })
            }}
        </div>
    }
}
