//! How each half of a disconnect came out, told as it is.

use leptos::prelude::*;
use wire::{DisconnectReport, Half};

use crate::parts::Glyph;

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
        Half::Skipped(why) => ("st-expired", "skipped", "skipped.", Some(why)),
        Half::Failed(why) => ("st-error", "failed", "failed.", Some(why)),
    };
    view! {
        <div class="half" data-test=test data-half=how>
            <Glyph class=class />
            <span>
                <strong>{name}</strong>
                ": "
                {words}
                {why.map(|why| format!(" {why}"))}
            </span>
        </div>
    }
}
