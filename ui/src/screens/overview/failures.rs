//! What failed last, newest first.

use leptos::prelude::*;
use wire::RecentFailure;

use crate::desk::use_desk;
use crate::parts::{RowStatus, When};
use crate::text;

/// The table.
#[component]
pub(super) fn Failures(recent: Vec<RecentFailure>, needs: u32) -> impl IntoView {
    let empty = recent.is_empty();
    view! {
        <section class="panel" aria-labelledby="overview-failures">
            <div class="panel__h">
                <h2 id="overview-failures">"Recent failures"</h2>
                <span class="sub num">
                    {format!("{} in all", text::counted_with(needs, "needs action", "need action"))}
                </span>
            </div>
            {if empty {
                view! { <p class="panel__p muted">"Nothing fails."</p> }.into_any()
            } else {
                view! {
                    <table class="mini mini--two">
                        <thead>
                            <tr>
                                <th scope="col">"Status"</th>
                                <th scope="col">"Integration"</th>
                                <th scope="col">"Why"</th>
                                <th scope="col" class="r">
                                    "Since"
                                </th>
                                <th scope="col" class="r">
                                    "Next step"
                                </th>
                            </tr>
                        </thead>
                        <tbody>
                            {recent
                                .into_iter()
                                .map(|failure| view! { <Failure failure /> })
                                .collect_view()}
                        </tbody>
                    </table>
                }
                    .into_any()
            }}
        </section>
    }
}

#[component]
fn Failure(failure: RecentFailure) -> impl IntoView {
    let desk = use_desk();
    let RecentFailure { row, since } = failure;
    let id = row.id.clone();
    let name = format!("Open {} for {}", row.toolkit_name, row.tenant_name);
    view! {
        <tr data-test="overview-failure" data-id=row.id.to_string()>
            <td>
                <RowStatus row=&row />
            </td>
            <td>
                <span class="trunc line">{row.tenant_name}</span>
                <span class="small muted">{row.toolkit_name}</span>
            </td>
            <td title=row.account_or_reason.clone()>{row.account_or_reason.clone()}</td>
            <td class="num muted">
                <When at=since />
            </td>
            <td class="r">
                <button
                    type="button"
                    class="btn btn--sm"
                    aria-label=name
                    data-test="overview-open"
                    on:click=move |_| desk.show_row(id.clone())
                >
                    "Open"
                </button>
            </td>
        </tr>
    }
}
