//! One group: what is wrong, how many it hits, and the fix.

use domain::Concern;
use leptos::prelude::*;
use wire::TriageGroup;

use super::Table;
use super::fix::FixButton;
use super::open::Rows;
use crate::desk::use_desk;
use crate::dom::zone;
use crate::parts::{Icon, Status};
use crate::text;

/// A group and its card, which is made once for each place of the group: what it says follows the
/// core while the group stays there. Copied freely.
#[derive(Clone, Copy)]
pub(super) struct Card {
    pub(super) table: Table,
    group: Memo<Option<TriageGroup>>,
    /// Where it stands among all.
    pub(super) place: Memo<Option<usize>>,
    /// Its rows are shown.
    open: Memo<bool>,
}

impl Card {
    fn new(key: &str, table: Table) -> Self {
        let (of_group, of_place, of_open) = (key.to_owned(), key.to_owned(), key.to_owned());
        Self {
            table,
            // One that goes stays as it was until its card has gone with it.
            group: Memo::new(move |last: Option<&Option<TriageGroup>>| {
                let is_it = |group: &&TriageGroup| group.key == of_group;
                let now = table
                    .groups
                    .with(|groups| groups.iter().find(is_it).cloned());
                now.or_else(|| last.cloned().flatten())
            }),
            place: Memo::new(move |_| table.place(&of_place)),
            open: Memo::new(move |_| {
                let expanded = table.expanded;
                expanded.with(|open| open.as_ref() == Some(&of_open))
            }),
        }
    }

    /// One part of the group, which wakes its reader only when it changed itself.
    pub(super) fn part<T>(self, of: impl Fn(&TriageGroup) -> T + Send + Sync + 'static) -> Memo<T>
    where
        T: Default + PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| {
            self.group
                .with(|group| group.as_ref().map(&of).unwrap_or_default())
        })
    }

    /// The group at this moment.
    pub(super) fn now(self) -> Option<TriageGroup> {
        self.group.get_untracked()
    }
}

/// A group, by its key.
#[component]
pub(super) fn Group(key: String, table: Table) -> impl IntoView {
    let card = Card::new(&key, table);
    let name = card.part(name);
    let code = card.part(|group| group.code.clone());
    let Card { place, open, .. } = card;
    let is_cursor = Memo::new(move |_| place.get().is_some() && table.at() == place.get());
    let is_reached = Memo::new(move |_| place.get().is_some_and(|at| table.is_reached(at)));
    view! {
        <section
            class="cause"
            aria-label=move || name.get()
            data-test="cause"
            data-code=move || code.get()
            data-key=key
        >
            <div
                class="cause__h"
                class:is-open=move || open.get()
                class:is-cursor=move || is_cursor.get()
                tabindex=move || if is_reached.get() { "0" } else { "-1" }
                data-group=move || place.get().map(|at| at.to_string())
            >
                <Expand card name />
                <Told card />
                <div class="cause__a">
                    <FixButton card />
                </div>
            </div>
            <Show when=move || open.get()>
                <Rows card />
            </Show>
        </section>
    }
}

/// Shows and hides the rows.
#[component]
fn Expand(card: Card, name: Memo<String>) -> impl IntoView {
    let open = card.open;
    let label = move || {
        let verb = if open.get() { "Collapse" } else { "Expand" };
        format!("{verb} {}", name.get())
    };
    let press = move |_| {
        let Some(group) = card.now() else { return };
        let key = group.key;
        card.table.cursor.set(Some(key.clone()));
        card.table
            .expanded
            .update(|open| *open = (open.as_ref() != Some(&key)).then_some(key));
    };
    view! {
        <button
            type="button"
            class="btn btn--icon btn--quiet btn--sm"
            aria-label=label
            title=label
            aria-expanded=move || open.get().to_string()
            data-test="cause-expand"
            on:click=press
        >
            {move || {
                if open.get() {
                    view! { <Icon name="down" small=true /> }.into_any()
                } else {
                    view! { <Icon name="right" small=true /> }.into_any()
                }
            }}
        </button>
    }
}

/// What is wrong, since when, and how many it hits.
#[component]
fn Told(card: Card) -> impl IntoView {
    let state = card.part(|group| {
        let word = group.label.as_deref();
        let word = word.unwrap_or_else(|| group.state.label()).to_owned();
        (text::class_of(group.state, group.label.as_deref()), word)
    });
    let title = card.part(|group| group.title.clone());
    let sentence = card.part(|group| group.sentence.clone());
    let code = card.part(|group| group.code.clone());
    let (rows, tenants) = (
        card.part(|group| group.rows),
        card.part(|group| group.tenants),
    );
    let hours = card.part(|group| group.hours.clone());
    view! {
        <span class="cause__st">
            {move || {
                let (class, label) = state.get();
                view! { <Status class label /> }
            }}
        </span>
        <div>
            <h2 data-test="cause-title">{move || title.get()}</h2>
            <p>{move || sentence.get()}</p>
            <p class="num" title="Oldest and newest">
                {move || code.get().map(|code| view! { <code>{code}</code> " · " })}
                {since(card)}
            </p>
        </div>
        <div class="cause__n">
            <b data-test="cause-rows">{move || text::count(rows.get())}</b>
            <span>{move || text::counted(tenants.get(), "tenant")}</span>
        </div>
        {move || {
            let (class, _) = state.get();
            view! { <Spark class hours=hours.get() /> }
        }}
    }
}

/// From the oldest to the newest of its rows.
fn since(card: Card) -> impl Fn() -> Option<String> {
    let desk = use_desk();
    let ends = card.part(|group| Some((group.oldest, group.newest)));
    move || {
        let (oldest, newest) = ends.get()?;
        let now = desk.now.get();
        let from = text::moment(oldest, now, zone(oldest));
        let to = text::moment(newest, now, zone(newest));
        Some(if from == to {
            format!("since {from}")
        } else {
            format!("{from} to {to}")
        })
    }
}

/// A toolkit or an auth config may have a group in each part of the list: to whoever hears them,
/// the parts tell them apart.
fn name(group: &TriageGroup) -> String {
    let title = &group.title;
    match group.concern {
        Concern::Act => title.clone(),
        Concern::Watch => format!("{title}, may recover"),
        Concern::Quiet => format!("{title}, no alarm"),
    }
}

/// Bars for the last twelve hours; the same fact stands in the words beside it.
#[component]
fn Spark(class: &'static str, hours: Vec<u32>) -> impl IntoView {
    let most = hours.iter().copied().max().unwrap_or(0).max(1);
    let last = hours.len().saturating_sub(1);
    let total: u32 = hours.iter().sum();
    let bars = hours
        .into_iter()
        .enumerate()
        .map(|(at, hour)| {
            let height = 2.0 + 20.0 * f64::from(hour) / f64::from(most);
            let is_on = at == last && hour > 0;
            let x = u32::try_from(at).unwrap_or(0) * 7;
            view! {
                <rect
                    class:on=is_on
                    x=x.to_string()
                    y=(22.0 - height).to_string()
                    width="5"
                    height=height.to_string()
                    rx="1"
                ></rect>
            }
        })
        .collect_view();
    view! {
        <span class="cause__sp hide-sm" title=format!("{} in the last 12 hours", text::count(total))>
            <svg class=format!("spark {class}") viewBox="0 0 82 22" aria-hidden="true">
                {bars}
            </svg>
        </span>
    }
}
