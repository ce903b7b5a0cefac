//! How each half of a disconnect came out, told as it is.

use leptos::prelude::*;
use wire::{DisconnectReport, Fault, Half};

use crate::parts::{Glyph, folded};
use crate::text;

/// Both halves.
#[component]
pub(crate) fn Report(report: DisconnectReport) -> impl IntoView {
    view! {
        <div class="sect" role="status" data-test="disconnect-report">
            <Line name=text::WITHDRAWN half=report.withdrawn test="report-withdrawn" />
            <Line name=text::DELETED half=report.deleted test="report-deleted" />
        </div>
    }
}

#[component]
fn Line(name: &'static str, half: Half, test: &'static str) -> impl IntoView {
    let words = text::outcome(&half);
    let (class, how, why) = match half {
        Half::Done => ("st-active", "done", None),
        Half::LeftOut => ("st-inactive", "left-out", None),
        Half::Skipped(why) => ("st-expired", "skipped", Some(why.into_any())),
        Half::Failed(fault) => ("st-error", "failed", Some(failed(*fault).into_any())),
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
    let next = text::next_after(&fault);
    view! {
        {fault.message}
        " "
        {next}
        {folded(fault.code.as_str(), fault.details, fault.reference)}
    }
}
