//! What failed last, newest first.

use domain::IntegrationId;
use leptos::prelude::*;
use wire::{Fix, RecentFailure, RowAction};

use crate::act::{Errand, ON_ROW, act, act_by_key};
use crate::desk::{Desk, use_desk};
use crate::parts::{Gate, GateButton, RowStatus, When};
use crate::screens::settings::Section;
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
    let RecentFailure {
        row,
        since,
        fix,
        fix_label,
    } = failure;
    let id = row.id.clone();
    let place = format!("{} for {}", row.toolkit_name, row.tenant_name);
    let name = format!("Open {place}");
    let step_name = format!("{fix_label}: {place}");
    let errand = Errand::of_frame(desk);
    let gate = match fix {
        Fix::Row(_) | Fix::CheckTokens => Gate::remote(desk),
        Fix::Review | Fix::Masking | Fix::CopySteps => Gate::open(desk),
    };
    let opened = id.clone();
    view! {
        <tr data-test="overview-failure" data-id=row.id.to_string()>
            <td>
                <RowStatus row=&row />
            </td>
            <td>
                <button
                    type="button"
                    class="link trunc line"
                    aria-label=name
                    data-test="overview-open"
                    on:click=move |_| desk.show_row(opened.clone())
                >
                    {row.tenant_name}
                </button>
                <span class="small muted">{row.toolkit_name}</span>
            </td>
            <td title=row.account_or_reason.clone()>{row.account_or_reason.clone()}</td>
            <td class="num muted">
                <When at=since />
            </td>
            <td class="r">
                <GateButton
                    gate
                    class="btn btn--sm"
                    test="overview-step"
                    name=step_name
                    errand
                    on_press=Callback::new(move |()| take(desk, errand, &id, &fix))
                >
                    {fix_label}
                </GateButton>
            </td>
        </tr>
    }
}

/// Takes the one next step for a row.
fn take(desk: Desk, errand: Errand, id: &IntegrationId, fix: &Fix) {
    match fix {
        Fix::Masking => desk.show_settings(Section::Masking),
        Fix::Review | Fix::CopySteps => desk.show_row(id.clone()),
        Fix::CheckTokens => {
            act(desk, errand, id.clone(), RowAction::CheckToken);
            // What the provider says is told in the row's pane.
            desk.show_row(id.clone());
        }
        Fix::Row(_) => act_by_key(desk, errand, id, ON_ROW),
    }
}
