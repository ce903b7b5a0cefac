//! How each half of a disconnect came out, told as it is.

use leptos::prelude::*;
use wire::{DisconnectReport, Fault, Half};

use crate::parts::{Glyph, folded};

/// Both halves.
#[component]
pub(crate) fn Report(report: DisconnectReport) -> impl IntoView {
    view! {
        <div class="sect" role="status" data-test="disconnect-report">
            <Line name="Access at the provider" half=report.withdrawn test="report-withdrawn" />
            <Line name="Account at Composio" half=report.deleted test="report-deleted" />
        </div>
    }
}

#[component]
fn Line(name: &'static str, half: Half, test: &'static str) -> impl IntoView {
    let (class, how, words, why) = match half {
        Half::Done => ("st-active", "done", "done, and read back.", None),
        Half::LeftOut => (
            "st-inactive",
            "left-out",
            "left as it was, as you chose.",
            None,
        ),
        Half::Skipped(why) => ("st-expired", "skipped", "skipped.", Some(why.into_any())),
        Half::Failed(fault) => (
            "st-error",
            "failed",
            "failed.",
            Some(failed(*fault).into_any()),
        ),
    };
    view! {
        <div class="half" data-test=test data-half=how>
            <Glyph class=class />
            <div>
                <strong>{name}</strong>
                ": "
                {words}
                " "
                {why}
            </div>
        </div>
    }
}

/// Why, what to do next, and the code.
fn failed(fault: Fault) -> impl IntoView {
    // Some sentences end with the way on already.
    let next = (!fault.message.contains("Disconnect again")).then(|| fault.remedy.words());
    view! {
        {fault.message}
        " "
        {next}
        {folded(fault.code.as_str(), fault.details, fault.reference)}
    }
}
