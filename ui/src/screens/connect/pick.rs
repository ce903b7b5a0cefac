//! Tenants suggested for what is typed.

use domain::UserId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::{FindTenants, TenantRow};

use super::{At, Choice};
use crate::bridge;
use crate::dom;
use crate::text;

/// How many tenants are suggested.
const SUGGESTED: u32 = 5;

/// One line of the list under the field.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Line {
    Known(TenantRow),
    New(String),
}

/// Types of the step, copied into its parts.
#[derive(Clone, Copy)]
pub(super) struct Pick {
    choice: Choice,
    pub(super) typed: RwSignal<String>,
    found: RwSignal<Option<(String, Vec<TenantRow>)>>,
    pub(super) marked: RwSignal<usize>,
    /// Enter came before the answer to what was typed: its first line is taken then.
    hasty: RwSignal<bool>,
}

impl Pick {
    pub(super) fn begin(choice: Choice) -> Self {
        Self {
            choice,
            typed: RwSignal::new(choice.user.get_untracked()),
            found: RwSignal::new(None),
            marked: RwSignal::new(0),
            hasty: RwSignal::new(false),
        }
    }

    /// The known tenants first; what was typed as a new one last, unless it is the
    /// user id of a known one.
    pub(super) fn lines(self) -> Vec<Line> {
        let typed = self.typed.get().trim().to_owned();
        let known = self.found.with(|found| {
            found
                .as_ref()
                .map(|(_, rows)| rows.clone())
                .unwrap_or_default()
        });
        let exists = known.iter().any(|row| row.user == typed);
        let mut lines: Vec<Line> = known.into_iter().map(Line::Known).collect();
        if !exists && UserId::parse(typed.as_str()).is_ok() {
            lines.push(Line::New(typed));
        }
        lines
    }

    /// The id of the line that is marked, where there is any: a name of nothing is read as nothing.
    pub(super) fn reached(self) -> Option<String> {
        let at = self.marked.get();
        (at < self.lines().len()).then(|| format!("tenant-{at}"))
    }

    /// Each key asks at once; only the answer to the last one counts.
    pub(super) fn search(self) {
        let text = self.typed.get_untracked();
        self.hasty.set(false);
        spawn_local(async move {
            let ask = FindTenants {
                text: text.trim().to_owned(),
                needs_action: false,
                offset: 0,
                limit: SUGGESTED,
            };
            // Where nothing can be looked up, a new user id can still be typed.
            let rows = bridge::call(ask).await.map(|page| page.rows);
            if self.typed.try_get_untracked().as_ref() == Some(&text) {
                self.found.set(Some((text, rows.unwrap_or_default())));
                self.marked.set(0);
                if self.hasty.get_untracked() {
                    self.take_marked();
                }
            }
        });
    }

    /// Whether the lines are those for what is typed now.
    pub(super) fn is_answered(self) -> bool {
        let typed = self.typed.get();
        self.found
            .with(|found| found.as_ref().is_some_and(|(text, _)| *text == typed))
    }

    fn take_marked(self) {
        let lines = untrack(|| self.lines());
        if let Some(line) = lines.get(self.marked.get_untracked()) {
            self.take(line.clone());
        }
    }

    fn take(self, line: Line) {
        match line {
            Line::Known(row) => {
                self.choice.take_user(row.user);
                self.choice.tenant_name.set(Some(row.name));
                self.choice.tenant.set(Some(row.id));
            }
            Line::New(user) => {
                self.choice.take_user(user);
                self.choice.tenant_name.set(None);
                self.choice.tenant.set(None);
            }
        }
        self.choice.at.set(At::Toolkit);
    }

    /// Marks a line, and brings it into view.
    fn mark(self, at: usize) {
        self.marked.set(at);
        dom::scroll_to(format!("#tenant-{at}"));
    }

    pub(super) fn key(self, event: &web_sys::KeyboardEvent) {
        let lines = untrack(|| self.lines());
        let last = lines.len().saturating_sub(1);
        let at = self.marked.get_untracked();
        match event.key().as_str() {
            "ArrowDown" => self.mark((at + 1).min(last)),
            "ArrowUp" => self.mark(at.saturating_sub(1)),
            "Enter" if untrack(|| self.is_answered()) => self.take_marked(),
            "Enter" => self.hasty.set(true),
            _ => return,
        }
        event.prevent_default();
    }
}

/// One line of the list.
#[component]
pub(super) fn Suggestion(pick: Pick, at: usize, line: Line) -> impl IntoView {
    let taken = line.clone();
    let (tile, title, under, test) = match line {
        Line::Known(row) => {
            let count: u32 = row.by_state.iter().map(|(_, rows)| rows).sum();
            let under = format!(
                "{} · {}",
                text::user_id(&row.user),
                text::counted(count, "integration")
            );
            (text::initials(&row.name), row.name, under, "connect-tenant")
        }
        Line::New(user) => (
            "+".to_owned(),
            format!("New tenant “{user}”"),
            "A user ID that is not in the list yet".to_owned(),
            "connect-new-tenant",
        ),
    };
    view! {
        <button
            type="button"
            class="opt"
            role="option"
            id=format!("tenant-{at}")
            tabindex="-1"
            aria-selected=move || (pick.marked.get() == at).to_string()
            data-test=test
            on:click=move |_| pick.take(taken.clone())
        >
            <span class="tile tile--md" aria-hidden="true">
                {tile}
            </span>
            <span class="trunc">
                <span>{title}</span>
                <span class="small muted trunc">{under}</span>
            </span>
            <span></span>
        </button>
    }
}
