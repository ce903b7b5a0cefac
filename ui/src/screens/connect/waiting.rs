//! While the person is in the browser: the countdown, the steps, and the link again.

use leptos::prelude::*;
use wire::{AttemptTrouble, AttemptView};

use super::config::SignInAsYourself;
use super::foot::{Open, OpenFoot, looked};
use super::left::Left;
use super::link::Link;
use crate::act::Errand;
use crate::desk::use_desk;
use crate::parts::{Body, Icon, LiveSteps};
use crate::text;

/// The waiting sheet.
#[component]
pub(crate) fn Waiting(
    attempt: Memo<AttemptView>,
    errand: Errand,
    close: Callback<()>,
) -> impl IntoView {
    let desk = use_desk();
    let open = Open::new(attempt, errand);
    let steps = Memo::new(move |_| attempt.with(text::trip_steps));
    let left = view! {
        <span class="grow num" data-test="attempt-looked">
            {move || looked(attempt, desk)}
        </span>
    }
    .into_any();
    view! {
        <Body class="sheet__b">
            <Left attempt />
            <Trouble attempt />
            <Expected attempt words="Sign in as " />
            <LiveSteps label="Connection steps" steps />
            <Link open />
            <SignInAsYourself />
        </Body>
        <OpenFoot open close left />
    }
}

/// Who is expected to sign in: the browser may hold another account.
#[component]
pub(super) fn Expected(attempt: Memo<AttemptView>, words: &'static str) -> impl IntoView {
    let expected = Memo::new(move |_| attempt.with(|view| view.expected.clone()));
    move || {
        expected.get().map(|who| {
            view! {
                <p data-test="attempt-expected">
                    {words} <strong>{who}</strong> ". Another account is held back until you choose."
                </p>
            }
        })
    }
}

/// What stands in the way, and how to get round it.
#[component]
pub(super) fn Trouble(attempt: Memo<AttemptView>) -> impl IntoView {
    let trouble = Memo::new(move |_| attempt.with(|view| view.trouble));
    move || {
        let (name, title, words) = match trouble.get()? {
            AttemptTrouble::NoBrowser => (
                "no-browser",
                "The browser could not be started.",
                " The link works: copy it below and open it yourself.",
            ),
            AttemptTrouble::NoWayHome => (
                "no-way-home",
                "The browser cannot come back to this program.",
                " Links of Switchboard are not set up on this computer. Finish the sign-in, then press Check now; it is also seen by itself.",
            ),
            AttemptTrouble::OtherBrowser => (
                "other-browser",
                "It was finished in another browser than it was opened in.",
                " Composio refuses that in this project. Cancel the link, make a new one and open it once.",
            ),
        };
        Some(view! {
            <div
                class="callout callout--warn"
                role="alert"
                data-test="attempt-trouble"
                data-trouble=name
            >
                <Icon name="alert" />
                <p>
                    <strong>{title}</strong>
                    {words}
                </p>
            </div>
        })
    }
}
