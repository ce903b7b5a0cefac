//! What failed last, newest first.

use domain::IntegrationId;
use leptos::prelude::*;
use wire::{Fix, RecentFailure, RowAction};

use super::{View, part};
use crate::act::{Errand, ON_ROW, act, act_by_key};
use crate::desk::{Desk, use_desk};
use crate::parts::{Gate, GateButton, RowStatus, When, keyed};
use crate::screens::settings::Section;
use crate::text;

/// Taking the step of a line. One at a time, and as long as the table is there: a line that comes
/// anew with each reading would lose what it waits for.
#[derive(Clone, Copy)]
struct Steps {
    errand: Errand,
    /// Whose step was taken last.
    of: RwSignal<Option<IntegrationId>>,
}

impl Steps {
    /// Takes the one next step for a row.
    fn take(self, desk: Desk, id: &IntegrationId, fix: &Fix) {
        match fix {
            Fix::Masking => desk.show_settings(Section::Masking),
            Fix::Review | Fix::CopySteps => desk.show_row(id.clone()),
            Fix::CheckTokens => {
                act(desk, self.errand, id.clone(), RowAction::CheckToken);
                // What the provider says is told in the row's pane.
                desk.show_row(id.clone());
            }
            Fix::Row(_) => {
                if !self.errand.busy.get_untracked() {
                    self.of.set(Some(id.clone()));
                }
                act_by_key(desk, self.errand, id, ON_ROW);
            }
        }
    }
}

/// The table.
#[component]
pub(super) fn Failures(view: View) -> impl IntoView {
    let steps = Steps {
        errand: Errand::of_frame(use_desk()),
        of: RwSignal::new(None),
    };
    let needs = part(view, |view| view.needs_action);
    let recent = part(view, |view| view.recent.clone());
    let in_all = move || {
        let needs = text::counted_with(needs.get(), "needs action", "need action");
        format!("{needs} in all")
    };
    view! {
        <section class="panel" aria-labelledby="overview-failures">
            <div class="panel__h">
                <h2 id="overview-failures">"Recent failures"</h2>
                <span class="sub num">{in_all}</span>
            </div>
            <Show
                when=move || recent.with(|recent| !recent.is_empty())
                fallback=|| view! { <p class="panel__p muted">"Nothing fails."</p> }
            >
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
                        // A line stands for its row, wherever that goes: no other customer's
                        // comes under the focus, or between the press and its release.
                        {keyed(
                            recent,
                            |failure| failure.row.id.clone(),
                            move |failure| view! { <Line failure steps /> },
                        )}
                    </tbody>
                </table>
            </Show>
        </section>
    }
}

/// A row's line.
#[component]
fn Line(failure: RecentFailure, steps: Steps) -> impl IntoView {
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
    let gate = match fix {
        Fix::Row(_) | Fix::CheckTokens => Gate::remote(desk),
        Fix::Review | Fix::Masking | Fix::CopySteps => Gate::open(desk),
    };
    let (opened, of) = (id.clone(), id.clone());
    let pressed = Signal::derive(move || steps.of.with(|pressed| pressed.as_ref() == Some(&of)));
    // What only leads elsewhere waits for nothing.
    let errand = match fix {
        Fix::Row(_) => steps.errand,
        _ => Errand::of_frame(desk),
    };
    let take = Callback::new(move |()| steps.take(desk, &id, &fix));
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
                    pressed
                    on_press=take
                >
                    {fix_label}
                </GateButton>
            </td>
        </tr>
    }
}
