//! The connectivity doctor: seven steps, live, each with its fix.

use leptos::prelude::*;
use wire::{CallDoctor, Checkup, CheckupView, DoctorView, StopDoctor, Verdict};

use crate::act::Errand;
use crate::desk::{Desk, use_desk};
use crate::dom;
use crate::parts::{ErrandNote, Spinner};

fn seen(desk: Desk) -> Memo<DoctorView> {
    Memo::new(move |_| desk.console.doctor.get().unwrap_or_default())
}

/// The box with the button and what came of it.
#[component]
pub(super) fn Doctor() -> impl IntoView {
    let desk = use_desk();
    let view = seen(desk);
    let called = move || view.with(|view| !view.checks.is_empty());
    view! {
        <section class="setrow setrow--stack" aria-label="Connection check" data-test="doctor">
            <Head view />
            <Show when=called>
                <ol class="live" aria-live="polite" aria-label="Steps of the check">
                    {(0..Checkup::ALL.len())
                        .map(|at| {
                            let check = Memo::new(move |_| {
                                view.with(|view| view.checks.get(at).cloned())
                            });
                            move || check.get().map(one)
                        })
                        .collect_view()}
                </ol>
                <p class="small muted" role="status" data-test="doctor-done">
                    {move || view.with(summary)}
                </p>
            </Show>
        </section>
    }
}

#[component]
fn Head(view: Memo<DoctorView>) -> impl IntoView {
    let errand = Errand::new();
    let running = Memo::new(move |_| view.with(|view| view.running));
    // Each takes the other's place: the keyboard goes along.
    dom::focus_after(move || running.get(), "[data-test=doctor-stop]");
    dom::focus_after(move || !running.get(), "[data-test=doctor-run]");
    view! {
        <div class="set__h">
            <div class="grow">
                <h3>"Connection to Composio"</h3>
                <p class="muted">
                    "Goes the way step by step and says where it ends. It only reads."
                </p>
                <ErrandNote errand />
            </div>
            <div class="btns">
                <Show
                    when=move || running.get()
                    fallback=move || {
                        view! {
                            <button
                                type="button"
                                class="btn"
                                data-test="doctor-run"
                                on:click=move |_| errand.run(CallDoctor {}, |_| {})
                            >
                                "Check the connection"
                            </button>
                        }
                    }
                >
                    <button
                        type="button"
                        class="btn"
                        data-test="doctor-stop"
                        on:click=move |_| errand.run(StopDoctor {}, |_| {})
                    >
                        "Stop"
                    </button>
                </Show>
            </div>
        </div>
    }
}

fn one(check: CheckupView) -> impl IntoView {
    let CheckupView {
        of,
        verdict,
        said,
        fix,
        took_millis,
    } = check;
    view! {
        <li
            data-s=class(verdict)
            data-test="doctor-check"
            data-id=of.as_str()
            data-verdict=verdict.as_str()
        >
            {mark(verdict)}
            <span>
                {name(of)} <span class="vh">{spoken(verdict)}</span>
                {(!said.is_empty()).then(|| view! { <small>{said}</small> })}
                {fix
                    .map(|fix| {
                        view! {
                            <small class="live__fix" data-test="doctor-fix">
                                {fix}
                            </small>
                        }
                    })}
            </span>
            <span class="live__t num">
                {took_millis
                    .filter(|_| verdict != Verdict::Waiting)
                    .map(|took| format!("{took} ms"))}
            </span>
        </li>
    }
}

const fn name(of: Checkup) -> &'static str {
    match of {
        Checkup::Name => "Name (DNS)",
        Checkup::Proxy => "Proxy",
        Checkup::Trust => "Trusted connection (TLS)",
        Checkup::Clock => "Clock",
        Checkup::Key => "API key",
        Checkup::Permission => "Permission",
        Checkup::Limit => "Rate limit",
    }
}

const fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Waiting => "todo",
        Verdict::Running => "now",
        Verdict::Good | Verdict::Unknown => "done",
        Verdict::Bad => "bad",
    }
}

const fn spoken(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Waiting => ", not checked",
        Verdict::Running => ", being checked",
        Verdict::Good => ", in order",
        Verdict::Bad => ", not in order",
        Verdict::Unknown => ", not known",
    }
}

fn mark(verdict: Verdict) -> AnyView {
    let (class, glyph) = match verdict {
        Verdict::Running => return view! { <Spinner /> }.into_any(),
        Verdict::Waiting => ("st__g is-todo", "#g-todo"),
        Verdict::Good => ("st__g st-active", "#g-active"),
        Verdict::Bad => ("st__g st-error", "#g-error"),
        Verdict::Unknown => ("st__g st-unknown", "#g-unknown"),
    };
    view! {
        <svg class=class viewBox="0 0 16 16" aria-hidden="true">
            <use_ href=glyph />
        </svg>
    }
    .into_any()
}

fn summary(view: &DoctorView) -> String {
    let count = |wanted: Verdict| {
        let those = view.checks.iter().filter(|check| check.verdict == wanted);
        those.count()
    };
    let (bad, unknown) = (count(Verdict::Bad), count(Verdict::Unknown));
    match (view.running, view.stopped, bad, unknown) {
        (true, ..) => "Checking…".to_owned(),
        (_, true, ..) => "Stopped. What was not checked is not known.".to_owned(),
        (_, _, 0, 0) => "Everything is in order.".to_owned(),
        (_, _, 0, unknown) => format!("Nothing is wrong. Not known: {unknown} of 7."),
        (_, _, bad, _) => format!("Not in order: {bad} of 7. Begin with the first."),
    }
}
