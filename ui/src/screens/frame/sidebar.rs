//! The sidebar: the workspace, the places, the person.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use wire::{Colour, FindIntegrations, ListView, Narrow, Sort};

use super::person::Person;
use super::switcher::Switcher;
use crate::bridge;
use crate::desk::{Desk, Screen, use_desk};
use crate::dom;
use crate::parts::Icon;
use crate::reading::Reading;
use crate::text;
use wire::help::HelpId;

/// The sidebar.
#[component]
pub(crate) fn Sidebar() -> impl IntoView {
    let desk = use_desk();
    count_rows();
    let integrations = Signal::derive(move || desk.counts.get().map(|(rows, _)| rows));
    let tenants = Signal::derive(move || desk.counts.get().map(|(_, tenants)| tenants));
    let alarm = Signal::derive(move || desk.alarm.get());
    let colour = colour_of(desk);
    let none = Signal::derive(|| None);
    let side = NodeRef::<html::Aside>::new();
    provide_context(Rail::of(side));
    view! {
        <aside
            node_ref=side
            class="side"
            aria-label="Sidebar"
            data-colour=move || colour.get().as_str()
        >
            <Switcher />
            <nav aria-label="Main">
                <div class="side__sec">
                    <div class="nav">
                        <Place
                            screen=Screen::Overview
                            name="Overview"
                            icon="home"
                            count=none
                            test="nav-overview"
                        />
                        <Place
                            screen=Screen::Integrations
                            name="Integrations"
                            icon="plug"
                            count=integrations
                            test="nav-integrations"
                        />
                        <Place
                            screen=Screen::Triage
                            name="Triage"
                            icon="triage"
                            count=alarm
                            bad=true
                            test="nav-triage"
                        />
                        <Place
                            screen=Screen::Tenants
                            name="Tenants"
                            icon="building"
                            count=tenants
                            test="nav-tenants"
                        />
                    </div>
                </div>
                <Govern />
            </nav>
            <HelpPlace />
            <Person />
        </aside>
    }
}

/// Whether the sidebar has room for icons alone.
#[derive(Clone, Copy)]
struct Rail(RwSignal<bool>);

impl Rail {
    /// The stylesheet decides; it is looked at when the window gets another size, or is zoomed.
    fn of(side: NodeRef<html::Aside>) -> Self {
        let rail = RwSignal::new(false);
        let look = move || {
            let Some(Some(side)) = side.try_get_untracked() else {
                return;
            };
            let name = side.query_selector(".nav .t").ok().flatten();
            let name = name.and_then(|name| name.dyn_into::<HtmlElement>().ok());
            // What is only read aloud takes up one pixel.
            let is_hidden = name.is_some_and(|name| name.offset_width() <= 1);
            if rail.try_get_untracked() != Some(is_hidden) {
                let _ = rail.try_set(is_hidden);
            }
        };
        side.on_load(move |_| dom::next_frame(look));
        let sized = window_event_listener(ev::resize, move |_| look());
        on_cleanup(move || sized.remove());
        Self(rail)
    }
}

/// What the pointer is told over something in the sidebar, where its words are not in view: beside
/// them it would say them once more.
pub(super) fn tip(words: &'static str) -> impl Fn() -> Option<&'static str> + Copy + Send + Sync {
    let Rail(rail) = expect_context::<Rail>();
    move || rail.get().then_some(words)
}

/// The places where the project itself is looked after.
#[component]
fn Govern() -> impl IntoView {
    let none = Signal::derive(|| None);
    view! {
        <div class="side__sec">
            <h2>"Govern"</h2>
            <div class="nav">
                <Place
                    screen=Screen::Activity
                    name="Activity"
                    icon="history"
                    count=none
                    test="nav-activity"
                />
                <Place
                    screen=Screen::Settings
                    name="Settings"
                    icon="gear"
                    count=none
                    test="nav-settings"
                />
            </div>
        </div>
    }
}

/// Help is no place: it lies over the place where one is.
#[component]
fn HelpPlace() -> impl IntoView {
    let desk = use_desk();
    view! {
        <div class="nav side__help">
            <button
                type="button"
                title=tip("Help (F1)")
                aria-haspopup="dialog"
                data-test="nav-help"
                on:click=move |_| desk.help.set(Some(HelpId::START))
            >
                <Icon name="help" />
                <span class="t">"Help"</span>
            </button>
        </div>
    }
}

/// By which the project is told apart.
fn colour_of(desk: Desk) -> Memo<Colour> {
    Memo::new(move |_| {
        desk.console.frame.with(|frame| {
            let profile = frame.as_ref().and_then(|frame| frame.profile.as_ref());
            profile.map(|it| it.settings.colour).unwrap_or_default()
        })
    })
}

/// Keeps the numbers beside the places, whatever screen is open.
fn count_rows() {
    let desk = use_desk();
    let reading = Reading::new(
        Signal::derive(|| Some(())),
        desk.console.rows.into(),
        |()| {
            Box::pin(async {
                let page = bridge::call(FindIntegrations {
                    text: String::new(),
                    state: None,
                    toolkit: None,
                    narrow: Narrow::default(),
                    sort: Sort::default(),
                    offset: 0,
                    limit: 1,
                    locate: None,
                })
                .await?;
                let needs = page
                    .views
                    .iter()
                    .find(|(view, _)| *view == ListView::NeedsAction);
                let alarm = needs.map_or(0, |(_, rows)| *rows);
                Ok((page.all, page.tenants, alarm))
            })
        },
    );
    Effect::new(move |_| {
        if let Some((_, (rows, tenants, alarm))) = reading.value.get() {
            desk.counts.set(Some((rows, tenants)));
            desk.alarm.set(Some(alarm));
        }
    });
}

#[component]
fn Place(
    screen: Screen,
    name: &'static str,
    icon: &'static str,
    count: Signal<Option<u32>>,
    test: &'static str,
    #[prop(optional)] bad: bool,
) -> impl IntoView {
    let desk = use_desk();
    view! {
        <button
            type="button"
            title=tip(name)
            aria-current=move || (desk.screen.get() == screen).then_some("page")
            data-test=test
            on:click=move |_| desk.screen.set(screen)
        >
            <Icon name=icon />
            <span class="t">{name}</span>
            {move || {
                count
                    .get()
                    .map(|count| {
                        let alarms = bad && count > 0;
                        let need = if count == 1 { " needs action" } else { " need action" };
                        view! {
                            <span class="n" class:n--bad=alarms>
                                {text::count(count)}
                                {alarms.then(|| view! { <span class="vh">{need}</span> })}
                            </span>
                            {alarms
                                .then(|| {
                                    view! { <span class="only-rail" aria-hidden="true"></span> }
                                })}
                        }
                    })
            }}
        </button>
    }
}
