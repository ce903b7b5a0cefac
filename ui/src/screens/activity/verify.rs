//! Walks the hash chains of the audit lists, and says what that found.

use leptos::prelude::*;
use wire::{AuditVerdict, ChainVerdict, VerifyAudit};

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
    let (class, words) = told(&verdict);
    view! {
        <span class="cell-flex">
            <Glyph class />
            <span>{words}</span>
        </span>
    }
}

/// Both chains in a sentence.
fn told(verdict: &AuditVerdict) -> (&'static str, String) {
    let at = |list: &'static str, chain: &ChainVerdict| Some((list, chain.broken_at?));
    let broken = at("", &verdict.project).or_else(|| at(" of this desk", &verdict.desk));
    match broken {
        None => {
            let rows = verdict.project.rows.saturating_add(verdict.desk.rows);
            let rows = text::counted_with(rows, "entry", "entries");
            let words = format!("{rows} walked, this desk's too, and every one fits.");
            ("st-active", words)
        }
        Some((list, at)) => {
            let at = text::count(at);
            let words =
                format!("Entry {at}{list} does not fit: it, or one before it, was changed.");
            ("st-error", words)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(broken_at: Option<u32>) -> ChainVerdict {
        ChainVerdict { rows: 7, broken_at }
    }

    #[test]
    fn a_chain_that_does_not_fit_is_told_whichever_of_the_two_it_is() {
        let said = |project, desk| {
            let (project, desk) = (chain(project), chain(desk));
            told(&AuditVerdict { project, desk })
        };
        assert_eq!(said(None, None).0, "st-active");
        assert!(said(None, None).1.starts_with("14 entries walked"));
        assert!(said(Some(3), None).1.starts_with("Entry 3 does not fit"));
        assert!(said(None, Some(2)).1.starts_with("Entry 2 of this desk"));
        assert_eq!(said(Some(3), Some(2)).0, "st-error");
    }
}
