//! While the person is in the browser: the countdown, the steps, and the link again.

use leptos::prelude::*;
use wire::{AttemptView, CancelAttempt, CheckAttempt, CopyLink, OpenAgain};

use super::config::SignInAsYourself;
use crate::act::Errand;
use crate::desk::use_desk;
use crate::dom::zone;
use crate::parts::{Icon, Kbd, LiveSteps};
use crate::text::{self, Countdown};

/// The waiting sheet.
#[component]
pub(crate) fn Waiting(
    attempt: Memo<AttemptView>,
    errand: Errand,
    close: Callback<()>,
) -> impl IntoView {
    let desk = use_desk();
    let steps = Memo::new(move |_| attempt.with(text::trip_steps));
    let id = move || attempt.with_untracked(|attempt| attempt.id.clone());
    let looked = move || {
        let at = attempt.with(|attempt| attempt.looked_at)?;
        Some(format!("Looked {}.", text::ago(at, desk.now.get())))
    };
    view! {
        <div class="sheet__b">
            <Left attempt />
            <LiveSteps label="Connection steps" steps />
            <Link attempt errand />
            <SignInAsYourself />
        </div>
        <div class="sheet__f">
            <span class="grow num" data-test="attempt-looked">
                {looked}
            </span>
            <button
                type="button"
                class="btn btn--quiet btn--danger-quiet"
                data-test="attempt-cancel"
                on:click=move |_| errand.run(CancelAttempt { attempt: id() }, |_| {})
            >
                "Cancel link"
            </button>
            <button
                type="button"
                class="btn"
                data-test="attempt-check"
                on:click=move |_| errand.run(CheckAttempt { attempt: id() }, |_| {})
            >
                "Check now"
            </button>
            <button
                type="button"
                class="btn"
                data-autofocus="true"
                data-test="attempt-keep"
                on:click=move |_| close.run(())
            >
                "Keep watching"
                <Kbd keys=&["Esc"] />
            </button>
        </div>
    }
}

/// What is left of the link. It is read aloud at three moments only.
#[component]
fn Left(attempt: Memo<AttemptView>) -> impl IntoView {
    let desk = use_desk();
    let left = Memo::new(move |_| {
        attempt.with(|attempt| {
            let start = attempt.link_at.unwrap_or(attempt.planned_at);
            Some(Countdown::until(attempt.expires_at?, start, desk.now.get()))
        })
    });
    let spoken = Memo::new(move |before: Option<&(u32, &'static str)>| {
        let now = left.get().map_or(0, Countdown::seconds);
        match before {
            Some((then, words)) => {
                let fresh = text::spoken_milestone(*then, now);
                (now, fresh.unwrap_or(words))
            }
            None => (now, ""),
        }
    });
    let until = move || {
        attempt.with(|attempt| {
            attempt.expires_at.map(|at| {
                format!(
                    "The link works until {}. If you close this, the status bar keeps watching.",
                    text::minute(at, zone(at))
                )
            })
        })
    };
    let percent = move || left.get().map_or(0, Countdown::percent);
    let toolkit = attempt.with_untracked(|attempt| attempt.toolkit_name.clone());
    view! {
        <Show
            when=move || left.get().is_some()
            fallback=|| {
                view! {
                    <div class="count count--still">
                        <p>
                            <strong>"Asking Composio for a link."</strong>
                        </p>
                    </div>
                }
            }
        >
            <div class="count">
                <b aria-hidden="true" data-test="attempt-left">
                    {move || left.get().map(Countdown::digits)}
                </b>
                <div>
                    <p>
                        <strong>
                            {format!("Finish signing in to {toolkit} in your browser.")}
                        </strong>
                    </p>
                    <p class="muted">{until}</p>
                </div>
                <span
                    class="pbar pbar--pending"
                    role="progressbar"
                    aria-label="Time left on the link"
                    aria-valuemin="0"
                    aria-valuemax="100"
                    aria-valuenow=move || percent().to_string()
                >
                    <i style:width=move || format!("{}%", percent())></i>
                </span>
                <span class="vh" role="status">
                    {move || spoken.get().1}
                </span>
            </div>
        </Show>
    }
}

/// The link, cut: it is a secret, so the core copies and opens it.
#[component]
fn Link(attempt: Memo<AttemptView>, errand: Errand) -> impl IntoView {
    let link = Memo::new(move |_| attempt.with(|attempt| attempt.link_shortened.clone()));
    let said = RwSignal::new(None::<String>);
    let id = move || attempt.with_untracked(|attempt| attempt.id.clone());
    let tell = move |receipt: wire::Receipt, otherwise: &str| {
        let _ = said.try_set(Some(receipt.said.unwrap_or_else(|| otherwise.to_owned())));
    };
    let copy = move |_| {
        errand.run(CopyLink { attempt: id() }, move |it| tell(it, "Copied."));
    };
    let open = move |_| {
        errand.run(OpenAgain { attempt: id() }, move |it| {
            tell(it, "Opened again.")
        });
    };
    move || {
        let link = link.get()?;
        Some(view! {
            <div class="sect">
                <h3>"Browser did not open, or it is the wrong profile?"</h3>
                <div class="linkbox">
                    <code data-test="attempt-link">{link}</code>
                    <button
                        type="button"
                        class="btn btn--sm"
                        data-test="attempt-copy"
                        on:click=copy
                    >
                        <Icon name="copy" small=true />
                        "Copy link"
                    </button>
                    <button
                        type="button"
                        class="btn btn--sm"
                        data-test="attempt-open"
                        on:click=open
                    >
                        <Icon name="out" small=true />
                        "Open again"
                    </button>
                </div>
                <p class="small muted">
                    <span role="status" data-test="attempt-said">
                        {move || said.get().map(|said| format!("{said} "))}
                    </span>
                    "Anyone with this link can connect an account for this tenant. It is not written to the log."
                </p>
            </div>
        })
    }
}
