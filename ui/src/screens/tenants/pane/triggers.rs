//! What hangs on the tenant's accounts, and stops when one of them does.

use domain::{LifecycleName, TenantId};
use leptos::prelude::*;
use wire::{ShowTriggers, TriggerView, TriggersView};

use super::View;
use crate::bridge;
use crate::desk::use_desk;
use crate::parts::{FaultNote, Glyph, When};
use crate::reading::Reading;
use crate::text;

/// The section; asked for once, when the tenant is opened. How its accounts stand is known from the
/// page beside it, which follows the core.
#[component]
pub(super) fn Triggers(view: View) -> impl IntoView {
    let desk = use_desk();
    let reading: Reading<TenantId, TriggersView> =
        Reading::new(desk.tenant.into(), Signal::derive(|| 0), |tenant| {
            Box::pin(bridge::call(ShowTriggers { tenant }))
        });
    let again = reading.again();
    let waits = move || reading.current().is_none() && reading.fault.with(Option::is_none);
    view! {
        <section class="sect" data-test="tenant-triggers">
            <h3>"Triggers"</h3>
            {move || reading.fault.get().map(|fault| view! { <FaultNote fault retry=again /> })}
            // Composio is asked, which may take a while: no line yet is not none.
            <Show when=waits>
                <p class="muted" role="status">
                    "Reading what hangs on these accounts…"
                </p>
            </Show>
            {move || {
                let TriggersView { triggers } = reading.current()?;
                Some(
                    if triggers.is_empty() {
                        view! { <p class="muted">"None hang on these accounts."</p> }.into_any()
                    } else {
                        let lines = triggers.into_iter().map(|it| view! { <Line it view /> });
                        view! { <ul class="gaps">{lines.collect_view()}</ul> }.into_any()
                    },
                )
            }}
        </section>
    }
}

/// Whether it runs, in a class and a word.
fn runs(is_off: bool, state: LifecycleName) -> (&'static str, &'static str) {
    if is_off {
        ("st-inactive", "Off")
    } else if state == LifecycleName::Active {
        ("st-active", "Listens")
    } else {
        ("st-error", "Its account does not work")
    }
}

#[component]
fn Line(it: TriggerView, view: View) -> impl IntoView {
    let desk = use_desk();
    let integration = it.integration.clone();
    let (of, read, is_off) = (it.integration, it.state, it.off_since.is_some());
    let stands = Memo::new(move |_| {
        let now = view.with(|view| {
            let mut rows = view.as_ref()?.integrations.iter();
            rows.find(|row| row.id == of).map(|row| row.state)
        });
        runs(is_off, now.unwrap_or(read))
    });
    let class = Signal::derive(move || stands.get().0);
    // Of one that is off, that is what changed last.
    let changed = it.changed_at.filter(|_| !is_off);
    view! {
        <li data-test="trigger" data-id=it.id.clone()>
            <code class="wrap" title=it.id.clone()>{it.name}</code>
            <p class="small muted cell-flex">
                <Glyph class />
                <span>
                    {move || text::capital(stands.get().1)}
                    {it.off_since.map(|at| view! { " since " <When at /> })} " · "
                    <button
                        type="button"
                        class="linklike"
                        on:click=move |_| desk.show_row(integration.clone())
                    >
                        {it.toolkit_name}
                    </button>
                    {changed.map(|at| view! { " · changed " <When at /> })}
                </span>
            </p>
        </li>
    }
}
