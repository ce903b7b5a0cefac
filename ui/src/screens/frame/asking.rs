//! The keyring asks a person for its password, and the key of the project waits behind that.

use leptos::prelude::*;
use wire::help::HelpId;

use crate::parts::{HelpButton, Icon};

/// The banner that says so.
#[component]
pub(super) fn Asking() -> impl IntoView {
    view! {
        <div
            class="banner banner--info"
            role="region"
            aria-label="Keyring notice"
            data-test="keyring-asked"
        >
            <Icon name="lock" />
            <p>
                <strong>"Waiting for this computer's keyring."</strong>
                " It may be asking for its password. Until then the list is as it was read last, and changes are off."
            </p>
            <div class="btns">
                <HelpButton page=HelpId::KEYRING />
            </div>
        </div>
    }
}
