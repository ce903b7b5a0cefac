//! One entry of the audit list.

use leptos::prelude::*;
use wire::AuditRowView;

use super::entry::Entry;
use crate::desk::use_desk;
use crate::dom::{self, zone};
use crate::parts::{Icon, Status};
use crate::screens::settings::Section;
use crate::text;

/// The actor of what was done elsewhere.
const OUTSIDE: &str = "Outside Switchboard";

/// The pane.
#[component]
pub(crate) fn EntryPane(entry: Entry, open: RwSignal<Option<Entry>>) -> impl IntoView {
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
                        on:click=move |_| {
                            open.set(None);
                            dom::focus_list();
                        }
                    >
                        <Icon name="x" />
                    </button>
                </div>
            </div>
            <div class="pane__b" tabindex="0" role="region" aria-label="Details">
                {(row.kind == "observed" && row.actor == OUTSIDE).then(|| view! { <Elsewhere /> })}
                {(!said(&row.before).is_empty() || !said(&row.after).is_empty())
                    .then(|| {
                        view! { <Change before=said(&row.before) after=said(&row.after) /> }
                    })}
                <Record row=row.clone() />
                <Links row />
            </div>
        </aside>
    }
}

/// Where the entry leads.
#[component]
fn Links(row: AuditRowView) -> impl IntoView {
    let desk = use_desk();
    view! {
                {row
                    .action
                    .to_lowercase()
                    .contains("masking")
                    .then(|| {
                        view! {
                            <div class="btns">
                                <button
                                    type="button"
                                    class="btn btn--primary"
                                    data-test="audit-open-masking"
                                    on:click=move |_| desk.show_settings(Section::Masking)
                                >
                                    "Review masking"
                                </button>
                            </div>
                        }
                    })}
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
    }
}

/// Nobody here did it.
#[component]
fn Elsewhere() -> impl IntoView {
    view! {
        <div class="callout callout--warn">
            <Icon name="alert" />
            <p>
                <strong>"Not done in Switchboard."</strong>
                " The look at the settings, each minute, saw the new value. Composio does not say who changed it."
            </p>
        </div>
    }
}

/// A value, a line each; nothing of one that is empty.
fn said(value: &Option<String>) -> Vec<String> {
    let lines = value.iter().flat_map(|value| value.lines());
    lines
        .filter(|line| !line.trim().is_empty())
        .map(str::to_owned)
        .collect()
}

/// What was before and what is after, line by line.
#[component]
fn Change(before: Vec<String>, after: Vec<String>) -> impl IntoView {
    view! {
        <section class="sect">
            <h3>"Change"</h3>
            <div class="diff" data-test="audit-change">
                {before
                    .into_iter()
                    .map(|value| {
                        view! {
                            <p class="diff__old">
                                <span aria-hidden="true">"− "</span>
                                <span class="vh">"Before: "</span>
                                <code data-test="audit-before">{value}</code>
                            </p>
                        }
                    })
                    .collect_view()}
                {after
                    .into_iter()
                    .map(|value| {
                        view! {
                            <p class="diff__new">
                                <span aria-hidden="true">"+ "</span>
                                <span class="vh">"After: "</span>
                                <code data-test="audit-after">{value}</code>
                            </p>
                        }
                    })
                    .collect_view()}
            </div>
        </section>
    }
}

#[component]
fn Record(row: AuditRowView) -> impl IntoView {
    let (class, word) = text::audit_result(&row);
    let kind = match row.kind.as_str() {
        "intent" => "Written before the change was made",
        "outcome" => "Written when it was known how it came out",
        "unreadable" => "Changed since it was written: verify the chain",
        _ if row.actor == OUTSIDE => "Seen at Composio, not done here",
        _ => "Written when it was seen or done here",
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
                        {row
                            .request
                            .map(|request| {
                                view! {
                                    <dt>"Request"</dt>
                                    <dd>
                                        <code class="selectable" data-test="audit-request">{request}</code>
                                    </dd>
                                }
                            })}
                        {row
                            .intent
                            .map(|intent| {
                                view! {
                                    <dt>"Announced by"</dt>
                                    <dd class="num">{format!("Entry {}", text::count(intent))}</dd>
                                }
                            })}
                        <dt>"Entry"</dt>
                        <dd class="num">{text::count(row.seq)}</dd>
                        {(!row.hash.is_empty())
                            .then(|| {
                                view! {
                                    <dt>"Hash"</dt>
                                    <dd>
                                        <code>{row.hash}</code>
                                    </dd>
                                }
                            })}
                    </dl>
                </section>
    }
}
