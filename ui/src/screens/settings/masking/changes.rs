//! What switched masking lately, here and elsewhere.

use leptos::prelude::*;
use wire::AuditRowView;

use crate::parts::{Glyph, When};

/// What happened, in a few words.
fn title(row: &AuditRowView) -> String {
    let word = if row.action.ends_with("off") {
        "off"
    } else {
        "on"
    };
    let done = row
        .result
        .as_ref()
        .is_none_or(|result| result.starts_with("done"));
    match (row.kind.as_str(), done) {
        ("unreadable", _) => row.action.clone(),
        ("observed", _) if row.result.is_none() => format!("Turned {word} outside Switchboard"),
        (_, true) => format!("Turned {word} by {}", row.actor),
        (_, false) => format!("{} tried to turn it {word}", row.actor),
    }
}

/// The same as a sentence. Composio does not say who did what was not done here.
pub(super) fn sentence(row: &AuditRowView) -> String {
    let elsewhere = if row.actor == "Outside Switchboard" {
        " Composio does not say who changed it."
    } else {
        ""
    };
    format!("{}.{elsewhere}", title(row))
}

/// The list.
#[component]
pub(super) fn Changes(rows: Vec<AuditRowView>) -> impl IntoView {
    view! {
        <section class="sect">
            <h3>"Changes"</h3>
            {if rows.is_empty() {
                view! {
                    <p class="muted">"None was made or seen since this project is on this computer."</p>
                }
                    .into_any()
            } else {
                view! {
                    <ol class="tl" data-test="masking-changes">
                        {rows.into_iter().map(|row| item(&row)).collect_view()}
                    </ol>
                }
                    .into_any()
            }}
        </section>
    }
}

fn item(row: &AuditRowView) -> impl IntoView + use<> {
    let elsewhere = row.kind == "observed";
    let detail = match (&row.reason, &row.result, elsewhere) {
        (Some(reason), _, _) => Some(reason.clone()),
        (None, _, true) => Some("Seen by the look at the settings, each minute".to_owned()),
        (None, Some(result), false) if result != "done" => Some(result.clone()),
        (None, _, false) => None,
    };
    view! {
        <li>
            {if elsewhere {
                view! { <Glyph class="st-error" /> }.into_any()
            } else {
                view! { <span class="dot"></span> }.into_any()
            }} <div>
                <p>{title(row)}</p>
                {detail.map(|detail| view! { <p>{detail}</p> })}
            </div> <When at=row.at />
        </li>
    }
}
