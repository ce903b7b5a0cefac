//! How connecting is set up: one account or several, and which auth config is suggested.

use domain::{TenantId, ToolkitSlug};
use leptos::prelude::*;
use wire::{
    AuthDefaultView, ConnectSettingsView, SetAllowMultiple, SetAuthDefault, ShowConnectSettings,
};

use super::SectionHead;
use crate::act::Errand;
use crate::bridge;
use crate::desk::use_desk;
use crate::dom;
use crate::parts::{FaultNote, Gate, GateButton, WhyOff, keyed};
use crate::reading::Reading;

type Read = Reading<(), ConnectSettingsView>;
/// What a suggestion is for: a toolkit, of one tenant or of all.
type Whom = (ToolkitSlug, Option<TenantId>);

/// Taking suggestions back. One at a time, and as long as the section is there: a line goes with
/// its suggestion.
#[derive(Clone, Copy)]
struct Dropping {
    errand: Errand,
    /// Whose "Suggest none" was pressed last.
    of: RwSignal<Option<Whom>>,
    reading: Read,
}

impl Dropping {
    /// The line that was pressed goes, and the focus with it. The heading takes it and no other
    /// line: a second press of the key would take that one's suggestion back too.
    fn mind_the_focus(self, defaults: Memo<Vec<AuthDefaultView>>) {
        Effect::new(move |_| {
            let Some(of) = self.of.get() else { return };
            if !defaults.with(|all| all.iter().any(|it| whom(it) == of)) {
                self.of.set(None);
                dom::focus_if_free("#suggested-configs");
            }
        });
    }
}

/// The section.
#[component]
pub(super) fn Connecting() -> impl IntoView {
    let key = Signal::derive(|| Some(()));
    // A sheet over it changes both as well.
    let reading: Read = Reading::new(key, use_desk().console.rows.into(), |()| {
        Box::pin(bridge::call(ShowConnectSettings {}))
    });
    let again = reading.again();
    let view = Memo::new(move |_| reading.current());
    let allowed = Memo::new(move |_| Some(view.get()?.allow_multiple));
    let defaults = Memo::new(move |_| view.get().unwrap_or_default().defaults);
    view! {
        <div class="set__sec" data-test="connecting">
            <SectionHead
                name="Connecting"
                about="How a new account of a tenant is connected. Kept on this computer, for this project."
            />
            <WhyOff what="change how connecting is set up" />
            {move || reading.fault.get().map(|fault| view! { <FaultNote fault retry=again /> })}
            {move || allowed.get().map(|allowed| view! { <Several allowed reading /> })}
            <Show when=move || allowed.with(Option::is_some)>
                <Suggested defaults reading />
            </Show>
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
            "A tenant may have several working accounts of one toolkit, each with a label of its own.",
            "Allow one account only",
        )
    } else {
        (
            "A tenant has one working account of a toolkit. Connecting it again replaces it.",
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
                <h3 id="several-accounts">"Several accounts of one toolkit"</h3>
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
fn Suggested(defaults: Memo<Vec<AuthDefaultView>>, reading: Read) -> impl IntoView {
    let errand = Errand::new();
    let dropping = Dropping {
        errand,
        of: RwSignal::new(None),
        reading,
    };
    dropping.mind_the_focus(defaults);
    let some = Memo::new(move |_| defaults.with(|all| !all.is_empty()));
    let about = move || {
        if some.get() {
            "Which one the connect sheet chooses by itself. A tenant's own goes before that for every tenant."
        } else {
            "None. While connecting, an admin can suggest the auth config that is chosen, for every tenant or for that one."
        }
    };
    view! {
        <section class="setrow setrow--stack" aria-labelledby="suggested-configs">
            <div>
                <h3 id="suggested-configs" tabindex="-1">
                    "Suggested auth configs"
                </h3>
                <p class="muted">{about}</p>
            </div>
            {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
            <Show when=move || some.get()>
                <Suggestions defaults dropping />
            </Show>
        </section>
    }
}

#[component]
fn Suggestions(defaults: Memo<Vec<AuthDefaultView>>, dropping: Dropping) -> impl IntoView {
    view! {
        <table class="tbl" data-test="suggested">
            <thead>
                <tr>
                    <th scope="col">"Toolkit"</th>
                    <th scope="col">"For"</th>
                    <th scope="col">"Auth config"</th>
                    <th scope="col">
                        <span class="vh">"Change"</span>
                    </th>
                </tr>
            </thead>
            <tbody>
                // A line stands for its toolkit and tenant: when one is taken back, "Suggest none"
                // under the focus becomes no other one's.
                {keyed(defaults, whom, move |it| view! { <Line it dropping /> })}
            </tbody>
        </table>
    }
}

fn whom(it: &AuthDefaultView) -> Whom {
    (it.toolkit.clone(), it.tenant.clone())
}

/// A suggestion's line.
#[component]
fn Line(it: AuthDefaultView, dropping: Dropping) -> impl IntoView {
    let gate = Gate::admin(use_desk());
    let Dropping {
        errand,
        of,
        reading,
    } = dropping;
    let own = whom(&it);
    let mine = own.clone();
    let pressed = Signal::derive(move || of.with(|of| of.as_ref() == Some(&mine)));
    let tenant_id = it.tenant.as_ref().map(ToString::to_string);
    let key = format!("{} {}", it.toolkit, tenant_id.unwrap_or_default());
    let whom = it.tenant_name.unwrap_or_else(|| "Every tenant".to_owned());
    let gone = it.auth_config_name.is_none();
    let named = it
        .auth_config_name
        .unwrap_or_else(|| "Gone from the project".to_owned());
    let press = Callback::new(move |()| {
        of.set(Some(own.clone()));
        let (toolkit, tenant) = own.clone();
        let ask = SetAuthDefault {
            toolkit,
            tenant,
            auth_config: None,
        };
        errand.run_as_admin(gate, ask, move |_| reading.read());
    });
    view! {
        <tr data-test="suggestion" data-key=key>
            <td>{it.toolkit_name}</td>
            <td>{whom}</td>
            <td>
                <span class:muted=gone>{named}</span>
                " "
                <code class="small">{it.auth_config.to_string()}</code>
            </td>
            <td class="num">
                <GateButton
                    gate
                    class="linklike"
                    test="suggestion-drop"
                    errand
                    pressed
                    on_press=press
                >
                    "Suggest none"
                </GateButton>
            </td>
        </tr>
    }
}
