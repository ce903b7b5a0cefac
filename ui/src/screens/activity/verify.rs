//! Walks the hash chains of the audit lists, and says what that found.

use leptos::prelude::*;
use wire::{AuditVerdict, VerifyAudit};

use crate::act::Errand;
use crate::parts::{FaultNote, Glyph, Spinner};
use crate::text;

/// The button.
#[component]
pub(super) fn Verify(verdict: RwSignal<Option<AuditVerdict>>) -> impl IntoView {
    let errand = Errand::new();
    let press = move |_| {
        verdict.set(None);
        errand.run(VerifyAudit {}, move |found| {
            let _ = verdict.try_set(Some(found));
        });
    };
    view! {
        {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
        <button
            type="button"
            class="btn"
            class:is-busy=move || errand.busy.get()
            data-test="audit-verify"
            on:click=press
        >
            <Show when=move || errand.busy.get()>
                <Spinner />
            </Show>
            "Verify the chain"
        </button>
    }
}

/// What came of it: a sentence, in a line of its own.
#[component]
pub(super) fn Verdict(verdict: RwSignal<Option<AuditVerdict>>) -> impl IntoView {
    view! {
        <div role="status" class="small walked" data-test="audit-verdict">
            {move || verdict.get().map(|verdict| view! { <Told verdict /> })}
        </div>
    }
}

#[component]
fn Told(verdict: AuditVerdict) -> impl IntoView {
    let (class, words) = text::chain_verdict(&verdict);
    view! {
        <span class="cell-flex">
            <Glyph class />
            <span>{words}</span>
        </span>
    }
}
