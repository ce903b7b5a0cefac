//! What came of a switch: a few accounts, before and after.

use domain::TokenShape;
use leptos::prelude::*;
use wire::{MaskingReport, SampleView};

use super::table::shape;
use crate::desk::use_desk;
use crate::text;

/// The report. Of a token only the name of its shape is shown.
#[component]
pub(super) fn Report(report: MaskingReport) -> impl IntoView {
    let checking = (report.checking > 0).then(|| {
        format!(
            " {} being checked; a notice says how that went.",
            text::counted_with(report.checking, "failing token is", "failing tokens are")
        )
    });
    let samples = report.samples;
    view! {
        <section
            class="blast blast--good"
            aria-labelledby="masking-report"
            tabindex="-1"
            data-test="masking-report"
            data-on=report.on.to_string()
        >
            <div class="blast__h" role="status">
                <h3 id="masking-report">"What came of it"</h3>
                <p>{report.said} {checking}</p>
            </div>
            {(!samples.is_empty())
                .then(|| {
                    view! {
                        <table class="tbl">
                            <thead>
                                <tr>
                                    <th scope="col">"Account"</th>
                                    <th scope="col">"Before"</th>
                                    <th scope="col">"Now"</th>
                                </tr>
                            </thead>
                            <tbody>
                                {samples
                                    .into_iter()
                                    .map(|sample| view! { <Sample sample /> })
                                    .collect_view()}
                            </tbody>
                        </table>
                    }
                })}
        </section>
    }
}

#[component]
fn Sample(sample: SampleView) -> impl IntoView {
    let desk = use_desk();
    let name = |seen: Option<TokenShape>| seen.map_or("Not readable now", shape);
    let owner = if sample.managed {
        "Composio’s app"
    } else {
        "your own app"
    };
    let row = sample.integration;
    view! {
        <tr data-test="masking-sample">
            <td>
                <button type="button" class="link" on:click=move |_| desk.show_row(row.clone())>
                    {format!("{} for {}", sample.toolkit_name, sample.tenant_name)}
                </button>
                <span class="small muted line">{owner}</span>
            </td>
            <td>
                <code>{name(sample.before)}</code>
            </td>
            <td>
                <code>{name(sample.after)}</code>
            </td>
        </tr>
    }
}
