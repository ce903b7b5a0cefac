//! What was done to this desk: passphrase, keys, projects.

use leptos::prelude::*;
use wire::{AuditList, AuditRowView, DeskAudit, FindDeskAudit};

use crate::bridge;
use crate::desk::use_desk;
use crate::parts::{FaultNote, Status, When};
use crate::reading::Reading;
use crate::text;

/// The newest rows.
#[component]
pub(super) fn Record() -> impl IntoView {
    let desk = use_desk();
    let tick = RwSignal::new(0_u32);
    // Whatever is written here changes what the frame shows.
    Effect::new(move |before: Option<()>| {
        desk.console.frame.track();
        if before.is_some() {
            tick.update(|tick| *tick = tick.wrapping_add(1));
        }
    });
    let key = Signal::derive(|| Some(()));
    let reading = Reading::new(key, tick.into(), |()| {
        Box::pin(bridge::call(FindDeskAudit {}))
    });
    view! {
        <section aria-label="Record of this desk" data-test="desk-record">
            <h3>"Record of this desk"</h3>
            <p class="muted">
                "The newest changes of keys, roles and projects. "
                <button
                    type="button"
                    class="linklike"
                    data-test="desk-record-all"
                    on:click=move |_| desk.show_audit(AuditList::Desk)
                >
                    "Search all of them in Activity"
                </button>
            </p>
            {move || {
                reading
                    .fault
                    .get()
                    .map(|fault| view! { <FaultNote fault retry=reading.again() /> })
            }}
            {move || reading.value.get().map(|((), DeskAudit { rows })| rows_view(rows))}
        </section>
    }
}

fn rows_view(rows: Vec<AuditRowView>) -> AnyView {
    let shown: Vec<_> = rows
        .into_iter()
        .filter(|row| row.kind != "intent")
        .collect();
    if shown.is_empty() {
        return view! { <p class="muted">"Nothing was changed yet."</p> }.into_any();
    }
    view! {
        <table class="tbl">
            <tbody>
                {shown
                    .into_iter()
                    .map(|row| {
                        let (class, word) = text::audit_result(&row);
                        view! {
                            <tr data-test="desk-row">
                                <td>
                                    <When at=row.at />
                                </td>
                                <td>{row.actor}</td>
                                <td>{row.action} ": " {row.target}</td>
                                <td title=row.result>
                                    <Status class label=word />
                                </td>
                            </tr>
                        }
                    })
                    .collect_view()}
            </tbody>
        </table>
    }
    .into_any()
}
