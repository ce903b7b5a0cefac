//! What a switch would really change, and the way to do it: typed where it breaks
//! something, one press where it does not.

use leptos::prelude::*;
use wire::MaskingView;

use super::Board;
use super::table::Lines;
use crate::parts::{Icon, Meant, ReasonField, Spinner};
use crate::text;

/// The panel.
#[component]
pub(super) fn Blast<'a>(view: &'a MaskingView, board: Board) -> impl IntoView + use<> {
    let good = view.phrase.is_none();
    let (title, sentence) = words(view);
    view! {
        <section
            class="blast"
            class:blast--good=good
            aria-labelledby="masking-blast"
            data-test="masking-preview"
            data-count=view.integrations.to_string()
        >
            <div class="blast__h">
                <h3 id="masking-blast">{title}</h3>
                <Meant />
                <p class="muted">{sentence}</p>
            </div>
            <Lines view=view.clone() />
            <div class="blast__f">
                <Notes view=view.clone() />
                <Confirm view=view.clone() board />
            </div>
        </section>
    }
}

fn words(view: &MaskingView) -> (String, String) {
    let change = if view.on { "off" } else { "on" };
    if view.integrations == 0 {
        return (
            format!("Turning this {change} changes nothing that can be seen"),
            format!(
                "No token of the {} with one looks different afterwards.",
                text::counted(view.untouched, "integration")
            ),
        );
    }
    let count = format!(
        "{} in {}",
        text::counted(view.integrations, "integration"),
        text::counted(view.tenants, "tenant")
    );
    if view.on {
        (
            format!("Turning this off shows the tokens of {count}"),
            "A backend that reads these tokens itself works again. Tools and checks through Composio work either way.".to_owned(),
        )
    } else {
        (
            format!("Turning this on can break {count}"),
            "A backend that reads these tokens itself gets cut ones and fails at its next read. Tools and checks through Composio keep working for all of them.".to_owned(),
        )
    }
}

#[component]
fn Notes(view: MaskingView) -> impl IntoView {
    let incomplete = view.incomplete.then(|| {
        view! {
            <div class="callout callout--warn">
                <Icon name="alert" />
                <p>
                    <strong>"The project has not been read whole."</strong>
                    " There may be more than is counted here."
                </p>
            </div>
        }
    });
    let note = if view.on {
        view! {
            <div class="callout">
                <Icon name="eye" />
                <p>
                    "With masking off, anyone who holds this project’s API key can read full tokens of accounts on your own apps."
                </p>
            </div>
        }
        .into_any()
    } else {
        view! {
            <div class="callout callout--warn">
                <Icon name="alert" />
                <p>
                    <strong>"It may not stay on."</strong>
                    " A backend that turns masking off when it starts undoes this. Switchboard looks each minute and says so."
                </p>
            </div>
        }
        .into_any()
    };
    view! {
        {incomplete}
        {note}
    }
}

#[component]
fn Confirm(view: MaskingView, board: Board) -> impl IntoView {
    let gate = board.gate;
    let on = view.on;
    let phrase = view.phrase.clone();
    let fits = Signal::derive({
        let phrase = phrase.clone();
        move || {
            phrase.as_ref().is_none_or(|phrase| {
                board
                    .typed
                    .with(|typed| typed.split_whitespace().collect::<Vec<_>>().join(" "))
                    .to_lowercase()
                    == *phrase
            })
        }
    });
    let ready = Signal::derive(move || fits.get() && !gate.is_off());
    let press = move || {
        if ready.get_untracked() {
            board.switch(!on);
        }
    };
    let label = if on {
        "Turn masking off"
    } else {
        "Turn masking on"
    };
    view! {
        <form
            class="sect"
            on:submit=move |event| {
                event.prevent_default();
                press();
            }
        >
            {phrase.map(|phrase| view! { <Phrase phrase board /> })}
            <ReasonField id="masking-reason" test="masking-reason" reason=board.reason />
            {(view.failing > 0)
                .then(|| {
                    view! {
                        <label class="optrow">
                            <input
                                class="check"
                                type="checkbox"
                                data-test="masking-check"
                                prop:checked=move || board.check.get()
                                on:change=move |event| board.check.set(event_target_checked(&event))
                            />
                            <span>
                                {format!(
                                    "Then check the {}",
                                    text::counted(view.failing, "failing token"),
                                )}
                            </span>
                        </label>
                    }
                })}
            <div class="btns">
                <button
                    type="submit"
                    class="btn"
                    class:btn--danger=!on
                    class:btn--primary=on
                    class:is-busy=move || board.errand.busy.get()
                    aria-disabled=move || (!ready.get()).to_string()
                    title=move || gate.off()
                    data-test="masking-confirm"
                >
                    <Show when=move || board.errand.busy.get()>
                        <Spinner />
                    </Show>
                    {label}
                </button>
                <p class="muted small">
                    {move || {
                        gate.off()
                            .unwrap_or_else(|| {
                                "The change is written to the audit list with your name.".to_owned()
                            })
                    }}
                </p>
            </div>
        </form>
    }
}

#[component]
fn Phrase(phrase: String, board: Board) -> impl IntoView {
    view! {
        <div class="field field--short">
            <label for="masking-phrase">
                "Type " <code data-test="masking-wanted">{phrase}</code> " to confirm"
            </label>
            <input
                class="input mono"
                id="masking-phrase"
                autocomplete="off"
                spellcheck="false"
                maxlength="40"
                data-test="masking-phrase"
                prop:value=move || board.typed.get()
                on:input=move |event| board.typed.set(event_target_value(&event))
            />
        </div>
    }
}
