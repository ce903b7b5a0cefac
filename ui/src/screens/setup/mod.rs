//! First run, one more project, or a new key for one: the key form, and the demo.

mod form;

use leptos::prelude::*;
use wire::help::HelpId;
use wire::{Code, DemoSize, Fault, OpenDemo, ProfileView, Remedy, RetryKeyring, UseProfile};

use self::form::KeyForm;
use crate::act::Errand;
use crate::desk::{Desk, SetupFor, use_desk};
use crate::parts::{Drawing, FaultNote, HelpLink, Icon, Spinner, WhyOff, keyed};
use crate::screens::Unlock;

/// What is mended by now can be taken away, as from the frame.
fn told(desk: Desk, fault: Fault) -> AnyView {
    if fault.remedy != Remedy::GoOn {
        return view! { <FaultNote fault /> }.into_any();
    }
    let read = fault.clone();
    let dismiss = Callback::new(move |()| desk.read.set(Some(read.clone())));
    view! { <FaultNote fault dismiss /> }.into_any()
}

/// The set-up screen.
#[component]
pub(crate) fn Setup(wanted: Option<SetupFor>) -> impl IntoView {
    let desk = use_desk();
    let renewing = matches!(wanted, Some(SetupFor::NewKey(_) | SetupFor::ForNow(_)));
    let has_profile = untrack(|| desk.console.profile().is_some());
    let trouble = Memo::new(move |_| {
        desk.console
            .frame
            .with(|frame| frame.as_ref().and_then(|frame| frame.trouble.clone()))
            .filter(|fault| !renewing && desk.read.with(|read| read.as_ref() != Some(fault)))
    });
    let closed = Memo::new(move |_| {
        desk.console
            .frame
            .with(|frame| frame.as_ref().is_some_and(|frame| frame.desk_closed))
    });
    // What was to be opened did not open, and may by now.
    let errand = Errand::new();
    let retry = errand.again(Callback::new(move |()| {
        desk.fault.set(None);
        errand.run(RetryKeyring {}, |_| {});
    }));
    let shown = in_the_way(errand, trouble, closed);
    let (title, lead) = words(wanted.as_ref());
    let wanted = StoredValue::new(wanted);
    view! {
        <main class="setup" id="content" data-test="setup">
            <div class="setup__l">
                <div class="setup__w">
                    <Drawing name="#logo" class="mark mark--lg" />
                    <div>
                        <h1>{move || if closed.get() { CLOSED.0 } else { title }}</h1>
                        <p class="muted">{move || if closed.get() { CLOSED.1 } else { lead }}</p>
                    </div>
                    {move || {
                        shown.get()
                            .map(|(fault, may)| match may {
                                true => view! { <FaultNote fault retry /> }.into_any(),
                                false => told(desk, fault),
                            })
                    }}
                    <Left shown />
                    <Show when=move || !closed.get()>
                        <WhyOff what="enter a key" />
                        <KeyForm wanted=wanted.get_value() can_cancel=has_profile />
                    </Show>
                </div>
            </div>
            <aside class="setup__r" aria-label="Other ways to start">
                <Known />
                <Show when=move || !renewing && !closed.get()>
                    <Demo />
                </Show>
                <Kept />
            </aside>
        </main>
        <Show when=move || desk.unlocking.get()>
            <Unlock />
        </Show>
    }
}

/// Why no project is open, and whether trying again may help. It is told once above the form, whether
/// it was so before or is so still; what is pressed beside the form is answered there.
fn in_the_way(
    errand: Errand,
    trouble: Memo<Option<Fault>>,
    closed: Memo<bool>,
) -> Memo<Option<(Fault, bool)>> {
    // What a press here met is over once something else stands in the way.
    Effect::new(move |before: Option<Option<Fault>>| {
        let now = trouble.get();
        if before.is_some_and(|before| before != now) && errand.fault.get_untracked() != now {
            errand.fault.set(None);
        }
        now
    });
    Memo::new(move |_| {
        let still = errand.fault.get();
        still.map(|fault| (fault, true)).or_else(|| {
            let fault = trouble.get()?;
            let may = may_open_now(&fault, closed.get());
            Some((fault, may))
        })
    })
}

/// What was asked in the frame of a project that is closed by now, and what the frame would tell.
#[component]
fn Left(shown: Memo<Option<(Fault, bool)>>) -> impl IntoView {
    let desk = use_desk();
    let left = Memo::new(move |_| {
        let above = shown.get().map(|(fault, _)| fault);
        let closed = desk.console.profile().is_none();
        let left = desk.fault.get().filter(|_| closed)?;
        (above.as_ref() != Some(&left)).then_some(left)
    });
    move || {
        left.get().map(|fault| {
            let dismiss = Callback::new(move |()| desk.fault.set(None));
            view! { <FaultNote fault dismiss /> }
        })
    }
}

