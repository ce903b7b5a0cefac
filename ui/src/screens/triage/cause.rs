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

/// A group by its place; it follows the core while it exists.
#[component]
pub(super) fn Group(at: usize, key: String, table: Table) -> impl IntoView {
    let group = Memo::new(move |_| {
        table
            .groups
            .with(|groups| groups.iter().find(|group| group.key == key).cloned())
    });
    move || group.get().map(|group| view! { <Shown at group table /> })
}

#[component]
fn Shown(at: usize, group: TriageGroup, table: Table) -> impl IntoView {
    let desk = use_desk();
    let key = group.key.clone();
    let open = Memo::new(move |_| table.expanded.with(|open| open.as_ref() == Some(&key)));
    let class = text::class_of(group.state, group.label.as_deref());
    let word = group
        .label
        .clone()
        .unwrap_or_else(|| group.state.label().to_owned());
    let key = group.key.clone();
    let press = move |_| {
        let key = key.clone();
        table.cursor.set(Some(key.clone()));
        table
            .expanded
            .update(|open| *open = (open.as_ref() != Some(&key)).then_some(key));
    };
    let name = name(&group);
    let named = name.clone();
    let label = move || {
        let verb = if open.get() { "Collapse" } else { "Expand" };
        format!("{verb} {named}")
    };
    let (oldest, newest) = (group.oldest, group.newest);
    let since = move || {
        let now = desk.now.get();
        let (from, to) = (
            text::moment(oldest, now, zone(oldest)),
            text::moment(newest, now, zone(newest)),
        );
        if from == to {
            format!("since {from}")
        } else {
            format!("{from} to {to}")
        }
    };
    let shown = StoredValue::new(group.clone());
    view! {
        <section
            class="cause"
            aria-label=name
            data-test="cause"
            data-code=group.code.clone()
            data-key=group.key.clone()
        >
            <div
                class="cause__h"
                class:is-open=move || open.get()
                class:is-cursor=move || table.at() == Some(at)
                tabindex=move || if table.is_reached(at) { "0" } else { "-1" }
                data-group=at.to_string()
            >
                <button
                    type="button"
                    class="btn btn--icon btn--quiet btn--sm"
                    aria-label=label.clone()
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
                <span class="cause__st">
                    <Status class label=word />
                </span>
                <div>
                    <h2 data-test="cause-title">{group.title.clone()}</h2>
                    <p>{group.sentence.clone()}</p>
                    <p class="num" title="Oldest and newest">
                        {group
                            .code
                            .clone()
                            .map(|code| view! { <code>{code}</code> " · " })}
                        {since}
                    </p>
                </div>
                <div class="cause__n">
                    <b data-test="cause-rows">{text::count(group.rows)}</b>
                    <span>{text::counted(group.tenants, "tenant")}</span>
                </div>
                <Spark class hours=group.hours.clone() />
                <div class="cause__a">
                    <FixButton group=shown.get_value() table />
                </div>
            </div>
            <Show when=move || open.get()>
                <Rows group=shown.get_value() table />
            </Show>
        </section>
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
