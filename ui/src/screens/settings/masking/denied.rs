//! For who may not switch it: why, who can, what it does meanwhile, and the words to hand on.

use domain::Cause;
use leptos::prelude::*;
use wire::{CopySteps, Narrow};

use crate::act::Errand;
use crate::parts::{ErrandNote, Icon, WhyOff};
use crate::text;

/// The note; nothing for an admin.
#[component]
pub(super) fn Denied(
    /// How the switch stands.
    on: bool,
    /// Integrations that fail because of it.
    failing: u32,
) -> impl IntoView {
    let fails = on && failing > 0;
    let effect = match (on, fails) {
        (true, true) => text::counted_with(
            failing,
            "integration fails because its token is masked.",
            "integrations fail because their tokens are masked.",
        ),
        (true, false) => "No integration is known to fail because of it.".to_owned(),
        (false, _) => {
            "Tokens of accounts on your own apps can be read with the API key.".to_owned()
        }
    };
    view! {
        <WhyOff what="switch masking">
            <dl class="kv kv--wide" data-test="masking-denied">
                <dt>"Effect now"</dt>
                <dd>{effect.clone()}</dd>
                <dt>"Who can change it"</dt>
                <dd>"Whoever is an admin on this computer, or has the project at Composio."</dd>
                {on
                    .then(|| {
                        view! {
                            <dt>"Meanwhile"</dt>
                            <dd>
                                "Do not reconnect anybody because of it: a new sign-in does not help while masking is on."
                            </dd>
                        }
                    })}
            </dl>
            {fails.then(|| view! { <Steps /> })}
        </WhyOff>
    }
}

/// What an admin has to know, on the clipboard.
#[component]
fn Steps() -> impl IntoView {
    let errand = Errand::new();
    let said = RwSignal::new(None::<String>);
    let copy = move |_| {
        let narrow = Narrow {
            cause: Some(Cause::Masked),
            ..Narrow::default()
        };
        errand.run(CopySteps { narrow }, move |receipt| {
            let _ = said.try_set(receipt.said);
        });
    };
    view! {
        <ErrandNote errand />
        <div class="btns">
            <button type="button" class="btn btn--sm" data-test="masking-ask" on:click=copy>
                <Icon name="copy" small=true />
                "Copy what to ask an admin"
            </button>
            <span class="small muted" role="status" data-test="masking-asked">
                {move || said.get()}
            </span>
        </div>
    }
}
