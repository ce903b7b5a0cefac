//! One tenant: what needs somebody, and all its integrations.

use domain::{LifecycleName, TenantId};
use leptos::prelude::*;
use wire::{IntegrationRow, ShowTenant, TenantView};

use crate::bridge;
use crate::desk::{Draft, Overlay, use_desk};
use crate::parts::{FaultNote, Icon, RowStatus};
use crate::reading::Reading;
use crate::screens::pane::RowLinks;
use crate::text;

/// The pane.
#[component]
pub(crate) fn TenantPane() -> impl IntoView {
    let desk = use_desk();
    let reading: Reading<TenantId, TenantView> =
        Reading::new(desk.tenant.into(), desk.console.rows.into(), |tenant| {
            Box::pin(bridge::call(ShowTenant { tenant }))
        });
    let view = Memo::new(move |_| reading.current());
    view! {
        <aside class="pane" aria-label="Tenant details" data-test="tenant-pane">
            <div class="pane__h">
                {move || view.get().map(|view| view! { <Title view /> })}
                <div class="btns">
                    <button
                        type="button"
                        class="btn btn--icon btn--quiet"
                        aria-label="Close (Esc)"
                        title="Close (Esc)"
                        data-test="pane-close"
                        on:click=move |_| desk.tenant.set(None)
                    >
                        <Icon name="x" />
                    </button>
                </div>
            </div>
            <div class="pane__b" tabindex="0" role="region" aria-label="Details">
                {move || {
                    reading
                        .fault
                        .get()
                        .map(|fault| {
                            view! {
                                <FaultNote fault retry=Callback::new(move |()| reading.read()) />
                            }
                        })
                }} {move || view.get().map(|view| view! { <Body view /> })}
            </div>
        </aside>
    }
}

#[component]
fn Title(view: TenantView) -> impl IntoView {
    let row = view.row;
    view! {
        <span class="tile tile--lg" aria-hidden="true">
            {text::initials(&row.name)}
        </span>
        <div class="grow">
            <h2 class="trunc" data-test="tenant-name">
                {row.name}
            </h2>
            <code class="muted trunc selectable">{row.user}</code>
        </div>
    }
}

fn needs_somebody(row: &IntegrationRow) -> bool {
    matches!(row.state, LifecycleName::Error | LifecycleName::Expired)
}

#[component]
fn Body(view: TenantView) -> impl IntoView {
    let desk = use_desk();
    let draft = Draft {
        user: Some(view.row.user.clone()),
        tenant_name: Some(view.row.name.clone()),
        ..Draft::default()
    };
    let all = u32::try_from(view.integrations.len()).unwrap_or(u32::MAX);
    let bad: Vec<IntegrationRow> = view
        .integrations
        .iter()
        .filter(|row| needs_somebody(row))
        .cloned()
        .collect();
    view! {
        {(!bad.is_empty()).then(|| view! { <NeedsAction bad all /> })}
        <section class="sect">
            <h3>
                "Integrations" <span class="end">
                    <button
                        type="button"
                        class="linklike"
                        data-test="connect-another"
                        on:click=move |_| {
                            desk.overlay.set(Some(Overlay::Connect(draft.clone())));
                        }
                    >
                        "Connect another…"
                    </button>
                </span>
            </h3>
            {if view.integrations.is_empty() {
                view! { <p class="muted">"None yet."</p> }.into_any()
            } else {
                view! { <RowLinks rows=view.integrations /> }.into_any()
            }}
        </section>
    }
}

#[component]
fn NeedsAction(bad: Vec<IntegrationRow>, all: u32) -> impl IntoView {
    let desk = use_desk();
    let count = u32::try_from(bad.len()).unwrap_or(u32::MAX);
    let verb = if count == 1 { "needs" } else { "need" };
    let class = if bad.iter().any(|row| row.state == LifecycleName::Error) {
        "diag st-error"
    } else {
        "diag st-expired"
    };
    let first = bad.first().map(|row| row.id.clone());
    view! {
        <section class=class aria-label="Needs action">
            <div class="diag__s">
                <strong>
                    {format!("{} of {} {verb} somebody", text::count(count), text::counted(all, "integration"))}
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
            {first
                .map(|id| {
                    view! {
                        <div class="btns">
                            <button
                                type="button"
                                class="btn btn--primary"
                                on:click=move |_| desk.show_row(id.clone())
                            >
                                "Show what is wrong"
                            </button>
                        </div>
                    }
                })}
        </section>
    }
}
