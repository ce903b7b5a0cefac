//! The projects on this computer, each with where its key is.

use leptos::prelude::*;
use wire::{KeyPlace, ProfileView, UseProfile};

use super::SectionHead;
use crate::act::Errand;
use crate::desk::{SetupFor, use_desk};
use crate::parts::{FaultNote, Icon};

/// The section.
#[component]
pub(crate) fn Projects() -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::new();
    let profiles = Memo::new(move |_| {
        desk.console.frame.with(|frame| {
            frame
                .as_ref()
                .map(|frame| frame.profiles.clone())
                .unwrap_or_default()
        })
    });
    view! {
        <SectionHead
            name="Projects and keys"
            about="Each Composio project has its own key, list, history and audit list on this computer."
        />
        {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
        {move || profiles.get().into_iter().map(|profile| one(errand, profile)).collect_view()}
        <div class="btns">
            <button
                type="button"
                class="btn"
                data-test="settings-add-project"
                on:click=move |_| desk.setup.set(Some(SetupFor::Another))
            >
                <Icon name="plus" />
                "Add a project…"
            </button>
        </div>
    }
}

fn one(errand: Errand, profile: ProfileView) -> impl IntoView {
    let desk = use_desk();
    let open = untrack(|| desk.console.profile()).as_ref() == Some(&profile.id);
    let id = profile.id.clone();
    let (renewed, used) = (id.clone(), id.clone());
    let name = profile.name.clone();
    view! {
        <section class="setrow" aria-label=name data-test="project" data-id=id.to_string()>
            <div class="grow">
                <h3>
                    <span class="trunc">{profile.name}</span>
                    {open.then(|| view! { <span class="tag">"Open"</span> })}
                    {profile.production.then(|| view! { <span class="tag tag--warn">"Production"</span> })}
                    {profile.demo.then(|| view! { <span class="tag">"Demo"</span> })}
                </h3>
                <p class="muted">{profile.host} " · " {key_words(profile.key)}</p>
            </div>
            <div class="btns">
                {(!open)
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="btn btn--sm"
                                data-test="project-open"
                                disabled=move || errand.busy.get()
                                on:click=move |_| {
                                    errand.run(UseProfile { profile: Some(used.clone()) }, |_| {});
                                }
                            >
                                "Open"
                            </button>
                        }
                    })}
                {(!profile.demo)
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="btn btn--sm"
                                data-test="project-new-key"
                                on:click=move |_| {
                                    desk.setup.set(Some(SetupFor::NewKey(renewed.clone())));
                                }
                            >
                                "Replace the key…"
                            </button>
                        }
                    })}
            </div>
        </section>
    }
}

const fn key_words(key: KeyPlace) -> &'static str {
    match key {
        KeyPlace::Keyring => "Key in the keyring",
        KeyPlace::Memory => "Key in memory until the app closes",
        KeyPlace::BuiltIn => "Needs no key",
        KeyPlace::Missing => "No key at hand",
    }
}
