//! The steps of something that goes on elsewhere.

use leptos::prelude::*;

use super::icon::Spinner;
use super::when::Clock;
use crate::text::{Step, StepState};

fn attribute(state: StepState) -> &'static str {
    match state {
        StepState::Todo => "todo",
        StepState::Now => "now",
        StepState::Done => "done",
        StepState::Bad => "bad",
    }
}

fn spoken(state: StepState) -> &'static str {
    match state {
        StepState::Todo => ", not started",
        StepState::Now => ", in progress",
        StepState::Done => ", done",
        StepState::Bad => ", failed",
    }
}

/// The list of steps, told politely.
#[component]
pub(crate) fn LiveSteps(
    label: &'static str,
    #[prop(into)] steps: Signal<Vec<Step>>,
) -> impl IntoView {
    let indexes = Memo::new(move |_| steps.with(Vec::len));
    view! {
        <ol class="live" aria-live="polite" aria-label=label>
            {move || {
                (0..indexes.get())
                    .map(|at| {
                        let step = Memo::new(move |_| steps.with(|steps| steps.get(at).cloned()));
                        view! { {move || step.get().map(one)} }
                    })
                    .collect_view()
            }}
        </ol>
    }
}

fn one(step: Step) -> impl IntoView {
    view! {
        <li data-s=attribute(step.state) data-test="step">
            {mark(step.state)}
            <span>
                {step.title} {step.detail.map(|detail| view! { <small>{detail}</small> })}
                <span class="vh">{spoken(step.state)}</span>
            </span>
            <span class="live__t num">{step.at.map(|at| view! { <Clock at /> })}</span>
        </li>
    }
}

fn mark(state: StepState) -> AnyView {
    let (class, glyph) = match state {
        StepState::Now => return view! { <Spinner /> }.into_any(),
        StepState::Todo => ("st__g is-todo", "#g-todo"),
        StepState::Done => ("st__g st-active", "#g-active"),
        StepState::Bad => ("st__g st-error", "#g-error"),
    };
    view! {
        <svg class=class viewBox="0 0 16 16" aria-hidden="true">
            <use_ href=glyph />
        </svg>
    }
    .into_any()
}
