//! The root: hears the core, keeps the clock, and chooses between set-up and frame.

use std::time::Duration;

use domain::{IntegrationId, ProfileId};
use leptos::leptos_dom::helpers::set_interval_with_handle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::{Fault, SyncPhase, Theme};

use crate::bridge;
use crate::clicks;
use crate::console::Stage;
use crate::desk::{Desk, SetupFor};
use crate::dom;
use crate::hotkeys;
use crate::looks::Looks;
use crate::parts::FaultNote;
use crate::screens::{HelpLayer, LeavingLayer, Setup, Shell};

/// How long a row that changed is tinted.
const TINT: u64 = 4_000;

/// The window's content.
#[component]
pub(crate) fn App() -> impl IntoView {
    let desk = Desk::new();
    provide_context(desk);
    let looks = Looks::new(desk);
    provide_context(looks);
    let deaf = RwSignal::new(None::<Fault>);
    listen(desk, deaf);
    keep_time(desk);
    hotkeys::listen(desk, looks);
    clicks::listen();
    follow_theme(desk);
    follow_rows(desk);
    follow_sync(desk);
    follow_trouble(desk);
    let stage = Memo::new(move |before: Option<&Stage<SetupFor>>| {
        let wanted = desk.setup.get();
        desk.console
            .frame
            .with(|frame| Stage::of(frame.as_ref(), wanted, before))
    });
    Effect::new(move |before: Option<Option<ProfileId>>| {
        let profile = desk.console.profile();
        if before.is_some_and(|before| before != profile) {
            desk.clear();
            desk.setup.set(None);
            // The row to show may be told in one go with the project that it is of.
            bring_forward(desk, desk.console.focus.get_untracked());
        }
        profile
    });
    // Help lies over all of it and ends nothing: a form keeps what was typed in it.
    let read = Memo::new(move |_| desk.help.with(Option::is_some));
    let asked = Memo::new(move |_| desk.console.leaving.with(Option::is_some));
    view! {
        <div class="stage" prop:inert=move || read.get() || asked.get()>
            {move || match stage.get() {
                Stage::Silent => view! { <Silent deaf /> }.into_any(),
                Stage::Setup(wanted) => view! { <Setup wanted /> }.into_any(),
                Stage::Shell(_) => view! { <Shell /> }.into_any(),
            }}
        </div>
        <div class="layer" prop:inert=move || asked.get()>
            <HelpLayer />
        </div>
        <LeavingLayer />
    }
}

/// Before the core has spoken, and while a workspace is on its way.
#[component]
fn Silent(deaf: RwSignal<Option<Fault>>) -> impl IntoView {
    let late = RwSignal::new(false);
    dom::after(200, move || {
        let _ = late.try_set(true);
    });
    view! {
        <main class="wait" data-test="silent">
            {move || match deaf.get() {
                Some(fault) => view! { <FaultNote fault /> }.into_any(),
                None => {
                    view! { <p role="status">{move || late.get().then_some("Starting…")}</p> }
                        .into_any()
                }
            }}
        </main>
    }
}

fn listen(desk: Desk, deaf: RwSignal<Option<Fault>>) {
    let hear = move |event| match event {
        Ok(event) => desk.console.apply(event),
        Err(fault) if desk.console.frame.with_untracked(Option::is_some) => {
            desk.fault.set(Some(fault));
        }
        Err(fault) => deaf.set(Some(fault)),
    };
    spawn_local(async move {
        if let Err(fault) = bridge::subscribe(hear).await {
            deaf.set(Some(fault));
        }
    });
}

fn keep_time(desk: Desk) {
    // The window lives as long as its clock, so the handle is not kept.
    let _ = set_interval_with_handle(move || desk.now.set(dom::now()), Duration::from_secs(1));
}

/// Whoever asked for the old list while nothing could be read asked for that time only.
fn follow_sync(desk: Desk) {
    let failing = Memo::new(move |_| {
        let sync = desk.console.sync;
        sync.with(|sync| sync.phase == SyncPhase::Failed)
    });
    Effect::new(move |_| {
        if !failing.get() {
            desk.old_list.set(false);
        }
    });
}

/// What a press met goes with what stood in its way.
fn follow_trouble(desk: Desk) {
    let trouble = Memo::new(move |_| {
        let frame = desk.console.frame;
        frame.with(|frame| frame.as_ref()?.trouble.clone())
    });
    Effect::new(move |before: Option<Option<Fault>>| {
        let now = trouble.get();
        if let Some(Some(gone)) = before
            && now.as_ref() != Some(&gone)
            && desk
                .fault
                .with_untracked(|told| told.as_ref() == Some(&gone))
        {
            desk.fault.set(None);
        }
        now
    });
}

fn follow_theme(desk: Desk) {
    let density = Memo::new(move |_| desk.console.appearance().density);
    Effect::new(move |_| {
        if let Some(root) = document().document_element() {
            let _ = root.set_attribute("data-density", density.get().as_str());
        }
    });
    let theme = Memo::new(move |_| {
        desk.console
            .frame
            .with(|frame| frame.as_ref().map_or(Theme::System, |frame| frame.theme))
    });
    Effect::new(move |_| {
        let Some(root) = document().document_element() else {
            return;
        };
        let _ = match theme.get() {
            Theme::System => root.remove_attribute("data-theme"),
            Theme::Light => root.set_attribute("data-theme", "light"),
            Theme::Dark => root.set_attribute("data-theme", "dark"),
        };
    });
}

/// The row that changed is tinted, its check is over, and the row that came home is
/// brought to the front.
fn follow_rows(desk: Desk) {
    Effect::new(move |_| {
        let Some((_, row)) = desk.console.touched.get() else {
            return;
        };
        desk.checked(&row);
        desk.tinted.update(|tinted| {
            tinted.insert(row.clone());
        });
        dom::after(TINT, move || {
            desk.tinted.update(|tinted| {
                tinted.remove(&row);
            });
        });
    });
    Effect::new(move |_| bring_forward(desk, desk.console.focus.get()));
}

fn bring_forward(desk: Desk, focus: Option<(u32, IntegrationId, bool)>) {
    let Some((_, row, asked)) = focus else {
        return;
    };
    // Whoever is writing goes on, unless they asked for it themselves; a notice tells how the
    // sign-in ended.
    let adds = desk.setup.with_untracked(Option::is_some);
    if !asked && (adds || dom::is_writing()) {
        return;
    }
    desk.setup.set(None);
    desk.help.set(None);
    desk.show_row(row);
}
