//! The tenant has a working account of the toolkit: keep it, replace it, or add a
//! second one where that is allowed.

use domain::LifecycleName;
use leptos::prelude::*;
use wire::{IntegrationRow, RowAction, SetAllowMultiple};

use super::{At, Choice};
use crate::act::act;
use crate::dom;
use crate::parts::{Body, Gate, GateButton, Icon, RowStatus, Tile, UnlockHere};

/// What can be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Keep,
    Replace,
    Second,
}

/// The tenant's working account of the toolkit that was chosen.
pub(super) fn working(choice: Choice) -> Option<IntegrationRow> {
    let toolkit = choice.toolkit.get()?.slug;
    let rows = choice.held.current()?.integrations;
    let active =
        |row: &&IntegrationRow| row.toolkit == toolkit && row.state == LifecycleName::Active;
    rows.iter().find(active).cloned()
}

/// The step.
#[component]
pub(crate) fn DuplicateStep(choice: Choice) -> impl IntoView {
    let way = RwSignal::new(Way::Keep);
    let row = Memo::new(move |_| working(choice));
    view! {
        <Body class="sheet__b" test="connect-duplicate">
            {move || row.get().map(|row| view! { <Known row /> })}
            <fieldset class="sect">
                <legend class="h3">"What do you want to do?"</legend>
                <div class="pick">
                    <Line
                        way
                        mine=Way::Keep
                        title="Keep the one that works"
                        under="Open it in Integrations"
                    />
                    <Line
                        way
                        mine=Way::Replace
                        title="Replace it with a different account"
                        under="The old one stays until the new one is Active"
                    />
                    <Second choice way />
                </div>
            </fieldset>
            <Show when=move || way.get() == Way::Second>
                <Label choice />
            </Show>
        </Body>
        <Foot choice way row />
    }
}

#[component]
fn Known(row: IntegrationRow) -> impl IntoView {
    let title = format!(
        "{} already has a working {}.",
        row.tenant_name, row.toolkit_name
    );
    view! {
        <div class="callout callout--warn" role="alert">
            <Icon name="alert" />
            <p>
                <strong>{title}</strong>
                " With two accounts, a tool may use the wrong one."
            </p>
        </div>
        <div class="pick">
            <div class="opt">
                <Tile name=&row.toolkit_name size="tile--md" />
                <span class="trunc">{row.account_or_reason.clone()}</span>
                <RowStatus row=&row />
            </div>
        </div>
    }
}

#[component]
fn Line(way: RwSignal<Way>, mine: Way, title: &'static str, under: &'static str) -> impl IntoView {
    view! {
        <label class="opt opt--radio" class:is-on=move || way.get() == mine>
            <input
                class="radio"
                type="radio"
                name="duplicate"
                prop:checked=move || way.get() == mine
                data-autofocus=(mine == Way::Keep).then_some("true")
                data-test="duplicate-way"
                data-id=format!("{mine:?}").to_lowercase()
                on:change=move |_| way.set(mine)
            />
            <span>
                <span>{title}</span>
                <span class="small muted">{under}</span>
            </span>
        </label>
    }
}

/// Allowed by a setting of the workspace; an admin can change it here.
#[component]
fn Second(choice: Choice, way: RwSignal<Way>) -> impl IntoView {
    let allowed = Memo::new(move |_| {
        choice
            .options
            .with(|options| options.as_ref().is_some_and(|it| it.allow_multiple))
    });
    dom::focus_after(
        move || allowed.get(),
        "[data-test=duplicate-way][data-id=second]",
    );
    let gate = Gate::admin(choice.desk);
    let allow = Callback::new(move |()| {
        choice
            .errand
            .run_as_admin(gate, SetAllowMultiple { allow: true }, move |_| {
                choice.reload(|_| {});
            });
    });
    move || {
        if allowed.get() {
            return view! {
                <Line
                    way
                    mine=Way::Second
                    title="Add a second account"
                    under="It gets a row and a label of its own"
                />
            }
            .into_any();
        }
        view! {
            <div class="opt opt--radio">
                <input
                    class="radio"
                    type="radio"
                    name="duplicate"
                    aria-label="Add a second account"
                    disabled=true
                />
                <span>
                    <span class="muted">"Add a second account"</span>
                    <span class="small muted">
                        "Off for this project: one account per tenant. An admin can "
                        <GateButton
                            gate
                            class="linklike"
                            test="allow-multiple"
                            errand=choice.errand
                            among=choice.pressed
                            on_press=allow
                        >
                            "allow several"
                        </GateButton> ". " <UnlockHere />
                    </span>
                </span>
            </div>
        }
        .into_any()
    }
}

#[component]
fn Label(choice: Choice) -> impl IntoView {
    view! {
        <div class="field">
            <label for="second-label">"Label of the second account"</label>
            <input
                class="input"
                id="second-label"
                maxlength="40"
                autocomplete="off"
                aria-describedby="second-hint"
                data-test="second-label"
                prop:value=move || choice.label.get()
                on:input=move |event| choice.label.set(event_target_value(&event))
            />
            <p class="hint" id="second-hint">
                "Tells it from the first, such as billing mailbox."
            </p>
        </div>
    }
}

#[component]
fn Foot(choice: Choice, way: RwSignal<Way>, row: Memo<Option<IntegrationRow>>) -> impl IntoView {
    let label = move || match way.get() {
        Way::Keep => "Open existing account",
        Way::Replace => "Reconnect",
        Way::Second => "Continue",
    };
    let ready =
        move || way.get() != Way::Second || !choice.label.with(|label| label.trim().is_empty());
    let go = Callback::new(move |()| {
        let Some(row) = row.get_untracked() else {
            return choice.at.set(At::Config);
        };
        match way.get_untracked() {
            Way::Keep => {
                choice.desk.overlay.set(None);
                choice.desk.show_row(row.id);
            }
            Way::Replace => act(choice.desk, choice.errand, row.id, RowAction::Reconnect),
            Way::Second => {
                if untrack(ready) {
                    choice.second.set(true);
                    choice.at.set(At::Config);
                }
            }
        }
    });
    // Only the sign-in itself needs Composio; a second one is sent from the next step.
    let signs_in = Memo::new(move |_| way.get() == Way::Replace);
    let gate = move || match signs_in.get() {
        true => Gate::remote(choice.desk),
        false => Gate::open(choice.desk),
    };
    view! {
        <div class="sheet__f">
            <span class="grow"></span>
            <button type="button" class="btn" on:click=move |_| choice.at.set(At::Toolkit)>
                "Back"
            </button>
            {move || {
                view! {
                    <GateButton
                        gate=gate()
                        class="btn btn--primary"
                        test="duplicate-submit"
                        errand=choice.errand
                        among=choice.pressed
                        ready=Signal::derive(ready)
                        on_press=go
                    >
                        {label}
                    </GateButton>
                }
            }}
        </div>
    }
}
