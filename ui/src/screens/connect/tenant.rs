//! Which tenant: one that is known, or a new user id.

use leptos::prelude::*;

use super::Choice;
use super::foot::ChooseFoot;
use super::pick::{Pick, Suggestion};
use crate::parts::{Body, Icon};

/// The step.
#[component]
pub(crate) fn TenantStep(choice: Choice) -> impl IntoView {
    let pick = Pick::begin(choice);
    pick.search();
    view! {
        <Body class="sheet__b">
            <div class="field">
                <label for="tenant-box">"Tenant"</label>
                <span class="inputbox">
                    <Icon name="search" />
                    <input
                        class="input"
                        id="tenant-box"
                        role="combobox"
                        aria-expanded="true"
                        aria-controls="tenant-list"
                        aria-activedescendant=move || pick.reached()
                        aria-describedby="tenant-hint"
                        autocomplete="off"
                        spellcheck="false"
                        data-autofocus="true"
                        data-test="connect-user"
                        prop:value=move || pick.typed.get()
                        on:input=move |event| {
                            pick.typed.set(event_target_value(&event));
                            pick.search();
                        }
                        on:keydown=move |event| pick.key(&event)
                    />
                </span>
                <p class="hint" id="tenant-hint">
                    "A name, a tenant ID or an e-mail address. What is not known is taken as the user ID of a new tenant."
                </p>
            </div>
            <div
                class="pick"
                role="listbox"
                id="tenant-list"
                aria-label="Tenants"
                aria-busy=move || (!pick.is_answered()).to_string()
            >
                {move || {
                    pick.lines()
                        .into_iter()
                        .enumerate()
                        .map(|(at, line)| view! { <Suggestion pick at line /> })
                        .collect_view()
                }}
            </div>
        </Body>
        <ChooseFoot label="Cancel" press=Callback::new(move |()| choice.desk.overlay.set(None)) />
    }
}
