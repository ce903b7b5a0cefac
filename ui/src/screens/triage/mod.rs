//! Triage: what is wrong, grouped by why, with the one fix of each group.

mod cause;
mod checks;
mod fix;
mod keys;
mod open;

use domain::{Concern, LifecycleName};
use leptos::prelude::*;
use wire::{GroupBy, ShowTriage, TriageGroup, TriageView};

use self::cause::Group;
use self::checks::{CheckAll, Progress};
pub(crate) use self::checks::{Running, Spoken, percent, unclear};
use super::pane::Pane;
use super::recent::Finder;
use crate::act::Errand;
use crate::bridge;
use crate::desk::use_desk;
use crate::dom;
use crate::parts::{FaultNote, Glyph, Unmatched, class_of, in_order};
use crate::reading::Reading;
use crate::text;

/// What lies open on the screen. Copied freely.
#[derive(Clone, Copy)]
pub(super) struct Table {
    /// The groups as they are shown.
    groups: Memo<Vec<TriageGroup>>,
    /// The group whose rows are shown.
    expanded: RwSignal<Option<String>>,
    /// The group under the cursor; until somebody moves it, the first.
    cursor: RwSignal<Option<String>>,
    errand: Errand,
    /// The group whose fix was asked for last, when it is that which `errand` is out for.
    pressed: RwSignal<Option<String>>,
    /// For what is asked of everything: no group holds it up.
    of_all: Errand,
    /// What came of the last copy, in a sentence.
    said: RwSignal<Option<String>>,
}

impl Table {
    /// The same where everything is meant.
    const fn for_all(self) -> Self {
        Self {
            errand: self.of_all,
            ..self
        }
    }

    /// Where a group stands now.
    fn place(self, key: &str) -> Option<usize> {
        self.groups
            .with(|groups| groups.iter().position(|group| group.key == key))
    }

    /// Where the cursor's group stands now: counts change, and groups with them.
    fn at(self) -> Option<usize> {
        self.groups.with(|groups| {
            self.cursor.with(|cursor| match cursor {
                Some(key) => groups.iter().position(|group| group.key == *key),
                None => (!groups.is_empty()).then_some(0),
            })
        })
    }

    /// Whether Tab comes to this group: the cursor's, or the first where that one is gone.
    fn is_reached(self, at: usize) -> bool {
        self.at().unwrap_or(0) == at
    }
}

/// The screen.
#[component]
pub(crate) fn Triage(children: Children) -> impl IntoView {
    let desk = use_desk();
    // The pane of another screen's row has nothing to do with these groups.
    desk.row.set(None);
    let ask = RwSignal::new((GroupBy::Cause, None::<LifecycleName>));
    let reading: Reading<(GroupBy, Option<LifecycleName>), TriageView> = Reading::new(
        Signal::derive(move || Some(ask.get())),
        desk.console.rows.into(),
        |(by, state)| Box::pin(bridge::call(ShowTriage { by, state })),
    );
    // While the next answer is out, the last one stays.
    let view = Memo::new(move |_| reading.value.get().map(|(_, view)| view));
    let table = Table {
        groups: Memo::new(move |_| view.get().map(|view| view.groups).unwrap_or_default()),
        expanded: RwSignal::new(None),
        cursor: RwSignal::new(None),
        errand: Errand::of_frame(desk),
        pressed: RwSignal::new(None),
        of_all: Errand::of_frame(desk),
        said: RwSignal::new(None),
    };
    // What was said of a group is over when the groups are others.
    Effect::new(move |_| {
        ask.track();
        table.said.set(None);
    });
    keys::listen(desk, table);
    let sub = move || view.with(|view| view.as_ref().map(|view| summary(view, ask.get().0)));
    view! {
        <header class="top">
            <h1>"Triage"</h1>
            <span class="top__sub num" data-test="triage-sub">
                {sub}
            </span>
            <span class="top__gap"></span>
            <Spoken run=desk.console.checks over=checks::over />
            <Progress />
            <Finder />
            <CheckAll table=table.for_all() />
        </header>
        {children()}
        <div class="content" class:content--pane=move || desk.row.with(Option::is_some)>
            <section class="list" aria-label="Triage list">
                <Toolbar view ask table />
                {move || {
                    reading
                        .fault
                        .get()
                        .map(|fault| {
                            view! {
                                <FaultNote fault retry=reading.again() />
                            }
                        })
                }}
                <Groups view table ask />
            </section>
            <Show when=move || desk.row.with(Option::is_some)>
                <Pane />
            </Show>
        </div>
    }
}

/// `64 integrations in 21 causes`, of those that the filter leaves.
fn summary(view: &TriageView, by: GroupBy) -> String {
    let act = |group: &&TriageGroup| group.concern == Concern::Act;
    let rows = view.groups.iter().filter(act).map(|group| group.rows).sum();
    let rows = text::counted(rows, "integration");
    let groups = view.groups.iter().filter(act).count();
    let groups = u32::try_from(groups).unwrap_or(u32::MAX);
    if groups == 0 {
        return rows;
    }
    let what = match by {
        GroupBy::Cause => text::counted(groups, "cause"),
        GroupBy::Toolkit => text::counted(groups, "toolkit"),
        GroupBy::AuthConfig => text::counted(groups, "auth config"),
    };
    format!("{rows} in {what}")
}

