//! Why a run of checks ended before its end, with its code, its help and the way on.

use leptos::prelude::*;
use wire::{CheckTokens, ChecksView};

use crate::act::Errand;
use crate::desk::use_desk;
use crate::parts::{FaultNote, Gate};

/// Nothing while the run goes on: what one read could not do, the next one may.
#[component]
pub(crate) fn ChecksFault(
    /// The last run, where it is told.
    run: Signal<Option<ChecksView>>,
) -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::of_frame(desk);
    let ended = Memo::new(move |_| {
        let run = run.get().filter(|run| !run.running)?;
        let fault = run.fault?;
        let ask = CheckTokens {
            narrow: run.narrow,
            toolkit: run.toolkit,
        };
        Some((fault, ask))
    });
    let dismiss = Callback::new(move |()| desk.console.dismiss_checks_fault());
    move || {
        let (fault, ask) = ended.get()?;
        let again = Callback::new(move |()| match Gate::remote(desk).pass() {
            Ok(()) => errand.run(ask.clone(), |_| {}),
            Err(why) => errand.fault.set(Some(why)),
        });
        let retry = errand.again(again);
        Some(view! { <FaultNote fault retry dismiss class="banner banner--bad" /> })
    }
}
