//! The sidebar: the workspace, the places, the person.

use leptos::prelude::*;
use wire::{FindIntegrations, SetTheme, Sort, Theme};

use super::switcher::Switcher;
use crate::act::Errand;
use crate::bridge;
use crate::desk::{Screen, use_desk};
use crate::parts::{Icon, Menu};
use crate::reading::Reading;
use crate::text;

/// The sidebar.
#[component]
pub(crate) fn Sidebar() -> impl IntoView {
    let desk = use_desk();
    count_rows();
    let integrations = Signal::derive(move || desk.counts.get().map(|(rows, _)| rows));
    let tenants = Signal::derive(move || desk.counts.get().map(|(_, tenants)| tenants));
    let none = Signal::derive(|| None);
    view! {
        <aside class="side" aria-label="Sidebar">
            <Switcher />
            <nav aria-label="Main">
                <div class="side__sec">
                    <div class="nav">
                        <Place
                            screen=Screen::Integrations
                            name="Integrations"
                            icon="plug"
                            count=integrations
                            test="nav-integrations"
                        />
                        <Place
                            screen=Screen::Tenants
                            name="Tenants"
                            icon="building"
                            count=tenants
                            test="nav-tenants"
                        />
                        <Place
                            screen=Screen::Activity
                            name="Activity"
                            icon="history"
                            count=none
                            test="nav-activity"
                        />
                    </div>
                </div>
            </nav>
            <Person />
        </aside>
    }
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
                    sort: Sort::default(),
                    offset: 0,
                    limit: 1,
                    locate: None,
                })
                .await?;
                Ok((page.all, page.tenants))
            })
        },
    );
    Effect::new(move |_| {
        if let Some((_, counts)) = reading.value.get() {
            desk.counts.set(Some(counts));
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
) -> impl IntoView {
    let desk = use_desk();
    view! {
        <button
            type="button"
            title=name
            aria-current=move || (desk.screen.get() == screen).then_some("page")
            data-test=test
            on:click=move |_| desk.screen.set(screen)
        >
            <Icon name=icon />
            <span class="t">{name}</span>
            {move || count.get().map(|count| view! { <span class="n">{text::count(count)}</span> })}
        </button>
    }
}

/// Who is at the keyboard, and the small menu under the name.
#[component]
fn Person() -> impl IntoView {
    let desk = use_desk();
    let open = RwSignal::new(false);
    let frame = desk.console.frame;
    let person = Memo::new(move |_| {
        frame.with(|frame| {
            frame
                .as_ref()
                .map(|frame| frame.person.clone())
                .unwrap_or_default()
        })
    });
    let version = Memo::new(move |_| {
        frame.with(|frame| {
            frame
                .as_ref()
                .map(|frame| frame.version.clone())
                .unwrap_or_default()
        })
    });
    view! {
        <div class="side__foot">
            <Menu
                label="You and appearance"
                class="side__person"
                test="person-menu"
                open=open
                up=true
                button=ToChildren::to_children(move || {
                    view! {
                        <span class="avatar" aria-hidden="true">
                            {move || text::initials(&person.get())}
                        </span>
                        <span class="grow">
                            <b class="trunc">{move || person.get()}</b>
                            <span>"Switchboard " {move || version.get()}</span>
                        </span>
                    }
                })
            >
                <h2>"Appearance"</h2>
                <ThemeChoice theme=Theme::System name="Like the desktop" test="theme-system" open />
                <ThemeChoice theme=Theme::Light name="Light" test="theme-light" open />
                <ThemeChoice theme=Theme::Dark name="Dark" test="theme-dark" open />
            </Menu>
        </div>
    }
}

#[component]
fn ThemeChoice(
    theme: Theme,
    name: &'static str,
    test: &'static str,
    open: RwSignal<bool>,
) -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::of_frame(desk);
    let chosen = move || {
        desk.console
            .frame
            .with(|frame| frame.as_ref().is_some_and(|frame| frame.theme == theme))
    };
    view! {
        <button
            type="button"
            role="menuitemradio"
            aria-checked=move || chosen().to_string()
            data-test=test
            on:click=move |_| {
                errand.run(SetTheme { theme }, |_| {});
                open.set(false);
            }
        >
            <span class="check-slot">
                <Show when=chosen>
                    <Icon name="check" />
                </Show>
            </span>
            {name}
        </button>
    }
}
