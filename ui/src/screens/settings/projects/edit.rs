//! How a project is named and marked.

use leptos::prelude::*;
use wire::{Colour, EditProfile, ProfileView, ProjectSettings};

use crate::act::Errand;
use crate::desk::use_desk;
use crate::parts::{Dialog, FaultNote, Kbd, Spinner};

#[derive(Clone, Copy)]
struct Typed {
    name: RwSignal<String>,
    production: RwSignal<bool>,
    colour: RwSignal<Colour>,
    /// Seconds; empty for no limit.
    wait: RwSignal<String>,
}

/// The dialog.
#[component]
pub(crate) fn EditProject(profile: ProfileView) -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::new();
    let typed = Typed {
        name: RwSignal::new(profile.name),
        production: RwSignal::new(profile.production),
        colour: RwSignal::new(profile.settings.colour),
        wait: RwSignal::new(
            profile
                .settings
                .wait_seconds
                .map(|wait| wait.to_string())
                .unwrap_or_default(),
        ),
    };
    let close = Callback::new(move |()| desk.overlay.set(None));
    let id = profile.id;
    let send = move || {
        let ask = EditProfile {
            profile: id.clone(),
            name: typed.name.get_untracked(),
            production: typed.production.get_untracked(),
            settings: ProjectSettings {
                colour: typed.colour.get_untracked(),
                // What is no number becomes one that the core refuses with its reason.
                wait_seconds: match typed.wait.get_untracked().trim() {
                    "" => None,
                    wait => Some(wait.parse().unwrap_or(0)),
                },
            },
        };
        errand.run(ask, move |_| close.run(()));
    };
    view! {
        <Dialog labelled_by="edit-title" described_by="edit-body" test="edit-project" on_close=close>
            <form on:submit=move |event| {
                event.prevent_default();
                send();
            }>
                <div class="dialog__h">
                    <h2 id="edit-title">"Change the project"</h2>
                </div>
                <div class="dialog__b" id="edit-body">
                    {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
                    <Fields typed />
                </div>
                <Foot errand close />
            </form>
        </Dialog>
    }
}

#[component]
fn Foot(errand: Errand, close: Callback<()>) -> impl IntoView {
    view! {
                <div class="dialog__f">
                    <button type="button" class="btn" data-test="edit-cancel" on:click=move |_| close.run(())>
                        "Cancel"
                        <Kbd keys=&["Esc"] />
                    </button>
                    <button
                        type="submit"
                        class="btn btn--primary"
                        class:is-busy=move || errand.busy.get()
                        data-test="edit-save"
                    >
                        <Show when=move || errand.busy.get()>
                            <Spinner />
                        </Show>
                        "Save"
                    </button>
                </div>
    }
}

#[component]
fn Fields(typed: Typed) -> impl IntoView {
    view! {
        <div class="field">
            <label for="edit-name">"Name"</label>
            <input
                class="input"
                id="edit-name"
                maxlength="60"
                autocomplete="off"
                data-test="edit-name"
                data-autofocus="true"
                prop:value=move || typed.name.get()
                on:input=move |event| typed.name.set(event_target_value(&event))
            />
        </div>
        <div class="field">
            <label for="edit-colour">"Colour"</label>
            <select
                class="input"
                id="edit-colour"
                data-test="edit-colour"
                on:change=move |event| typed.colour.set(Colour::parse(&event_target_value(&event)))
            >
                {Colour::ALL
                    .iter()
                    .map(|&colour| {
                        view! {
                            <option
                                value=colour.as_str()
                                selected=move || typed.colour.get() == colour
                            >
                                {colour_name(colour)}
                            </option>
                        }
                    })
                    .collect_view()}
            </select>
            <p class="hint">"A bar beside the name, so that two windows are told apart at a glance."</p>
        </div>
        <div class="field">
            <label for="edit-wait">"Wait in the connect sheet (seconds)"</label>
            <input
                class="input"
                id="edit-wait"
                inputmode="numeric"
                placeholder="Until it ends"
                autocomplete="off"
                data-test="edit-wait"
                prop:value=move || typed.wait.get()
                on:input=move |event| typed.wait.set(event_target_value(&event))
            />
            <p class="hint">"Then the sheet closes by itself. The link is watched all the same."</p>
        </div>
        <label class="optrow">
            <input
                type="checkbox"
                class="check"
                data-test="edit-production"
                prop:checked=move || typed.production.get()
                on:change=move |event| typed.production.set(event_target_checked(&event))
            />
            <span>"This is production " <span class="muted">"A mark stays in view all the time"</span></span>
        </label>
    }
}

const fn colour_name(colour: Colour) -> &'static str {
    match colour {
        Colour::None => "None",
        Colour::Blue => "Blue",
        Colour::Green => "Green",
        Colour::Amber => "Amber",
        Colour::Red => "Red",
        Colour::Plum => "Plum",
    }
}
