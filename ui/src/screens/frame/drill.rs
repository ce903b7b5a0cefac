//! The drill that runs: the ticket, and steps that tick themselves as the core sees them done.

use leptos::prelude::*;
use wire::{
    DrillId, DrillStep, DrillView, EndDrill, HelpDrill, RunningDrill, ShowDrill, StartDrill,
};

use crate::act::Errand;
use crate::bridge;
use crate::desk::Desk;
use crate::dom;
use crate::parts::{Icon, Menu, WaitButton, close_menu, hand_on};
use crate::reading::Reading;

/// Opening a row is told to the core a moment after the row opens.
const OPENED: u64 = 700;

/// What is read of the drill, and how a press changes it.
#[derive(Clone, Copy)]
pub(super) struct Drills {
    reading: Reading<(), DrillView>,
    errand: Errand,
}

impl Drills {
    pub(super) fn new(desk: Desk) -> Self {
        let late = RwSignal::new(0_u32);
        let looked = Memo::new(move |_| desk.console.sync.with(|sync| sync.synced_at));
        Effect::new(move |_| {
            desk.row.track();
            dom::after(OPENED, move || {
                let _ = late.try_update(|late| *late = late.wrapping_add(1));
            });
        });
        let tick = Signal::derive(move || {
            looked.track();
            desk.console.rows.get().wrapping_add(late.get())
        });
        let reading = Reading::new(Signal::derive(|| Some(())), tick, |()| {
            Box::pin(bridge::call(ShowDrill {}))
        });
        Self {
            reading,
            errand: Errand::of_frame(desk),
        }
    }

    fn running(self) -> Option<RunningDrill> {
        self.reading.value.with(|value| {
            let (_, view) = value.as_ref()?;
            view.running.clone()
        })
    }

    fn take(self, view: DrillView) {
        let _ = self.reading.value.try_set(Some(((), view)));
    }

    fn start(self, drill: DrillId) {
        self.errand
            .run(StartDrill { drill }, move |view| self.take(view));
    }
}

/// Chooses a drill.
#[component]
pub(super) fn DrillMenu(drills: Drills) -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <Menu
            label="Drills"
            class="btn btn--quiet btn--sm"
            test="drill-menu"
            open=open
            up=true
            button=view! {
                <Icon name="doc" small=true />
                "Drills"
            }
                .into_any()
        >
            <p class="menu__h" role="presentation">"Solve a ticket"</p>
            {DrillId::ALL
                .map(|drill| {
                    view! {
                        <button
                            type="button"
                            role="menuitem"
                            data-test="drill-start"
                            data-id=format!("{drill:?}")
                            on:click=move |_| {
                                close_menu(open);
                                drills.start(drill);
                            }
                        >
                            {drill.name()}
                        </button>
                    }
                })
                .collect_view()}
        </Menu>
    }
}

/// The drill that runs, if one does.
#[component]
pub(super) fn DrillCard(drills: Drills) -> impl IntoView {
    let running = Memo::new(move |_| drills.running());
    move || running.get().map(|drill| card(drills, drill))
}

fn card(drills: Drills, drill: RunningDrill) -> impl IntoView {
    let id = drill.drill;
    let over = drill.lesson.is_some();
    // The card goes with its button.
    let hand_on = hand_on();
    let end = move |_| {
        hand_on();
        drills
            .errand
            .run(EndDrill {}, move |view| drills.take(view));
    };
    view! {
        <section class="drill" aria-label="Drill" data-test="drill" data-over=over.to_string()>
            <div class="drill__ticket">
                <h2>{id.name()}</h2>
                <blockquote data-test="drill-ticket">
                    <p>{drill.ticket}</p>
                    <footer class="small muted">{drill.from}</footer>
                </blockquote>
                <div class="btns">
                    <WaitButton
                        waits=drills.errand.busy
                        test="drill-restart"
                        class="btn btn--sm"
                        on_press=Callback::new(move |()| drills.start(id))
                    >
                        "Start again"
                    </WaitButton>
                    <button
                        type="button"
                        class="btn btn--sm btn--quiet"
                        data-test="drill-end"
                        on:click=end
                    >
                        "End drill"
                    </button>
                </div>
            </div>
            <div>
                <ol class="drill__steps">
                    {drill.steps.into_iter().map(|step| one(drills, step)).collect_view()}
                </ol>
                {drill
                    .lesson
                    .map(|lesson| {
                        view! {
                            <p class="drill__lesson" role="status" data-test="drill-lesson">
                                <strong>"Solved. "</strong>
                                {lesson}
                            </p>
                        }
                    })}
            </div>
        </section>
    }
}

fn one(drills: Drills, step: DrillStep) -> impl IntoView {
    let done = step.done;
    view! {
        <li class:is-done=done data-test="drill-step" data-done=done.to_string()>
            <span class="check-slot">
                {if done {
                    view! {
                        <Icon name="check" small=true />
                        <span class="vh">"Done: "</span>
                    }
                        .into_any()
                } else {
                    view! { <span class="drill__open" aria-hidden="true"></span> }.into_any()
                }}
            </span>
            <span class="grow">
                {step.text}
                {step
                    .colleague
                    .filter(|_| !done)
                    .map(|colleague| {
                        view! {
                            <WaitButton
                                waits=drills.errand.busy
                                test="drill-help"
                                class="btn btn--sm"
                                on_press=Callback::new(move |()| {
                                    drills.errand.run(HelpDrill {}, move |view| drills.take(view));
                                })
                            >
                                {colleague}
                            </WaitButton>
                        }
                    })}
            </span>
        </li>
    }
}
