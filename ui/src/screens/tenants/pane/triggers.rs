//! What hangs on the tenant's accounts, and stops when one of them does.

use domain::{LifecycleName, TenantId};
use leptos::prelude::*;
use wire::{ShowTriggers, TriggerView, TriggersView};

use crate::bridge;
use crate::desk::use_desk;
use crate::parts::{FaultNote, Glyph, When};
use crate::reading::Reading;
use crate::text;

/// The section; asked for once, when the tenant is opened.
#[component]
pub(super) fn Triggers() -> impl IntoView {
    let desk = use_desk();
    let reading: Reading<TenantId, TriggersView> =
        Reading::new(desk.tenant.into(), Signal::derive(|| 0), |tenant| {
            Box::pin(bridge::call(ShowTriggers { tenant }))
        });
    let again = reading.again();
    view! {
        <section class="sect" data-test="tenant-triggers">
            <h3>"Triggers"</h3>
            {move || reading.fault.get().map(|fault| view! { <FaultNote fault retry=again /> })}
            {move || {
                let TriggersView { triggers } = reading.current()?;
                Some(
                    if triggers.is_empty() {
                        view! { <p class="muted">"None hang on these accounts."</p> }.into_any()
                    } else {
                        let lines = triggers.into_iter().map(|it| view! { <Line it /> });
                        view! { <ul class="gaps">{lines.collect_view()}</ul> }.into_any()
                    },
                )
            }}
        </section>
    }
}

/// Whether it runs, in a class and a word.
fn runs(it: &TriggerView) -> (&'static str, &'static str) {
    if it.off_since.is_some() {
        ("st-inactive", "Off")
    } else if it.state == LifecycleName::Active {
        ("st-active", "Listens")
    } else {
        ("st-error", "Its account does not work")
    }
}

#[component]
fn Line(it: TriggerView) -> impl IntoView {
    let desk = use_desk();
    let (class, word) = runs(&it);
    let integration = it.integration.clone();
    view! {
        <li data-test="trigger" data-id=it.id.clone()>
            <code class="wrap" title=it.id.clone()>{it.name}</code>
            <p class="small muted cell-flex">
                <Glyph class />
                <span>
                    {text::capital(word)}
                    {it.off_since.map(|at| view! { " since " <When at /> })} " · "
                    <button
                        type="button"
                        class="linklike"
                        on:click=move |_| desk.show_row(integration.clone())
                    >
                        {it.toolkit_name}
                    </button>
                </span>
            </p>
        </li>
    }
}
