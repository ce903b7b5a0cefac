//! How a project is named and marked.

use leptos::prelude::*;
use wire::{Colour, EditProfile, ProfileView, ProjectSettings};

use crate::act::{Errand, then_close};
use crate::desk::use_desk;
use crate::parts::{
    Body, ConfirmFoot, Deed, Dialog, FaultNote, Gate, Icon, ProductionTick, TextField,
};

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
    let gate = Gate::admin(desk);
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
        errand.run_as_admin(gate, ask, then_close(close));
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
                <Body class="dialog__b" id="edit-body">
                    {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
                    <Fields typed />
                </Body>
                <ConfirmFoot
                    test="edit"
                    label="Save"
                    deed=Deed::Form
                    busy=errand.busy
                    close
                    gate
                />
            </form>
        </Dialog>
    }
}

#[component]
fn Fields(typed: Typed) -> impl IntoView {
    view! {
        <TextField id="edit-name" label="Name" value=typed.name longest=60 first=true />
        <div class="field">
            <label for="edit-colour">"Colour"</label>
            <span class="selectbox">
                <select
                    class="select"
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
                <Icon name="down" />
            </span>
            <p class="hint">"A bar beside the name, so that two windows are told apart at a glance."</p>
        </div>
        <TextField
            id="edit-wait"
            label="Wait in the connect sheet (seconds)"
            hint="Then the sheet closes by itself. The link is watched all the same."
            placeholder="Until it ends"
            value=typed.wait
            longest=6
            numeric=true
        />
        <ProductionTick test="edit-production" value=typed.production />
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
