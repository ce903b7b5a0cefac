//! What went on, for who has to find out why something does not work: the way to
//! Composio step by step, the log, and one text to send to somebody who helps.

mod detail;
mod diagnostics;
mod doctor;
mod line;
mod list;

use leptos::prelude::*;

use self::detail::Keeping;
pub(crate) use self::diagnostics::Diagnostics;
use self::doctor::Doctor;
use self::list::Lines;
use super::SectionHead;
use crate::desk::{Overlay, use_desk};
use crate::parts::Icon;

/// The section.
#[component]
pub(super) fn Logs() -> impl IntoView {
    let desk = use_desk();
    view! {
        <div class="set__sec" data-test="logs">
            <div class="set__h">
                <SectionHead
                    name="Logs"
                    about="What the app did, without keys, tokens, links, e-mail addresses. It stays on this computer until you hand it on."
                />
                <button
                    type="button"
                    class="btn btn--primary"
                    data-test="diagnostics-open"
                    on:click=move |_| desk.overlay.set(Some(Overlay::Diagnostics))
                >
                    <Icon name="copy" small=true />
                    "Copy diagnostics…"
                </button>
            </div>
            <Doctor />
            <Lines />
            <Keeping />
        </div>
    }
}
