//! What needs somebody, worst first.

use domain::{IntegrationId, LifecycleName};
use leptos::prelude::*;
use wire::IntegrationRow;

use crate::desk::use_desk;
use crate::parts::RowStatus;
use crate::text;

/// The rows that need somebody, and the way to the first of them. Which they are is the core's
/// word: a link that nobody used has expired, too, and alarms nobody.
pub(super) fn needs_action(
    all: &[IntegrationRow],
    needing: &[IntegrationId],
) -> impl IntoView + use<> {
    let desk = use_desk();
    let bad: Vec<&IntegrationRow> = all.iter().filter(|row| needing.contains(&row.id)).collect();
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let (count, whole) = (number(bad.len()), number(all.len()));
    let verb = if count == 1 { "needs" } else { "need" };
    let class = if bad.iter().any(|row| row.state == LifecycleName::Error) {
        "diag st-error"
    } else {
        "diag st-expired"
    };
    let first = bad.first().map(|row| row.id.clone());
    first.map(|first| {
        view! {
        <section class=class aria-label="Needs action">
            <div class="diag__s">
                <strong>
                    {format!(
                        "{} of {} {verb} action",
                        text::count(count),
                        text::counted(whole, "integration"),
                    )}
                </strong>
            </div>
            {bad
                .iter()
                .take(3)
                .map(|row| {
                    view! {
                        <div>
                            <p>
                                <RowStatus row />
                            </p>
                            <p>
                                <strong>{row.toolkit_name.clone()} ": "</strong>
                                {row.account_or_reason.clone()}
                            </p>
                        </div>
                    }
                })
                .collect_view()}
            <div class="btns">
                <button
                    type="button"
                    class="btn btn--primary"
                    on:click=move |_| desk.show_row(first.clone())
                >
                    "Show what is wrong"
                </button>
            </div>
        </section>
        }
    })
}
