//! What stands around every screen.

mod asking;
mod banner;
mod demo;
mod drill;
mod person;
mod shortcuts;
mod sidebar;
mod status_bar;
mod switcher;
mod toasts;
mod watched;

use leptos::prelude::*;

use self::banner::Banner;
use self::demo::DemoPanel;
use self::shortcuts::Shortcuts;
pub(crate) use self::shortcuts::SingleKeys;
use self::sidebar::Sidebar;
use self::status_bar::StatusBar;
use self::toasts::Toasts;
use super::Unlock;
use super::activity::Activity;
use super::adding::Add;
use super::checks_fault::ChecksFault;
use super::cleanup::{self, CleanUpDialog};
use super::connect::{Choose, Trip};
use super::disable::ConfirmDisable;
use super::disconnect::ConfirmDisconnect;
use super::integrations::Integrations;
use super::overview::Overview;
use super::recent::{self, Recent};
use super::remove::ConfirmRemove;
use super::settings::{DeleteProject, Diagnostics, EditProject, ForgetProjectKey, Settings};
use super::tenants::{ConfirmDeleteTenant, TenantForm, Tenants};
use super::triage::Triage;
use crate::desk::{Overlay, Screen, use_desk};

/// The frame and the screen in it.
#[component]
pub(crate) fn Shell() -> impl IntoView {
    let desk = use_desk();
    recent::listen(desk);
    cleanup::listen(desk);
    let unlocking = desk.unlocking;
    // A screen that is said again is the same screen: what was typed in it stays.
    let screen = Memo::new(move |_| desk.screen.get());
    let covered = move || desk.overlay.with(Option::is_some) || unlocking.get();
    let demo = Memo::new(move |_| {
        desk.console.frame.with(|frame| {
            frame
                .as_ref()
                .and_then(|frame| frame.profile.as_ref())
                .is_some_and(|profile| profile.demo)
        })
    });
    view! {
        <a class="skip" href="#content">
            "Skip to content"
        </a>
        <div class="frame" prop:inert=covered data-test="frame">
            <Sidebar />
            <main class="main" id="content" tabindex="-1">
                {move || match screen.get() {
                    Screen::Overview => view! { <Overview><Banner /></Overview> }.into_any(),
                    Screen::Integrations => view! { <Integrations><Banner /></Integrations> }.into_any(),
                    Screen::Triage => {
                        view! {
                            <Triage>
                                <Banner />
                                <ChecksFault run=desk.console.checks.into() />
                            </Triage>
                        }
                            .into_any()
                    }
                    Screen::Tenants => view! { <Tenants><Banner /></Tenants> }.into_any(),
                    Screen::Activity => view! { <Activity><Banner /></Activity> }.into_any(),
                    Screen::Settings => view! { <Settings><Banner /></Settings> }.into_any(),
                }} <Show when=move || demo.get()>
                    <DemoPanel />
                </Show>
            </main>
            <StatusBar />
        </div>
        <Toasts />
        <div class="layer" prop:inert=move || unlocking.get()>
            {move || desk.overlay.get().map(overlay)}
        </div>
        <Show when=move || unlocking.get()>
            <Unlock />
        </Show>
    }
}

fn overlay(overlay: Overlay) -> AnyView {
    match overlay {
        Overlay::Shortcuts => view! { <Shortcuts /> }.into_any(),
        Overlay::Diagnostics => view! { <Diagnostics /> }.into_any(),
        Overlay::Connect(draft) => view! { <Choose draft /> }.into_any(),
        Overlay::Trip(first) => view! { <Trip first=*first /> }.into_any(),
        Overlay::Disconnect(integration) => view! { <ConfirmDisconnect integration /> }.into_any(),
        Overlay::CleanUp => view! { <CleanUpDialog /> }.into_any(),
        Overlay::Disable(integration) => view! { <ConfirmDisable integration /> }.into_any(),
        Overlay::EditProject(profile) => view! { <EditProject profile=*profile /> }.into_any(),
        Overlay::ForgetKey(profile) => view! { <ForgetProjectKey profile=*profile /> }.into_any(),
        Overlay::DeleteProject(profile) => view! { <DeleteProject profile=*profile /> }.into_any(),
        Overlay::Remove(integration) => view! { <ConfirmRemove integration /> }.into_any(),
        Overlay::Tenant(draft) => view! { <TenantForm draft=*draft /> }.into_any(),
        Overlay::Add(draft) => view! { <Add draft /> }.into_any(),
        Overlay::Recent => view! { <Recent /> }.into_any(),
        Overlay::DeleteTenant(tenant, name) => {
            view! { <ConfirmDeleteTenant tenant name /> }.into_any()
        }
    }
}
