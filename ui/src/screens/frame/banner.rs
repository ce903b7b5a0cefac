//! At most one banner: what a press could not do, else what stands in the way of everything, else
//! that the keyring is waited for, else that reading the project failed, else what is less.

use leptos::prelude::*;
use wire::help::HelpId;
use wire::{Code, DismissDrift, DriftView, Fault, KeyPlace, Remedy, RetryKeyring, SyncPhase};

use super::asking::Asking;
use crate::act::Errand;
use crate::desk::{Desk, SetupFor, use_desk};
use crate::dom::zone;
use crate::parts::{DismissButton, FaultNote, HelpButton, Icon};
use crate::screens::remedy::ProjectRemedy;
use crate::screens::settings::Section;
use crate::text;

#[derive(Debug, Clone, PartialEq)]
enum Shown {
    Trouble(Fault),
    Sync(Fault),
    Act(Fault),
    Asking,
    Drift(DriftView),
    Weather(String),
}

/// The frame's banner.
#[component]
pub(crate) fn Banner() -> impl IntoView {
    let desk = use_desk();
    let asked = Memo::new(move |_| {
        desk.console.frame.with(|frame| {
            let profile = frame.as_ref().and_then(|frame| frame.profile.as_ref());
            profile.is_some_and(|profile| profile.key == KeyPlace::Asked)
        })
    });
    let shown = Memo::new(move |_| {
        let trouble = desk
            .console
            .frame
            .with(|frame| frame.as_ref().and_then(|frame| frame.trouble.clone()))
            .filter(|fault| desk.read.with(|read| read.as_ref() != Some(fault)));
        let failed = desk.console.sync.with(|sync| {
            (sync.phase == SyncPhase::Failed)
                .then(|| sync.fault.clone())
                .flatten()
        });
        // What is so for longer waits behind what a press could not do, and comes back.
        let act = desk.fault.get();
        let first = |fault: &Fault| act.as_ref().is_none_or(|act| act == fault);
        trouble
            .filter(first)
            .map(Shown::Trouble)
            .or_else(|| act.clone().map(Shown::Act))
            .or_else(|| asked.get().then_some(Shown::Asking))
            .or_else(|| failed.filter(|_| desk.refused().is_none()).map(Shown::Sync))
            .or_else(|| {
                desk.console
                    .project
                    .with(|project| project.drift.clone())
                    .map(Shown::Drift)
            })
            .or_else(|| {
                let how = desk.console.sync.with(|sync| sync.degraded)?;
                Some(Shown::Weather(text::weather::degraded(how)))
            })
    });
    move || {
        shown.get().map(|shown| match shown {
            Shown::Trouble(fault) => {
                view! { <div data-test="trouble">{trouble(desk, fault)}</div> }.into_any()
            }
            Shown::Asking => view! { <Asking /> }.into_any(),
            Shown::Sync(fault) => view! { <SyncFailed fault /> }.into_any(),
            Shown::Drift(drift) => view! { <Drifted drift /> }.into_any(),
            Shown::Weather(words) => view! { <Slow words /> }.into_any(),
            Shown::Act(fault) => view! {
                <FaultNote
                    fault
                    class="banner banner--bad"
                    dismiss=Callback::new(move |()| desk.fault.set(None))
                />
            }
            .into_any(),
        })
    }
}

fn trouble(desk: Desk, fault: Fault) -> impl IntoView {
    // What was damaged is put aside by now, and there is nothing to try again.
    if fault.remedy == Remedy::GoOn {
        let told = fault.clone();
        let dismiss = Callback::new(move |()| desk.read.set(Some(told.clone())));
        return view! { <FaultNote fault dismiss class="banner banner--bad" /> }.into_any();
    }
    let errand = Errand::of_frame(desk);
    // Where a start did not get to its end nobody reads the project: it is opened once more.
    let retry = errand.again(Callback::new(move |()| errand.run(RetryKeyring {}, |_| {})));
    let profile = untrack(|| desk.console.profile()).filter(|_| fault.remedy.is_of_keyring());
    // Without the keyring, the key can still be entered for this time only.
    let also = profile.map(|profile| {
        let enter = Callback::new(move |()| {
            desk.setup.set(Some(SetupFor::ForNow(profile.clone())));
        });
        ("Keep in memory until closed…", enter)
    });
    match also {
        Some(also) => view! { <FaultNote fault class="banner banner--bad" also /> }.into_any(),
        None => view! { <FaultNote fault class="banner banner--bad" retry /> }.into_any(),
    }
}

/// Masking was switched by somebody else.
#[component]
fn Drifted(drift: DriftView) -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::of_frame(desk);
    let word = if drift.on { "on" } else { "off" };
    let effect = if drift.on {
        "A backend that reads tokens itself gets cut ones."
    } else {
        "Whoever holds the API key can read full tokens of accounts on your own apps."
    };
    let when = move || {
        let now = desk.now.get();
        let seen = text::moment(drift.seen_at, now, zone(drift.seen_at));
        let until = drift
            .until
            .map(|until| text::moment(until, now, zone(until)))
            .filter(|until| *until != seen);
        match until {
            Some(until) => format!("between {until} and {seen}"),
            None => format!("first seen {seen}"),
        }
    };
    let dismiss = Callback::new(move |()| errand.run(DismissDrift {}, |_| {}));
    view! {
        <div
            class="banner"
            role="region"
            aria-label="Project notice"
            data-test="masking-drift"
            data-on=drift.on.to_string()
        >
            <Icon name="alert" />
            <p>
                <strong>{format!("Secret masking was turned {word} outside Switchboard, ")} {when} "."</strong>
                " "
                {effect}
                " Composio does not say who changed it."
            </p>
            <div class="btns">
                <button
                    type="button"
                    class="btn btn--sm"
                    data-test="drift-review"
                    on:click=move |_| desk.show_settings(Section::Masking)
                >
                    "Review in Settings"
                </button>
                <DismissButton test="drift-dismiss" on_press=dismiss />
            </div>
        </div>
    }
}

/// Composio answers, but slowly, or not always.
#[component]
fn Slow(words: String) -> impl IntoView {
    view! {
        <div
            class="banner banner--info"
            role="region"
            aria-label="Connection notice"
            data-test="degraded"
        >
            <Icon name="cloud" />
            <p>
                <strong>{words}</strong>
                " Lists come from this computer. A change is sent once and read back."
            </p>
            <div class="btns">
                <HelpButton page=HelpId::of_code(Code::ComposioUnavailable) />
            </div>
        </div>
    }
}

/// The last data stays, marked with its age.
#[component]
fn SyncFailed(fault: Fault) -> impl IntoView {
    let desk = use_desk();
    let as_of = move || {
        desk.console.sync.with(|sync| {
            sync.as_of().map(|at| {
                let when = text::moment(at, desk.now.get(), zone(at));
                let off = match desk.off_because() {
                    Some(_) => " Search works; changes are off.",
                    None => "",
                };
                format!(" You see the list as it was at {when}.{off}")
            })
        })
    };
    view! {
        <div
            class="banner"
            role="region"
            aria-label="Connection notice"
            data-test="sync-failed"
            data-code=fault.code.as_str()
        >
            <Icon name="offline" />
            <p>
                <strong>{fault.message}</strong>
                {as_of}
            </p>
            <div class="btns">
                <ProjectRemedy remedy=fault.remedy class="btn btn--sm" test="sync-remedy" />
                <HelpButton page=HelpId::of_code(fault.code) />
            </div>
        </div>
    }
}
