//! A toolkit without an auth config: Composio's own OAuth app, and what that means.

use domain::ToolkitSlug;
use leptos::prelude::*;
use wire::CreateManagedAuthConfig;

use super::{At, Choice};
use crate::parts::{Body, Gate, GateButton, Icon, WhyOff};

/// Toolkits without an auth config that hold what is typed; few, and only when asked.
pub(super) fn bare(choice: Choice, typed: &str) -> Vec<(ToolkitSlug, String)> {
    const FEW: usize = 8;
    let typed = typed.trim().to_lowercase();
    if typed.is_empty() {
        return Vec::new();
    }
    choice.options.with(|options| {
        let bare = options.as_ref().map(|it| it.bare.as_slice());
        bare.unwrap_or_default()
            .iter()
            .filter(|(slug, name)| {
                name.to_lowercase().contains(&typed) || slug.as_str().contains(&typed)
            })
            .take(FEW)
            .cloned()
            .collect()
    })
}

/// The line of such a toolkit.
#[component]
pub(super) fn BareLine(choice: Choice, slug: ToolkitSlug, name: String) -> impl IntoView {
    let id = slug.to_string();
    let taken = (slug, name.clone());
    view! {
        <button
            type="button"
            class="opt"
            data-test="connect-bare"
            data-id=id
            on:click=move |_| {
                choice.bare.set(Some(taken.clone()));
                choice.at.set(At::Managed);
            }
        >
            <span></span>
            <span>
                <span>{name}</span>
                <span class="small muted">"No auth config yet"</span>
            </span>
        </button>
    }
}

fn create(choice: Choice) {
    let Some((toolkit, _)) = choice.bare.get_untracked() else {
        return;
    };
    let wanted = toolkit.clone();
    choice.errand.run_as_admin(
        Gate::admin_remote(choice.desk),
        CreateManagedAuthConfig { toolkit },
        move |_| {
            choice.reload(move |options| {
                let made = options.toolkits.iter().find(|it| it.slug == wanted);
                match made.cloned() {
                    Some(toolkit) => choice.take_toolkit(toolkit),
                    None => choice.at.set(At::Toolkit),
                }
            });
        },
    );
}

/// The step.
#[component]
pub(crate) fn ManagedStep(choice: Choice) -> impl IntoView {
    let name = move || {
        choice
            .bare
            .with(|bare| bare.as_ref().map(|(_, name)| name.clone()))
            .unwrap_or_default()
    };
    let go = Callback::new(move |()| create(choice));
    view! {
        <Body class="sheet__b" test="connect-managed">
            <h3>{move || format!("{} has no auth config", name())}</h3>
            <p>
                "An auth config says with which OAuth app customers sign in. Your own app is made at Composio, with its client ID and secret. Or Composio's app is used:"
            </p>
            <div class="callout callout--info">
                <Icon name="info" />
                <ul class="notes">
                    <li>"The customer sees Composio's name on the consent page, not yours."</li>
                    <li>"Tokens stay redacted, whatever the masking switch says."</li>
                    <li>
                        "Scopes are Composio's usual ones. Accounts do not move to your own app later; they sign in again."
                    </li>
                </ul>
            </div>
            <WhyOff what="create an auth config" />
            <p class="small muted">"It is written to the audit list."</p>
        </Body>
        <div class="sheet__f">
            <span class="grow"></span>
            <button type="button" class="btn" on:click=move |_| choice.at.set(At::Toolkit)>
                "Back"
            </button>
            <GateButton
                gate=Gate::admin_remote(choice.desk)
                class="btn btn--primary"
                test="managed-create"
                errand=choice.errand
                autofocus=true
                on_press=go
            >
                "Use Composio's app"
            </GateButton>
        </div>
    }
}
