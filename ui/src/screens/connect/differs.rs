//! Another person signed in than was expected. A warning, not a success: nothing moves
//! until somebody chooses.

use leptos::prelude::*;
use wire::{AccountChoice, AttemptView, ChooseAccount, SetAllowMultiple};

use super::sent::renew;
use crate::act::Errand;
use crate::desk::use_desk;
use crate::dom;
use crate::parts::{Body, Drawing, Gate, GateButton, UnlockHere};

#[derive(Clone, Copy)]
struct Draft {
    attempt: Memo<AttemptView>,
    errand: Errand,
    /// Which choice is being made.
    pressed: RwSignal<&'static str>,
    reason: RwSignal<String>,
}

impl Draft {
    fn choose(self, choice: AccountChoice) {
        let ask = ChooseAccount {
            attempt: self.attempt.with_untracked(|view| view.id.clone()),
            choice,
            reason: self.reason.get_untracked().trim().to_owned(),
        };
        self.errand.run(ask, |_| {});
    }
}

/// The names of both, and of the toolkit.
fn names(view: &AttemptView) -> (String, String, String) {
    let now = view
        .identity
        .as_ref()
        .map_or_else(|| "somebody else".to_owned(), |who| who.name.clone());
    let before = view
        .expected
        .clone()
        .unwrap_or_else(|| "another account".to_owned());
    (before, now, view.toolkit_name.clone())
}

/// The sheet of the choice.
#[component]
pub(super) fn Differs(
    attempt: Memo<AttemptView>,
    errand: Errand,
    close: Callback<()>,
) -> impl IntoView {
    let draft = Draft {
        attempt,
        errand,
        pressed: RwSignal::new(""),
        reason: RwSignal::new(String::new()),
    };
    let (before, now, toolkit) = attempt.with_untracked(names);
    let replaces = attempt.with_untracked(|view| view.reconnect);
    let unchanged = if replaces {
        "Nothing has moved: the row still stands for the old account."
    } else {
        "Nothing is connected yet."
    };
    view! {
        <Body class="sheet__b">
            <div class="outcome st-expired" role="alert" data-test="attempt-differs">
                <Drawing name="#i-alert" class="i" />
                <div>
                    <h3>{format!("Signed in, but as a different {toolkit} account")}</h3>
                    <p class="muted">{format!("{unchanged} Choose what becomes of the new one.")}</p>
                </div>
            </div>
            <dl class="kv kv--wide">
                <dt>{if replaces { "Before" } else { "Expected" }}</dt>
                <dd data-test="differs-before">{before.clone()}</dd>
                <dt>"Now"</dt>
                <dd data-test="differs-now">
                    <strong>{now.clone()}</strong>
                </dd>
            </dl>
            <dl class="wwd">
                <dt>"What happened"</dt>
                <dd>{format!("Someone signed in as {now} and not as {before}.")}</dd>
                <dt>"Why"</dt>
                <dd>"Most often the browser used the account that was signed in already."</dd>
                <dt>"What to do"</dt>
                <dd>
                    {format!(
                        "Sign in again as {before}. Keep {now} only if the customer says that it is right.",
                    )}
                </dd>
            </dl>
            <Right draft before now replaces />
        </Body>
        <Foot draft close />
    }
}

/// What to do when the other account is right after all.
#[component]
fn Right(draft: Draft, before: String, now: String, replaces: bool) -> impl IntoView {
    let gate = Gate::remote(use_desk());
    let empty = Memo::new(move |_| draft.reason.with(|reason| reason.trim().is_empty()));
    let effect = if replaces {
        format!(
            "The row moves to {now}. {before} is deleted at Composio; access at the provider is not withdrawn."
        )
    } else {
        format!("The row is connected as {now}.")
    };
    view! {
        <section class="sect">
            <h3>"If the customer meant this account"</h3>
            <div class="field">
                <label for="differs-why">"Reason, for the audit list"</label>
                <input
                    class="input"
                    id="differs-why"
                    placeholder="Ticket number or a short note"
                    maxlength="500"
                    data-test="differs-reason"
                    prop:value=move || draft.reason.get()
                    on:input=move |event| draft.reason.set(event_target_value(&event))
                />
                <p class="hint">{effect}</p>
            </div>
            <div class="btns">
                <GateButton
                    gate
                    test="differs-accept"
                    errand=draft.errand
                    among=draft.pressed
                    ready=Signal::derive(move || !empty.get())
                    on_press=Callback::new(move |()| draft.choose(AccountChoice::Accept))
                >
                    "Accept this account"
                </GateButton>
                {replaces.then(|| view! { <Both draft gate /> })}
            </div>
            {replaces.then(|| view! { <OnlyOne draft /> })}
        </section>
    }
}

/// Whether a tenant may have several accounts; an admin can change it here.
fn several(draft: Draft) -> Memo<bool> {
    Memo::new(move |_| draft.attempt.with(|view| view.allow_multiple))
}

#[component]
fn Both(draft: Draft, gate: Gate) -> impl IntoView {
    let allowed = several(draft);
    view! {
        <GateButton
            gate
            test="differs-both"
            errand=draft.errand
            among=draft.pressed
            title="The new account gets a row of its own"
            ready=Signal::derive(move || allowed.get())
            on_press=Callback::new(move |()| draft.choose(AccountChoice::KeepBoth))
        >
            "Keep both"
        </GateButton>
    }
}

/// Why both cannot be kept, and who can change that.
#[component]
fn OnlyOne(draft: Draft) -> impl IntoView {
    let desk = use_desk();
    let allowed = several(draft);
    dom::focus_after(move || allowed.get(), "[data-test=differs-both]");
    let gate = Gate::admin(desk);
    let allow = Callback::new(move |()| {
        let ask = SetAllowMultiple { allow: true };
        draft.errand.run_as_admin(gate, ask, |_| {});
    });
    move || {
        (!allowed.get()).then(|| {
            view! {
                <p class="small muted" data-test="differs-one">
                    "Keep both is off for this project: one account per tenant. An admin can "
                    <GateButton
                        gate
                        test="differs-allow"
                        class="linklike"
                        errand=draft.errand
                        among=draft.pressed
                        on_press=allow
                    >
                        "allow several"
                    </GateButton> "; or accept the new one, or undo it. " <UnlockHere />
                </p>
            }
        })
    }
}

#[component]
fn Foot(draft: Draft, close: Callback<()>) -> impl IntoView {
    let desk = use_desk();
    let gate = Gate::remote(desk);
    let again = Callback::new(move |()| {
        let id = draft.attempt.with_untracked(|view| view.id.clone());
        renew(desk, draft.errand, id);
    });
    view! {
        <div class="sheet__f">
            <button
                type="button"
                class="btn btn--quiet"
                data-test="differs-later"
                on:click=move |_| close.run(())
            >
                "Decide later"
            </button>
            <span class="grow"></span>
            <GateButton
                gate
                class="btn btn--danger-quiet"
                test="differs-undo"
                errand=draft.errand
                among=draft.pressed
                title="Deletes the new account at Composio"
                on_press=Callback::new(move |()| draft.choose(AccountChoice::Undo))
            >
                "Undo"
            </GateButton>
            <GateButton
                gate
                class="btn btn--primary"
                test="differs-again"
                title="Undoes this sign-in and makes a new link"
                errand=draft.errand
                among=draft.pressed
                autofocus=true
                on_press=again
            >
                "Sign in again"
            </GateButton>
        </div>
    }
}
