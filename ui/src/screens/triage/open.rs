//! What a group opens to: its newest rows, the raw words, and the way to all.

use domain::{Cause, Timestamp};
use leptos::prelude::*;
use wire::IntegrationRow;
use wire::help::HelpId;

use super::Table;
use super::cause::Card;
use crate::desk::use_desk;
use crate::dom::zone;
use crate::parts::{HelpLink, Tile, keyed};
use crate::text;

/// The rows of a group.
#[component]
pub(super) fn Rows(card: Card) -> impl IntoView {
    let first = card.part(|group| group.first.clone());
    let table = card.table;
    let evidence = card.part(|group| group.evidence.clone());
    view! {
        <div class="cause__b">
            <div class="cause__rows">
                <h3 class="small">"Affected, newest first"</h3>
                {keyed(
                    first,
                    |(row, _)| row.id.clone(),
                    move |(row, since)| view! { <Line row since table /> },
                )}
                <More card />
            </div>
            {move || {
                evidence
                    .get()
                    .map(|raw| {
                        let long = text::is_long(&raw);
                        view! {
                            <p class="small muted" data-test="cause-evidence">
                                "The newest says: "
                                <code tabindex=long.then_some("0")>{raw}</code>
                            </p>
                        }
                    })
            }}
        </div>
    }
}

/// The way to all of them, and to what is known of the cause.
#[component]
fn More(card: Card) -> impl IntoView {
    let desk = use_desk();
    let rows = card.part(|group| group.rows);
    let page = card.part(|group| group.code.as_deref().and_then(Cause::parse));
    let show = move |_| {
        if let Some(group) = card.now() {
            desk.show_filtered(group.narrow, group.toolkit);
        }
    };
    view! {
        <p class="cause__more">
            <button type="button" class="linklike small" data-test="cause-all" on:click=show>
                {move || match rows.get() {
                    1 => "Open it in Integrations".to_owned(),
                    rows => format!("Open all {} in Integrations", text::count(rows)),
                }}
            </button>
            {move || page.get().map(HelpId::of_cause).map(|page| view! { <HelpLink page /> })}
        </p>
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
