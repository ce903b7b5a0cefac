//! How connecting is set up: one account or several, and which auth config is suggested.

use leptos::prelude::*;
use wire::{
    AuthDefaultView, ConnectSettingsView, SetAllowMultiple, SetAuthDefault, ShowConnectSettings,
};

use super::SectionHead;
use crate::act::Errand;
use crate::bridge;
use crate::desk::use_desk;
use crate::parts::{FaultNote, Gate, GateButton, WhyOff};
use crate::reading::Reading;

type Read = Reading<(), ConnectSettingsView>;

/// The section.
#[component]
pub(super) fn Connecting() -> impl IntoView {
    let key = Signal::derive(|| Some(()));
    let reading: Read = Reading::new(key, Signal::derive(|| 0), |()| {
        Box::pin(bridge::call(ShowConnectSettings {}))
    });
    let again = Callback::new(move |()| reading.read());
    view! {
        <div class="set__sec" data-test="connecting">
            <SectionHead
                name="Connecting"
                about="How a new account of a tenant is connected. Kept on this computer, for this project."
            />
            <WhyOff what="change how connecting is set up" />
            {move || reading.fault.get().map(|fault| view! { <FaultNote fault retry=again /> })}
            {move || {
                reading
                    .current()
                    .map(|view| {
                        view! {
                            <Several allowed=view.allow_multiple reading />
                            <Suggested defaults=view.defaults reading />
                        }
                    })
            }}
        </div>
    }
}

/// One working account, or several.
#[component]
fn Several(allowed: bool, reading: Read) -> impl IntoView {
    let gate = Gate::admin(use_desk());
    let errand = Errand::new();
    let (now, button) = if allowed {
        (
            "A tenant may have several working accounts of one app, each with a label of its own.",
            "Allow one account only",
        )
    } else {
        (
            "A tenant has one working account of an app. Connecting it again replaces it.",
            "Allow several accounts",
        )
    };
    let press = Callback::new(move |()| {
        errand.run_as_admin(gate, SetAllowMultiple { allow: !allowed }, move |_| {
            reading.read()
        });
    });
    view! {
        <section class="setrow" aria-labelledby="several-accounts">
            <div class="grow">
                <h3 id="several-accounts">"Several accounts of one app"</h3>
                <p class="muted" data-test="several-now">
                    {now}
                </p>
                {allowed
                    .then(|| {
                        view! {
                            <p class="muted small">
                                "Accounts that are there stay when this is taken back; only new ones are refused."
                            </p>
                        }
                    })}
                {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
            </div>
            <GateButton gate test="several-change" errand on_press=press>
                {button}
            </GateButton>
        </section>
    }
}

/// What is suggested, for whom.
#[component]
fn Suggested(defaults: Vec<AuthDefaultView>, reading: Read) -> impl IntoView {
    let errand = Errand::new();
    let some = !defaults.is_empty();
    let rows = defaults
        .into_iter()
        .map(|it| view! { <OneDefault it errand reading /> });
    let rows = rows.collect_view();
    view! {
        <section class="setrow setrow--stack" aria-labelledby="suggested-configs">
            <div>
                <h3 id="suggested-configs">"Suggested auth configs"</h3>
                <p class="muted">
                    {if some {
                        "Which one the connect sheet chooses by itself. A tenant's own goes before that for every tenant."
                    } else {
                        "None. While connecting, an admin can suggest the auth config that is chosen, for every tenant or for that one."
                    }}
                </p>
            </div>
            {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
            {some
                .then(|| {
                    view! {
                        <table class="tbl" data-test="suggested">
                            <thead>
                                <tr>
                                    <th scope="col">"App"</th>
                                    <th scope="col">"For"</th>
                                    <th scope="col">"Auth config"</th>
                                    <th scope="col">
                                        <span class="vh">"Change"</span>
                                    </th>
                                </tr>
                            </thead>
                            <tbody>{rows}</tbody>
                        </table>
                    }
                })}
        </section>
    }
}

#[component]
fn OneDefault(it: AuthDefaultView, errand: Errand, reading: Read) -> impl IntoView {
    let gate = Gate::admin(use_desk());
    let whom = it.tenant_name.unwrap_or_else(|| "Every tenant".to_owned());
    let gone = it.auth_config_name.is_none();
    let named = it
        .auth_config_name
        .unwrap_or_else(|| "Gone from the project".to_owned());
    let (toolkit, tenant) = (it.toolkit, it.tenant);
    let press = Callback::new(move |()| {
        let ask = SetAuthDefault {
            toolkit: toolkit.clone(),
            tenant: tenant.clone(),
            auth_config: None,
        };
        errand.run_as_admin(gate, ask, move |_| reading.read());
    });
    view! {
        <tr data-test="suggestion">
            <td>{it.toolkit_name}</td>
            <td>{whom}</td>
            <td>
                <span class:muted=gone>{named}</span>
                " "
                <code class="small">{it.auth_config.to_string()}</code>
            </td>
            <td class="num">
                <GateButton gate class="linklike" test="suggestion-drop" errand on_press=press>
                    "Suggest none"
                </GateButton>
            </td>
        </tr>
    }
}