/// Whether a workspace is what did not open, and trying again may help. One that was just added is
/// opened from the list beside: what is told of it says so.
fn may_open_now(fault: &Fault, closed: bool) -> bool {
    fault.code == Code::StoreUnavailable && !closed
}

/// Where the settings of this computer cannot be opened.
const CLOSED: (&str, &str) = (
    "Your settings could not be opened",
    "Nothing in them was changed. Once what is said below is mended, close Switchboard and start it again: your projects and keys are as they were.",
);

fn words(wanted: Option<&SetupFor>) -> (&'static str, &'static str) {
    match wanted {
        Some(SetupFor::NewKey(_)) => (
            "Enter a new API key",
            "The lists, the history and the audit list of this project stay as they are.",
        ),
        Some(SetupFor::ForNow(_)) => (
            "Enter the API key for now",
            "It is kept in memory until you close the app, and has to be entered again at the next start.",
        ),
        Some(SetupFor::Another) | None => (
            "Connect your Composio project",
            "Switchboard works on one project at a time. You can add more later.",
        ),
    }
}

/// The projects that are known, when none of them is open.
#[component]
fn Known() -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::new();
    let known = Memo::new(move |_| {
        desk.console.frame.with(|frame| match frame {
            Some(frame) if frame.profile.is_none() => frame.profiles.clone(),
            _ => Vec::new(),
        })
    });
    view! {
        <Show when=move || known.with(|known| !known.is_empty())>
            <div class="sect">
                <h2>"Your projects"</h2>
                {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
                <div class="pick">
                    // A button stands for its project, wherever that goes: the one under a press
                    // opens no other.
                    {keyed(
                        known,
                        |profile| profile.id.clone(),
                        move |profile| known_one(errand, profile),
                    )}
                </div>
            </div>
        </Show>
    }
}

/// A project's button.
fn known_one(errand: Errand, profile: ProfileView) -> impl IntoView {
    let id = profile.id.clone();
    view! {
        <button
            type="button"
            class="opt"
            data-test="profile"
            data-id=profile.id.to_string()
            on:click=move |_| errand.run(UseProfile { profile: Some(id.clone()) }, |_| {})
        >
            <Icon name="key" />
            <span class="trunc">
                <span>{profile.name}</span>
                <span class="small muted trunc">{profile.host}</span>
            </span>
            {profile.production.then(|| view! { <span class="tag tag--warn">"Production"</span> })}
        </button>
    }
}

#[component]
fn Demo() -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::new();
    let chosen = RwSignal::new(DemoSize::Small);
    let press = move |size| {
        if !errand.busy.get_untracked() {
            chosen.set(size);
            errand.run(OpenDemo { size }, move |_| desk.setup.set(None));
        }
    };
    let busy = move |size| errand.busy.get() && chosen.get() == size;
    view! {
        <div class="sect">
            <h2>"Just looking?"</h2>
            <p class="muted">
                "Open the demo workspace: about 60 made-up tenants and 220 integrations, with failures to fix. It runs on this computer. No key, no network, and no passphrase: you are an admin in it unless one is set on this computer."
            </p>
            {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
            <div class="btns">
                {[
                    (DemoSize::Small, "Explore the demo", "setup-demo"),
                    (DemoSize::Large, "Explore a large demo", "setup-demo-large"),
                ]
                    .map(|(size, name, test)| {
                        view! {
                            <button
                                type="button"
                                class="btn"
                                class:is-busy=move || busy(size)
                                data-test=test
                                on:click=move |_| press(size)
                            >
                                <Show when=move || busy(size)>
                                    <Spinner />
                                </Show>
                                {name}
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
            <p class="small muted">
                "The large one has 10,000 tenants and 50,000 integrations, to try how the lists feel."
            </p>
        </div>
    }
}

#[component]
fn Kept() -> impl IntoView {
    view! {
        <div class="sect">
            <h2>"What Switchboard keeps"</h2>
            <ul class="conseq">
                <li>
                    <Icon name="lock" />
                    <span>
                        "The API key, in the keyring of this desktop, or in memory until the app closes"
                    </span>
                </li>
                <li>
                    <Icon name="doc" />
                    <span>
                        "A local copy of names, statuses and dates, so the list is instant. It is not encrypted"
                    </span>
                </li>
                <li>
                    <Icon name="eye" />
                    <span>"No tokens, and no connect links"</span>
                </li>
            </ul>
            <p class="small muted">
                "How keys are kept, and what to do when the keyring is in the way: " <HelpLink page=HelpId::KEYRING />
            </p>
        </div>
    }
}
