//! One entry of the audit list.

use leptos::prelude::*;
use wire::AuditRowView;

use super::entry::{Entry, outcome};
use crate::desk::use_desk;
use crate::dom::zone;
use crate::parts::{Icon, Status};
use crate::text;

/// The pane.
#[component]
pub(crate) fn EntryPane(entry: Entry, open: RwSignal<Option<Entry>>) -> impl IntoView {
    let desk = use_desk();
    let row = entry.row;
    view! {
        <aside class="pane" aria-label="Entry details" data-test="audit-pane">
            <div class="pane__h">
                <div class="grow">
                    <h2>{row.action.clone()}</h2>
                    <span class="muted">{text::exact(row.at, zone(row.at))}</span>
                </div>
                <div class="btns">
                    <button
                        type="button"
                        class="btn btn--icon btn--quiet"
                        aria-label="Close (Esc)"
                        title="Close (Esc)"
                        data-test="pane-close"
                        on:click=move |_| open.set(None)
                    >
                        <Icon name="x" />
                    </button>
                </div>
            </div>
            <div class="pane__b" tabindex="0" role="region" aria-label="Details">
                <Record row=row.clone() />
                {row
                    .integration
                    .map(|id| {
                        view! {
                            <div class="btns">
                                <button
                                    type="button"
                                    class="btn"
                                    data-test="audit-open-row"
                                    on:click=move |_| desk.show_row(id.clone())
                                >
                                    "Show the integration"
                                </button>
                            </div>
                        }
                    })}
            </div>
        </aside>
    }
}

#[component]
fn Record(row: AuditRowView) -> impl IntoView {
    let (class, word) = outcome(&row);
    let kind = match row.kind.as_str() {
        "intent" => "Written before the change was made",
        "outcome" => "Written when it was known how it came out",
        _ => "Seen at Composio, not done here",
    };
    view! {
                <section class="sect">
                    <h3>"Record"</h3>
                    <dl class="kv">
                        <dt>"Result"</dt>
                        <dd>
                            <Status class label=word />
                        </dd>
                        {row
                            .result
                            .filter(|result| result.len() > 4)
                            .map(|result| {
                                view! {
                                    <dt>"In full"</dt>
                                    <dd>{result}</dd>
                                }
                            })}
                        <dt>"Who"</dt>
                        <dd>{row.actor}</dd>
                        <dt>"To"</dt>
                        <dd>{row.target}</dd>
                        {row
                            .reason
                            .filter(|reason| !reason.is_empty())
                            .map(|reason| {
                                view! {
                                    <dt>"Reason"</dt>
                                    <dd>{reason}</dd>
                                }
                            })}
                        <dt>"Kind"</dt>
                        <dd>{kind}</dd>
                        <dt>"Entry"</dt>
                        <dd class="num">{text::count(row.seq)}</dd>
                        <dt>"Hash"</dt>
                        <dd>
                            <code>{row.hash}</code>
                        </dd>
                    </dl>
                </section>
    }
}
