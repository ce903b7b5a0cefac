//! One tenant on one page: what needs somebody, its integrations, open sign-ins,
//! notes, contact and history.

mod facts;
mod foot;
mod head;
mod needs;
mod story;
mod triggers;

use domain::TenantId;
use leptos::prelude::*;
use wire::{ShowTenant, TenantView, VisitTenant};

use self::facts::Facts;
use self::foot::Foot;
use self::head::Head;
use self::needs::needs_action;
use self::story::{Attempts, Story};
use self::triggers::Triggers;
use crate::act::Errand;
use crate::bridge;
use crate::desk::{Draft, Overlay, use_desk};
use crate::parts::{ErrandNote, FaultNote, Gate, GateButton};
use crate::reading::Reading;
use crate::screens::notes::Notes;
use crate::screens::pane::RowLinks;

/// What is shown, or nothing yet.
type View = Memo<Option<TenantView>>;

/// One part of what is shown, which wakes its reader only when it changed itself.
fn part<T>(view: View, of: impl Fn(&TenantView) -> T + Send + Sync + 'static) -> Memo<Option<T>>
where
    T: PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| view.with(|view| view.as_ref().map(&of)))
}

/// The pane.
#[component]
pub(crate) fn TenantPane() -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::new();
    let reading: Reading<TenantId, TenantView> =
        Reading::new(desk.tenant.into(), desk.console.rows.into(), |tenant| {
            Box::pin(bridge::call(ShowTenant { tenant }))
        });
    let view: View = Memo::new(move |_| reading.current());
    note_visits();
    // What could not be done for the last tenant is not this one's fault.
    Effect::new(move |before: Option<Option<TenantId>>| {
        let now = desk.tenant.get();
        if before.is_some_and(|before| before != now) {
            errand.restart();
        }
        now
    });
    let about = Signal::derive(move || desk.tenant.get().map(|tenant| (tenant, None)));
    let notes = Memo::new(move |_| {
        view.with(|view| view.as_ref().map(|it| it.notes.clone()).unwrap_or_default())
    });
    view! {
        <aside class="pane" aria-label="Tenant details" data-test="tenant-pane">
            <Head view errand />
            <div class="pane__b" tabindex="0" role="region" aria-label="Details">
                <ErrandNote errand />
                {move || {
                    reading
                        .fault
                        .get()
                        .map(|fault| {
                            view! {
                                <FaultNote fault retry=reading.again() />
                            }
                        })
                }} <Show when=move || view.with(Option::is_some)>
                    <Rows view />
                    <Attempts view />
                    <Notes about notes />
                    <Triggers view />
                    <Facts view />
                    <Story view />
                </Show>
            </div>
            <Show when=move || view.with(Option::is_some)>
                <Foot view />
            </Show>
        </aside>
    }
}

/// A tenant whose page is opened is recent. That this fails is no matter of anybody's.
fn note_visits() {
    let desk = use_desk();
    Effect::new(move |before: Option<Option<TenantId>>| {
        let now = desk.tenant.get();
        if let Some(tenant) = now.clone()
            && before.as_ref() != Some(&now)
        {
            Errand::unseen().run(VisitTenant { tenant }, |_| {});
        }
        now
    });
}

fn draft(view: &TenantView) -> Draft {
    Draft {
        user: Some(view.row.user.clone()),
        tenant: Some(view.row.id.clone()),
        tenant_name: Some(view.row.name.clone()),
        ..Draft::default()
    }
}

#[component]
fn Rows(view: View) -> impl IntoView {
    let desk = use_desk();
    let known = part(view, |view| view.integrations.clone());
    let rows = Memo::new(move |_| known.get().unwrap_or_default());
    let needing = part(view, |view| view.needs_action.clone());
    let with_draft = move |open: fn(Draft) -> Overlay| {
        if let Some(draft) = view.with_untracked(|view| view.as_ref().map(draft)) {
            desk.overlay.set(Some(open(draft)));
        }
    };
    view! {
        {move || {
            let needing = needing.get().unwrap_or_default();
            rows.with(|rows| needs_action(rows, &needing))
        }}
        <section class="sect">
            <h3>
                "Integrations" <span class="end btns">
                    <button
                        type="button"
                        class="linklike"
                        data-test="add-toolkits"
                        on:click=move |_| with_draft(Overlay::Add)
                    >
                        "Add…"
                    </button>
                    <GateButton
                        gate=Gate::remote(desk)
                        class="linklike"
                        test="connect-another"
                        on_press=Callback::new(move |()| with_draft(Overlay::Connect))
                    >
                        "Connect another…"
                    </GateButton>
                </span>
            </h3>
            <Show
                when=move || rows.with(|rows| !rows.is_empty())
                fallback=|| view! { <p class="muted">"None yet."</p> }
            >
                <RowLinks rows />
            </Show>
        </section>
    }
}
