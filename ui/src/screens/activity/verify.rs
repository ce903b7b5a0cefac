//! Walks the hash chain of the audit list, and says what that found.

use leptos::prelude::*;
use wire::{AuditVerdict, VerifyAudit};

use crate::act::Errand;
use crate::parts::{FaultNote, Glyph, Spinner};
use crate::text;

/// The button and, beside it, the verdict.
#[component]
pub(crate) fn Verify() -> impl IntoView {
    let errand = Errand::new();
    let verdict = RwSignal::new(None::<AuditVerdict>);
    let press = move |_| {
        verdict.set(None);
        errand.run(VerifyAudit {}, move |found| {
            let _ = verdict.try_set(Some(found));
        });
    };
    view! {
        {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
        <span role="status" class="small" data-test="audit-verdict">
            {move || verdict.get().map(|verdict| view! { <Told verdict /> })}
        </span>
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

#[component]
fn Told(verdict: AuditVerdict) -> impl IntoView {
    let rows = text::counted_with(verdict.rows, "entry", "entries");
    let (class, words) = match verdict.broken_at {
        None => ("st-active", format!("{rows} walked, and every one fits.")),
        Some(at) => (
            "st-error",
            format!(
                "Entry {} does not fit: it, or one before it, was changed.",
                text::count(at)
            ),
        ),
    };
    view! {
        <span class="cell-flex">
            <Glyph class />
            <span>{words}</span>
        </span>
    }
}
