//! The project at a glance: counts that open the list they count, what failed last,
//! how each toolkit is, how reading goes, what is open. Nothing here that no data backs.

mod failures;
mod health;
mod strip;
mod waiting;

use leptos::prelude::*;
use wire::help::HelpId;
use wire::{OverviewView, ShowOverview, StopSync, SyncPhase};

use self::failures::Failures;
use self::health::Health;
use self::strip::Strip;
use self::waiting::Waiting;
use crate::act::Errand;
use crate::bridge;
use crate::desk::use_desk;
use crate::dom::zone;
use crate::parts::{FaultNote, HelpLink, Icon, hand_on};
use crate::reading::Reading;
use crate::screens::integrations::ConnectAccount;
use crate::screens::recent::Finder;
use crate::screens::settings::Section;
use crate::text;

/// What is shown, or nothing yet.
type View = Memo<Option<OverviewView>>;

/// One part of what is shown, which wakes its reader only when it changed itself.
fn part<T>(view: View, of: impl Fn(&OverviewView) -> T + Send + Sync + 'static) -> Memo<T>
where
    T: Default + PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| view.with(|view| view.as_ref().map(&of).unwrap_or_default()))
}

/// The screen.
#[component]
pub(crate) fn Overview(children: Children) -> impl IntoView {
    let desk = use_desk();
    let key = Signal::derive(|| Some(()));
    let reading: Reading<(), OverviewView> = Reading::new(key, desk.console.rows.into(), |()| {
        Box::pin(bridge::call(ShowOverview {}))
    });
    let view: View = Memo::new(move |_| reading.current());
    let sizes = move || {
        view.with(|view| {
            let view = view.as_ref()?;
            let tenants = text::counted(view.tenants, "tenant");
            let integrations = text::counted(view.integrations, "integration");
            Some(format!("{tenants} · {integrations}"))
        })
    };
    view! {
        <header class="top">
            <h1>"Overview"</h1>
            <span class="top__sub num">{sizes}</span>
            <span class="top__gap"></span>
            <Finder />
            <ConnectAccount />
        </header>
        {children()}
        <div class="content">
            <div
                class="scroll grow canvas"
                tabindex="0"
                role="region"
                aria-label="Overview content"
                data-test="overview"
            >
                {move || {
                    reading
                        .fault
                        .get()
                        .map(|fault| view! { <FaultNote fault retry=reading.again() /> })
                }}
                <Show when=move || view.with(Option::is_some)>
                    <div class="ov">
                        <Strip view />
                        <Sync view />
                        <Masking />
                        <div class="ov__col">
                            <Failures view />
                        </div>
                        <div class="ov__col">
                            <Waiting />
                            <Health view />
                        </div>
                    </div>
                </Show>
            </div>
        </div>
    }
}

/// How reading the project goes.
#[component]
fn Sync(view: View) -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::of_frame(desk);
    let sync = desk.console.sync;
    let reading = Memo::new(move |_| sync.with(|sync| sync.phase == SyncPhase::Reading));
    let share = move || {
        sync.with(|sync| {
            let total = sync.total.filter(|total| *total > 0)?;
            Some(f64::from(sync.read) / f64::from(total) * 100.0)
        })
    };
    let words = move || {
        sync.with(|sync| match (sync.phase, sync.as_of()) {
            (SyncPhase::Reading, _) => {
                let read = text::count(sync.read);
                sync.total.map_or(read.clone(), |total| {
                    format!("{read} of {}", text::count(total))
                })
            }
            (_, None) => "Never read to the end".to_owned(),
            (_, Some(at)) => {
                let when = text::moment(at, desk.now.get(), zone(at));
                // Nobody looks where the project could not be opened to its end, nor after a stop;
                // after a failure it is tried at other times, or not at all.
                let looks = sync.phase == SyncPhase::Idle && sync.synced_at.is_some();
                let how = if looks {
                    " A look each minute, everything once a day."
                } else {
                    ""
                };
                format!("As of {when}.{how}")
            }
        })
    };
    let title = move || {
        sync.with(|sync| match (sync.phase, sync.synced_at) {
            (SyncPhase::Idle, Some(_)) => "In step with Composio",
            (SyncPhase::Idle, None) => "Not read since the project was opened",
            (SyncPhase::Reading, _) => "Reading the project",
            (SyncPhase::Stopped, _) => "Reading was stopped; the counts are not complete",
            (SyncPhase::Failed, _) => "Composio could not be read",
        })
    };
    view! {
        <section class="full panel sync" aria-label="Reading the project" data-test="overview-sync">
            <span class="nowrap">{title}</span>
            <Show when=move || reading.get()>
                <progress max="100" prop:value=move || share().unwrap_or(0.0)></progress>
            </Show>
            <span class="num muted">{words}</span>
            <Unknown view />
            <span class="grow"></span>
            <Show when=move || reading.get()>
                <Stop errand />
            </Show>
        </section>
    }
}

/// Ends the reading, and goes with it.
#[component]
fn Stop(errand: Errand) -> impl IntoView {
    let hand_on = hand_on();
    let press = move |_| {
        hand_on();
        errand.run(StopSync {}, |_| {});
    };
    view! {
        <button type="button" class="btn btn--sm btn--quiet" on:click=press>
            <Icon name="stop" small=true />
            "Stop"
        </button>
    }
}

/// How many rows the list shows as Unknown, where there are any. Their tiles count them in the
/// state that they had last, so this is the only place that tells of them.
#[component]
fn Unknown(view: View) -> impl IntoView {
    let rows = part(view, |view| view.unknown);
    let some = move || rows.get() > 0;
    view! {
        <Show when=some>
            <span class="num muted" data-test="overview-unknown">
                {move || format!("{} shown as Unknown. ", text::count(rows.get()))}
                <HelpLink page=HelpId::STATES />
            </span>
        </Show>
    }
}

/// How the masking switch stands.
#[component]
fn Masking() -> impl IntoView {
    let desk = use_desk();
    let on = Memo::new(move |_| desk.console.project.with(|project| project.masking));
    let class = move || {
        if on.get() == Some(true) {
            "full callout callout--warn"
        } else {
            "full callout"
        }
    };
    move || {
        let (title, effect) = match on.get()? {
            true => (
                "Secret masking is on.",
                " A backend that reads tokens itself gets cut ones. Tools and checks through Composio work.",
            ),
            false => (
                "Secret masking is off.",
                " Whoever holds the API key can read full tokens of accounts on your own apps.",
            ),
        };
        Some(view! {
            <section class=class aria-label="Secret masking" data-test="overview-masking">
                <Icon name="lock" />
                <p class="grow">
                    <strong>{title}</strong>
                    {effect}
                </p>
                <button
                    type="button"
                    class="btn btn--sm"
                    on:click=move |_| desk.show_settings(Section::Masking)
                >
                    "Review in Settings"
                </button>
            </section>
        })
    }
}
