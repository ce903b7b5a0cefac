//! Times that stay true while the window is open. The exact time is in the title.

use domain::Timestamp;
use leptos::prelude::*;

use crate::desk::use_desk;
use crate::dom::zone;
use crate::text;

/// `14:20`, `Tue 16:03`, `3 Mar`.
#[component]
pub(crate) fn When(at: Timestamp) -> impl IntoView {
    let desk = use_desk();
    let words = Memo::new(move |_| text::moment(at, desk.now.get(), zone(at)));
    view! { <time title=text::exact(at, zone(at))>{move || words.get()}</time> }
}

/// `48 min ago`.
#[component]
pub(crate) fn Ago(at: Timestamp) -> impl IntoView {
    let desk = use_desk();
    let words = Memo::new(move |_| text::ago(at, desk.now.get()));
    view! { <time title=text::exact(at, zone(at))>{move || words.get()}</time> }
}

/// `14:20:07`.
#[component]
pub(crate) fn Clock(at: Timestamp) -> impl IntoView {
    view! { <time title=text::exact(at, zone(at))>{text::clock(at, zone(at))}</time> }
}
