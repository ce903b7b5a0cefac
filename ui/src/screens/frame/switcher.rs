//! The workspace that is open, and the others.

use leptos::prelude::*;
use wire::{DemoSize, OpenDemo, ProfileView, UseProfile};

use super::sidebar::tip;
use crate::act::Errand;
use crate::desk::{Desk, SetupFor, use_desk};
use crate::parts::{Drawing, Gate, Icon, Menu, close_menu, keyed, unlock, unlock_label};

/// The project switcher. A production workspace is marked wherever it is named.
#[component]
pub(crate) fn Switcher() -> impl IntoView {
    let desk = use_desk();
    let open = RwSignal::new(false);
    let profile = Memo::new(move |_| {
        desk.console
            .frame
            .with(|frame| frame.as_ref().and_then(|frame| frame.profile.clone()))
    });
    let production = move || profile.with(|held| held.as_ref().is_some_and(|it| it.production));
    let whole = tip("Production");
    view! {
        <Menu
            label="Projects"
            class="side__project"
            test="switcher"
                worded=true
            open=open
            button=                view! {
                    <Drawing name="#logo" class="mark" />
                    {move || profile.get().map(|profile| view! { <Name profile /> })}
                    <Icon name="updown" small=true />
                }.into_any()
        >
            <Others open />
        </Menu>
        <Show when=production>
            <div class="prod" data-test="production-mark" title=whole>
                <Icon name="alert" small=true />
                <span class="hide-sm">"Production"</span>
                <span class="only-sm">"PROD"</span>
            </div>
        </Show>
    }
}

#[component]
fn Name(profile: ProfileView) -> impl IntoView {
    let under = if profile.demo {
        "On this computer".to_owned()
    } else {
        profile.host
    };
    view! {
        <span class="grow">
            <b>
                <span data-test="profile-name">{profile.name}</span>
            </b>
            <span class="trunc">{under}</span>
        </span>
    }
}

/// Every project that is known.
fn profiles(desk: Desk) -> Vec<ProfileView> {
    desk.console.frame.with(|frame| {
        let profiles = frame.as_ref().map(|frame| frame.profiles.clone());
        profiles.unwrap_or_default()
    })
}

#[component]
fn Others(open: RwSignal<bool>) -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::of_frame(desk);
    let gate = Gate::admin(desk);
    let profiles = Memo::new(move |_| profiles(desk));
    view! {
        <p class="menu__h" role="presentation">"Projects"</p>
        // An item stands for its project: when another comes or goes, the one under a press opens
        // no other.
        {keyed(
            profiles,
            |profile| profile.id.clone(),
            move |profile| one(errand, open, profile),
        )}
        <hr />
        <button
            type="button"
            role="menuitem"
            data-test="add-project"
            aria-disabled=move || gate.is_off().to_string()
            title=move || gate.off()
            on:click=move |_| {
                if !gate.is_shut() {
                    close_menu(open);
                    desk.setup.set(Some(SetupFor::Another));
                }
            }
        >
            <Icon name="plus" />
            "Add a project…"
        </button>
        <Show when=move || gate.is_off()>
            <button
                type="button"
                role="menuitem"
                data-test="unlock-here"
                on:click=move |_| {
                    close_menu(open);
                    unlock(desk);
                }
            >
                <Icon name="lock" />
                {move || unlock_label(desk)}
            </button>
        </Show>
        {move || {
            let known = profiles.get();
            [
                (DemoSize::Small, "Explore the demo", "open-demo"),
                (DemoSize::Large, "Explore a large demo", "open-demo-large"),
            ]
                .into_iter()
                .filter(|(size, ..)| !known.iter().any(|it| it.id.as_str() == size.profile()))
                .map(|(size, name, test)| view! { <DemoChoice size name test errand open /> })
                .collect_view()
        }}
    }
}

/// A demo that is not in the list yet.
#[component]
fn DemoChoice(
    size: DemoSize,
    name: &'static str,
    test: &'static str,
    errand: Errand,
    open: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            role="menuitem"
            data-test=test
            on:click=move |_| {
                close_menu(open);
                errand.run(OpenDemo { size }, |_| {});
            }
        >
            <Icon name="zap" />
            {name}
        </button>
    }
}

fn one(errand: Errand, open: RwSignal<bool>, profile: ProfileView) -> impl IntoView {
    let desk = use_desk();
    let (id, mine) = (profile.id.clone(), profile.id.clone());
    let chosen = Memo::new(move |_| desk.console.profile().as_ref() == Some(&mine));
    view! {
        <button
            type="button"
            role="menuitemradio"
            aria-checked=move || chosen.get().to_string()
            data-test="profile"
            data-id=profile.id.to_string()
            on:click=move |_| {
                close_menu(open);
                if !chosen.get_untracked() {
                    errand.run(UseProfile { profile: Some(id.clone()) }, |_| {});
                }
            }
        >
            <span class="check-slot">
                <Show when=move || chosen.get()>
                    <Icon name="check" />
                </Show>
            </span>
            <span class="trunc grow">{profile.name}</span>
            {profile.production.then(|| view! { <span class="tag tag--warn">"Production"</span> })}
            {profile.demo.then(|| view! { <span class="tag">"Demo"</span> })}
        </button>
    }
}
