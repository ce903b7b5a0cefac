//! The projects on this computer, each with where its key is.

mod ask;
mod edit;

use leptos::prelude::*;
use wire::{KeyPlace, ProfileView, UseProfile};

pub(crate) use self::ask::{DeleteProject, ForgetProjectKey};
pub(crate) use self::edit::EditProject;
use super::SectionHead;
use crate::act::Errand;
use crate::desk::{Overlay, SetupFor, use_desk};
use crate::parts::{AdminButton, FaultNote, WaitButton, WhyOff, keyed};

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
    let opened = Memo::new(move |_| desk.console.profile());
    let part = move |profile: ProfileView| {
        let open = opened.with(|opened| opened.as_ref() == Some(&profile.id));
        one(errand, profile, open)
    };
    view! {
        <SectionHead
            name="Projects and keys"
            about="Each Composio project has its own key, list, history and audit list on this computer."
        />
        <WhyOff what="change projects or keys" />
        {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
        <div class="set__sec">
            // A part stands for its project, wherever that goes: "Forget the key…" under the focus
            // becomes no other project's.
            {keyed(profiles, |profile| profile.id.clone(), part)}
        </div>
        <div class="btns">
            <AdminButton
                label="Add a project…"
                test="settings-add-project"
                class="btn"
                on_press=Callback::new(move |()| desk.setup.set(Some(SetupFor::Another)))
            />
        </div>
    }
}

/// A project's part.
fn one(errand: Errand, profile: ProfileView, open: bool) -> impl IntoView {
    let desk = use_desk();
    let id = profile.id.clone();
    let used = id.clone();
    let whole = profile.clone();
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
                            <WaitButton
                                waits=errand.busy
                                test="project-open"
                                class="btn btn--sm"
                                on_press=Callback::new(move |()| {
                                    errand.run(UseProfile { profile: Some(used.clone()) }, |_| {});
                                })
                            >
                                "Open"
                            </WaitButton>
                        }
                    })}
                {(!profile.demo).then(|| view! { <Changes profile=whole.clone() /> })}
                <AdminButton
                    label="Delete…"
                    test="project-delete"
                    on_press=Callback::new(move |()| {
                        desk.overlay.set(Some(Overlay::DeleteProject(Box::new(whole.clone()))));
                    })
                />
            </div>
        </section>
    }
}

/// What may be changed of a project that is not the demo.
#[component]
fn Changes(profile: ProfileView) -> impl IntoView {
    let desk = use_desk();
    let has_key = profile.key != KeyPlace::Missing;
    let id = profile.id.clone();
    let (edited, emptied) = (profile.clone(), profile);
    view! {
        <AdminButton
            label="Change…"
            test="project-edit"
            on_press=Callback::new(move |()| {
                desk.overlay.set(Some(Overlay::EditProject(Box::new(edited.clone()))));
            })
        />
        <AdminButton
            label="Replace the key…"
            test="project-new-key"
            on_press=Callback::new(move |()| desk.setup.set(Some(SetupFor::NewKey(id.clone()))))
        />
        {has_key
            .then(|| {
                view! {
                    <AdminButton
                        label="Forget the key…"
                        test="project-forget"
                        on_press=Callback::new(move |()| {
                            desk.overlay
                                .set(Some(Overlay::ForgetKey(Box::new(emptied.clone()))));
                        })
                    />
                }
            })}
    }
}

const fn key_words(key: KeyPlace) -> &'static str {
    match key {
        KeyPlace::Keyring => "Key in the keyring",
        KeyPlace::Asked => "Key in the keyring, which has not answered yet",
        KeyPlace::Memory => "Key in memory until the app closes",
        KeyPlace::BuiltIn => "Needs no key",
        KeyPlace::Missing => "No key at hand",
    }
}