#[component]
fn Toolbar(
    view: Memo<Option<TriageView>>,
    ask: RwSignal<(GroupBy, Option<LifecycleName>)>,
    table: Table,
) -> impl IntoView {
    let count = move |state: LifecycleName| {
        view.with(|view| {
            let found = view
                .as_ref()?
                .by_state
                .iter()
                .find(|(held, _)| *held == state);
            Some(found.map_or(0, |(_, rows)| *rows))
        })
    };
    let chip = move |state: LifecycleName| {
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || (ask.get().1 == Some(state)).to_string()
                data-test="triage-state"
                data-state=state.as_str()
                on:click=move |_| {
                    ask.update(|ask| ask.1 = (ask.1 != Some(state)).then_some(state));
                }
            >
                <Glyph class=class_of(state) />
                {state.label()}
                " "
                <span class="n">{move || count(state).map(text::count)}</span>
            </button>
        }
    };
    let by = move |by: GroupBy, name: &'static str| {
        view! {
            <button
                type="button"
                aria-pressed=move || (ask.get().0 == by).to_string()
                data-test="triage-by"
                on:click=move |_| ask.update(|ask| ask.0 = by)
            >
                {name}
            </button>
        }
    };
    view! {
        <div class="toolbar">
            <div class="chips" role="group" aria-label="Status filter">
                <button
                    type="button"
                    class="chip"
                    aria-pressed=move || ask.get().1.is_none().to_string()
                    data-test="triage-all"
                    on:click=move |_| ask.update(|ask| ask.1 = None)
                >
                    "All "
                    <span class="n">
                        {move || {
                            view.with(|view| view.as_ref().map(|view| text::count(view.alarm)))
                        }}
                    </span>
                </button>
                {chip(LifecycleName::Error)}
                {chip(LifecycleName::Expired)}
            </div>
            <span class="small muted" role="status" data-test="triage-said">
                {move || table.said.get()}
            </span>
            <span class="grow"></span>
            <span class="muted small nowrap hide-sm">"Group by"</span>
            <div class="seg" role="group" aria-label="Group by">
                {by(GroupBy::Cause, "Cause")}
                {by(GroupBy::Toolkit, "Toolkit")}
                {by(GroupBy::AuthConfig, "Auth config")}
            </div>
        </div>
    }
}

#[component]
fn Groups(
    view: Memo<Option<TriageView>>,
    table: Table,
    ask: RwSignal<(GroupBy, Option<LifecycleName>)>,
) -> impl IntoView {
    let head = move || match ask.get().0 {
        GroupBy::Cause => "Cause",
        GroupBy::Toolkit => "Toolkit",
        GroupBy::AuthConfig => "Auth config",
    };
    let of = move |concern: Concern| {
        Memo::new(move |_| {
            table.groups.with(|groups| {
                groups
                    .iter()
                    .filter(|group| group.concern == concern)
                    .map(|group| group.key.clone())
                    .collect::<Vec<_>>()
            })
        })
    };
    let (act, watch, quiet) = (of(Concern::Act), of(Concern::Watch), of(Concern::Quiet));
    let cards = move |keys: Memo<Vec<String>>| {
        view! {
            <For
                each=move || in_order(keys.get())
                key=Clone::clone
                let((_, key))
            >
                <Group key table />
            </For>
        }
    };
    let section = move |keys: Memo<Vec<String>>, title: &'static str| {
        view! {
            <Show when=move || !keys.with(Vec::is_empty)>
                <h2 class="causes__part">{title}</h2>
                {cards(keys)}
            </Show>
        }
    };
    view! {
        <div class="causes" tabindex="-1" role="region" aria-label="Causes" data-test="causes">
            <Nothing view ask />
            <Show when=move || !act.with(Vec::is_empty)>
                <div class="cause__cols" aria-hidden="true">
                    <span></span>
                    <span class="cause__st">"Status"</span>
                    <span>{head}</span>
                    <span class="r">"Affected"</span>
                    <span class="cause__sp hide-sm">"Last 12 h"</span>
                    <span class="r">"Fix"</span>
                </div>
                {cards(act)}
            </Show>
            {section(watch, "May recover by itself")}
            {section(quiet, "No alarm: unused links and accounts that were switched off")}
        </div>
    }
}

/// What stands in the place of groups where there are none that need somebody.
#[component]
fn Nothing(
    view: Memo<Option<TriageView>>,
    ask: RwSignal<(GroupBy, Option<LifecycleName>)>,
) -> impl IntoView {
    let nobody = move || view.with(|view| view.as_ref().is_some_and(|view| view.alarm == 0));
    let unmatched = move || {
        let none = |view: &TriageView| view.alarm > 0 && view.groups.is_empty();
        view.with(|view| view.as_ref().is_some_and(none))
    };
    let clear = Callback::new(move |()| {
        ask.update(|ask| ask.1 = None);
        // The button goes; what it brings back takes its place.
        dom::focus_on(".causes");
    });
    view! {
        <Show when=nobody>
            <Clear view />
        </Show>
        <Show when=unmatched>
            <Unmatched
                test="triage-unmatched"
                words="What needs action is in another state."
                clear
            />
        </Show>
    }
}

/// Nothing needs anybody.
#[component]
fn Clear(view: Memo<Option<TriageView>>) -> impl IntoView {
    let desk = use_desk();
    let told = move || {
        view.with(|view| {
            let view = view.as_ref()?;
            // A look reads what changed, and no provider: it is no check of what is on the list.
            let accounts = text::counted(view.checked, "account");
            Some(match view.checked_at {
                Some(at) => format!(
                    "Composio was last read {}; {accounts} on the list.",
                    text::ago(at, desk.now.get())
                ),
                None => format!("{accounts} on the list, not read yet."),
            })
        })
    };
    view! {
        <div class="blank" data-test="triage-clear">
            <Glyph class="st-active" />
            <h2>"Nothing needs action"</h2>
            <p class="muted num">{told}</p>
        </div>
    }
}
