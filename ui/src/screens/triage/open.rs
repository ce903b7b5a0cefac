//! What a group opens to: its newest rows, the raw words, and the way to all.

use domain::{Cause, Timestamp};
use leptos::prelude::*;
use wire::help::HelpId;
use wire::{IntegrationRow, TriageGroup};

use super::Table;
use crate::desk::use_desk;
use crate::dom::zone;
use crate::parts::{HelpLink, Tile};
use crate::text;

/// The rows of a group.
#[component]
pub(super) fn Rows(group: TriageGroup, table: Table) -> impl IntoView {
    let desk = use_desk();
    let TriageGroup {
        first,
        narrow,
        toolkit,
        rows,
        evidence,
        code,
        ..
    } = group;
    let page = code.as_deref().and_then(Cause::parse).map(HelpId::of_cause);
    let all = format!("Open all {} in Integrations", text::count(rows));
    view! {
        <div class="cause__b">
            <div class="cause__rows">
                <h3 class="small">"Affected, newest first"</h3>
                {first
                    .into_iter()
                    .map(|(row, since)| view! { <Line row since table /> })
                    .collect_view()}
                <p class="cause__more">
                    <button
                        type="button"
                        class="linklike small"
                        data-test="cause-all"
                        on:click=move |_| desk.show_filtered(narrow.clone(), toolkit.clone())
                    >
                        {all}
                    </button>
                    {page.map(|page| view! { <HelpLink page /> })}
                </p>
            </div>
            {evidence
                .map(|raw| {
                    view! {
                        <p class="small muted" data-test="cause-evidence">
                            "The newest says: "
                            <code>{raw}</code>
                        </p>
                    }
                })}
        </div>
    }
}

/// A row; a press opens its pane.
#[component]
fn Line(row: IntegrationRow, since: Timestamp, table: Table) -> impl IntoView {
    let desk = use_desk();
    let (here, id) = (row.id.clone(), row.id.clone());
    let when = move || text::moment(since, desk.now.get(), zone(since));
    view! {
        <button
            type="button"
            class="cause__row"
            aria-current=move || {
                desk.row.with(|open| open.as_ref() == Some(&here)).then_some("true")
            }
            data-test="cause-row"
            data-id=row.id.to_string()
            on:click=move |_| {
                table.said.set(None);
                desk.row.set(Some(id.clone()));
            }
        >
            <span class="cell-flex">
                <Tile name=&row.toolkit_name />
                <span class="trunc">{row.tenant_name}</span>
            </span>
            <span class="trunc muted">{row.toolkit_name}</span>
            <span class="num muted" title=text::exact(since, zone(since))>
                {when}
            </span>
        </button>
    }
}
