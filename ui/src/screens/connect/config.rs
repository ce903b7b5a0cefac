//! With which auth config, and the warning before the browser opens.

use domain::{LifecycleName, Way};
use leptos::prelude::*;
use wire::{AuthConfigChoice, RowAction};

use super::asked::{Fields, Scopes};
use super::suggest::Suggest;
use super::{At, Choice};
use crate::act::act;
use crate::parts::{Body, Gate, GateButton, Icon, keyed};

/// The step.
#[component]
pub(crate) fn ConfigStep(choice: Choice) -> impl IntoView {
    let configs = Memo::new(move |_| {
        choice.toolkit.with(|toolkit| {
            toolkit
                .as_ref()
                .map(|it| it.auth_configs.clone())
                .unwrap_or_default()
        })
    });
    view! {
        <Body class="sheet__b">
            <fieldset class="sect">
                <legend class="h3">"Auth config"</legend>
                <Show
                    when=move || configs.with(|configs| !configs.is_empty())
                    fallback=|| {
                        view! {
                            <p class="muted" role="status">
                                "Reading what can be connected…"
                            </p>
                        }
                    }
                >
                    <div class="pick">
                        // A line stands for its auth config: the one under a press becomes no
                        // other when what can be chosen is read anew.
                        {keyed(
                            configs,
                            |config| config.id.clone(),
                            move |config| view! { <Line choice config /> },
                        )}
                    </div>
                </Show>
            </fieldset>
            <Suggest choice />
            <Fields choice />
            <Scopes choice />
            <Instead choice />
            <SignInAsYourself />
        </Body>
        <Foot choice />
    }
}

#[component]
fn Foot(choice: Choice) -> impl IntoView {
    let gate = Gate::remote(choice.desk);
    let ready = Signal::derive(move || choice.config.with(Option::is_some));
    let go = Callback::new(move |()| {
        if let Some(config) = choice.config.get_untracked() {
            choice.connect(config.id, Way::Here);
        }
    });
    let send = Callback::new(move |()| {
        if let Some(config) = choice.config.get_untracked() {
            choice.connect(config.id, Way::Sent);
        }
    });
    view! {
        <div class="sheet__f">
            <span class="grow"></span>
            <button type="button" class="btn" on:click=move |_| choice.at.set(At::Toolkit)>
                "Back"
            </button>
            <GateButton
                gate
                test="connect-send"
                errand=choice.errand
                among=choice.pressed
                ready
                on_press=send
            >
                <Show when=move || !choice.waits("connect-send")>
                    <Icon name="send" small=true />
                </Show>
                "Send connect link"
            </GateButton>
            <GateButton
                gate
                class="btn btn--primary"
                test="connect-submit"
                errand=choice.errand
                among=choice.pressed
                ready
                autofocus=true
                on_press=go
            >
                <Show when=move || !choice.waits("connect-submit")>
                    <Icon name="out" small=true />
                </Show>
                "Open browser"
            </GateButton>
        </div>
    }
}

#[component]
fn Line(choice: Choice, config: AuthConfigChoice) -> impl IntoView {
    let mine = config.id.clone();
    let chosen = Memo::new(move |_| {
        choice
            .config
            .with(|config| config.as_ref().is_some_and(|config| config.id == mine))
    });
    let unusable = config.unusable.clone();
    let locked = unusable.is_some();
    let suggested = {
        let id = config.id.clone();
        Memo::new(move |_| {
            let toolkit = choice.toolkit.get();
            toolkit.is_some_and(|it| choice.suggested(&it).as_ref() == Some(&id))
        })
    };
    let under = if let Some(why) = unusable {
        why
    } else if config.managed {
        "Composio managed. The consent page names Composio.".to_owned()
    } else {
        "Custom. The consent page names your own app.".to_owned()
    };
    let taken = config.clone();
    view! {
        <label class="opt opt--radio" class:is-on=move || chosen.get()>
            <input
                class="radio"
                type="radio"
                name="auth-config"
                prop:checked=move || chosen.get()
                disabled=locked
                data-test="connect-config"
                data-id=config.id.to_string()
                on:change=move |_| {
                    choice.early.set(false);
                    choice.config.set(Some(taken.clone()));
                }
            />
            <span>
                <span>{config.name}</span>
                <span class="small muted">{under}</span>
            </span>
            <span class="small muted">
                {move || {
                    suggested.get().then(|| view! { <span class="tag">"Suggested"</span> " " })
                }} {if locked { "Disabled".to_owned() } else { config.scheme }}
            </span>
        </label>
    }
}

/// The tenant has one that broke: signing in again is better than a second one.
#[component]
fn Instead(choice: Choice) -> impl IntoView {
    let broken = Memo::new(move |_| {
        let toolkit = choice
            .toolkit
            .with(|it| it.as_ref().map(|it| it.slug.clone()))?;
        let row = choice.row_of(&toolkit)?;
        matches!(row.state, LifecycleName::Error | LifecycleName::Expired).then_some(row)
    });
    move || {
        let row = broken.get()?;
        let words = format!(
            "{} already has a {} account, and it is {}. Reconnect replaces it; connecting again may leave two. ",
            row.tenant_name,
            row.toolkit_name,
            row.state.label()
        );
        let press = Callback::new(move |()| {
            act(
                choice.desk,
                choice.errand,
                row.id.clone(),
                RowAction::Reconnect,
            );
        });
        Some(view! {
            <div class="callout callout--info" data-test="connect-instead">
                <Icon name="info" />
                <p>
                    {words}
                    <GateButton
                        gate=Gate::remote(choice.desk)
                        class="linklike"
                        test="reconnect-instead"
                        errand=choice.errand
                        among=choice.pressed
                        on_press=press
                    >
                        "Reconnect it instead"
                    </GateButton>
                </p>
            </div>
        })
    }
}

/// The browser signs in whoever sits at it.
#[component]
pub(crate) fn SignInAsYourself() -> impl IntoView {
    view! {
        <div class="callout callout--warn" data-test="connect-warning">
            <Icon name="alert" />
            <p>
                <strong>"You will sign in as yourself."</strong>
                " The browser of this computer opens. Sign in there with the customer's account, not with your own, or your own account is connected for this tenant."
            </p>
        </div>
    }
}
