//! Cleaning up attempts that nobody used: the list first, then how it goes, then what
//! came of it.

mod list;
mod progress;

use leptos::prelude::*;
use wire::{CleanUp, CleanupPlan, CleanupView, Notice, PlanCleanup, StopCleanup};

use self::list::Listed;
use self::progress::{Going, Told};
use crate::act::Errand;
use crate::desk::{Desk, Overlay, use_desk};
use crate::dom;
use crate::parts::{Body, ConfirmFoot, Deed, Dialog, FaultNote, Gate, Meant};
use crate::text;

/// More than this, and the person types what is about to happen.
const TYPED: usize = 100;

/// What was found, and what is being done about it.
#[derive(Clone, Copy)]
struct Draft {
    desk: Desk,
    errand: Errand,
    plan: RwSignal<Option<CleanupPlan>>,
    /// What the console tells of is shown: this dialog began it, or an earlier one did and
    /// nobody has read yet what came of it.
    begun: RwSignal<bool>,
    typed: RwSignal<String>,
}

impl Draft {
    fn load(self) {
        self.errand.run(PlanCleanup {}, move |found| {
            let cleanup = self.desk.console.cleanup;
            // What was told last is newer than this answer, but only of a clean-up that the
            // core still knows: one of a workspace that was opened anew ended with it.
            let now = match (cleanup.get_untracked(), found.now.clone()) {
                (Some(told), Some(_)) => Some(told),
                (None, now) => now.filter(|now| now.running),
                (Some(_), None) => None,
            };
            let _ = self.begun.try_set(now.is_some());
            cleanup.set(now);
            let _ = self.plan.try_set(Some(found));
        });
    }

    fn view(self) -> Option<CleanupView> {
        self.begun
            .get()
            .then(|| self.desk.console.cleanup.get())
            .flatten()
    }

    fn found(self) -> usize {
        self.plan
            .with(|plan| plan.as_ref().map_or(0, |plan| plan.unused.len()))
    }

    /// What a person has to type before very many are deleted.
    fn phrase(self) -> Option<String> {
        let found = self.found();
        (found > TYPED).then(|| format!("delete {found}"))
    }

    fn is_ready(self) -> bool {
        let typed = self.typed.get();
        self.found() > 0 && self.phrase().is_none_or(|phrase| typed.trim() == phrase)
    }

    fn run(self) {
        if !untrack(|| self.is_ready()) || Gate::remote(self.desk).is_shut() {
            return;
        }
        let accounts = self.plan.with_untracked(|plan| {
            let unused = plan.iter().flat_map(|plan| &plan.unused);
            unused.map(|one| one.account.clone()).collect()
        });
        self.desk.console.cleanup.set(None);
        self.errand.run(CleanUp { accounts }, move |_| {
            let _ = self.begun.try_set(true);
        });
    }

    fn stop(self) {
        self.errand.run(StopCleanup {}, |_| {});
    }

    /// What came of it was read: the next dialog begins anew.
    fn close(self) {
        let over = untrack(|| self.view()).is_some_and(|view| !view.running);
        if over {
            self.desk.console.cleanup.set(None);
        }
        self.desk.overlay.set(None);
    }
}

/// Says that a clean-up is over to whoever let it go on in the background.
pub(crate) fn listen(desk: Desk) {
    let console = desk.console;
    Effect::new(move |was: Option<bool>| {
        let now = console.cleanup.get();
        let running = now.as_ref().is_some_and(|view| view.running);
        let hidden = untrack(|| {
            desk.overlay
                .with(|open| !matches!(open, Some(Overlay::CleanUp)))
        });
        if let Some(view) = now.filter(|_| was == Some(true) && !running && hidden) {
            console.tell(Notice {
                good: view.left_count == 0 && !view.stopped,
                text: format!(
                    "Clean-up is over: {}",
                    progress::summary(&view, "under Clean up")
                ),
                integration: None,
            });
        }
        running
    });
}

/// The dialog.
#[component]
pub(crate) fn CleanUpDialog() -> impl IntoView {
    let draft = Draft {
        desk: use_desk(),
        errand: Errand::new(),
        plan: RwSignal::new(None),
        begun: RwSignal::new(false),
        typed: RwSignal::new(String::new()),
    };
    let over = |view: &Option<CleanupView>| view.as_ref().is_some_and(|view| !view.running);
    if untrack(|| draft.desk.console.cleanup.with(over)) {
        draft.begun.set(true);
    } else {
        draft.load();
    }
    let close = Callback::new(move |()| draft.close());
    let stage = Memo::new(
        move |_| match (draft.view(), draft.plan.with(Option::is_some)) {
            (Some(view), _) if view.running => 2,
            (Some(_), _) => 3,
            (None, true) => 1,
            (None, false) => 0,
        },
    );
    dom::refocus(move || stage.get(), || ".dialog [data-autofocus]");
    view! {
        <Dialog
            labelled_by="cleanup-title"
            described_by="cleanup-meant cleanup-body"
            test="cleanup"
            on_close=close
        >
            <div class="dialog__h">
                <h2 id="cleanup-title">"Clean up unused attempts"</h2>
                <Meant id="cleanup-meant" />
            </div>
            <Body class="dialog__b" id="cleanup-body">
                {move || draft.errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
                {move || match stage.get() {
                    0 => view! { <Loading draft /> }.into_any(),
                    1 => view! { <Listed draft /> }.into_any(),
                    2 => view! { <Going draft /> }.into_any(),
                    _ => view! { <Told draft /> }.into_any(),
                }}
            </Body>
            {move || match stage.get() {
                1 if draft.found() > 0 => view! { <Asked draft close /> }.into_any(),
                2 => view! { <Running draft close /> }.into_any(),
                _ => view! { <Over close /> }.into_any(),
            }}
        </Dialog>
    }
}

#[component]
fn Loading(draft: Draft) -> impl IntoView {
    view! {
        <Show when=move || draft.errand.busy.get()>
            <p class="muted" role="status">
                "Reading Composio for attempts that nobody used…"
            </p>
        </Show>
    }
}

#[component]
fn Asked(draft: Draft, close: Callback<()>) -> impl IntoView {
    let found = u32::try_from(untrack(|| draft.found())).unwrap_or(u32::MAX);
    view! {
        <ConfirmFoot
            test="cleanup"
            label=format!("Delete {}", text::counted(found, "unused attempt"))
            deed=Deed::Danger
            busy=draft.errand.busy
            close
            go=Callback::new(move |()| draft.run())
            gate=Gate::remote(draft.desk)
            ready=Signal::derive(move || draft.is_ready())
        />
    }
}

#[component]
fn Running(draft: Draft, close: Callback<()>) -> impl IntoView {
    view! {
        <div class="dialog__f">
            <button
                type="button"
                class="btn btn--quiet"
                data-test="cleanup-hide"
                on:click=move |_| close.run(())
            >
                "Go on in the background"
            </button>
            <button
                type="button"
                class="btn"
                data-autofocus="true"
                data-test="cleanup-stop"
                on:click=move |_| draft.stop()
            >
                "Stop"
            </button>
        </div>
    }
}

#[component]
fn Over(close: Callback<()>) -> impl IntoView {
    view! {
        <div class="dialog__f">
            <button
                type="button"
                class="btn btn--primary"
                data-autofocus="true"
                data-test="cleanup-close"
                on:click=move |_| close.run(())
            >
                "Close"
            </button>
        </div>
    }
}
