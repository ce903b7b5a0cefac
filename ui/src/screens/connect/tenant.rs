//! Which tenant: one that is known, or a new user id.

use domain::UserId;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::{FindTenants, TenantRow};

use super::{At, Choice};
use crate::bridge;
use crate::parts::{Icon, Kbd};
use crate::text;

/// How many tenants are suggested.
const SUGGESTED: u32 = 5;

/// One line of the list under the field.
#[derive(Debug, Clone, PartialEq)]
enum Line {
    Known(TenantRow),
    New(String),
}

/// Types of the step, copied into its parts.
#[derive(Clone, Copy)]
struct Pick {
    choice: Choice,
    typed: RwSignal<String>,
    found: RwSignal<Option<(String, Vec<TenantRow>)>>,
    marked: RwSignal<usize>,
}

impl Pick {
    /// The known tenants first; what was typed as a new one last, unless it is the
    /// user id of a known one.
    fn lines(self) -> Vec<Line> {
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

    /// Each key asks at once; only the answer to the last one counts.
    fn search(self) {
        let text = self.typed.get_untracked();
        spawn_local(async move {
            let ask = FindTenants {
                text: text.trim().to_owned(),
                offset: 0,
                limit: SUGGESTED,
            };
            let Ok(page) = bridge::call(ask).await else {
                return; // A new user id can still be typed.
            };
            if self.typed.try_get_untracked().as_ref() == Some(&text) {
                self.found.set(Some((text, page.rows)));
                self.marked.set(0);
            }
        });
    }

    fn take(self, line: Line) {
        match line {
            Line::Known(row) => {
                self.choice.user.set(row.user);
                self.choice.tenant_name.set(Some(row.name));
                self.choice.tenant.set(Some(row.id));
            }
            Line::New(user) => {
                self.choice.user.set(user);
                self.choice.tenant_name.set(None);
                self.choice.tenant.set(None);
            }
        }
        self.choice.at.set(At::Toolkit);
    }

    fn key(self, event: &web_sys::KeyboardEvent) {
        let lines = untrack(|| self.lines());
        let last = lines.len().saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" => self.marked.update(|at| *at = (*at + 1).min(last)),
            "ArrowUp" => self.marked.update(|at| *at = at.saturating_sub(1)),
            "Enter" => {
                if let Some(line) = lines.get(self.marked.get_untracked()) {
                    self.take(line.clone());
                }
            }
            _ => return,
        }
        event.prevent_default();
    }
}

/// The step.
#[component]
pub(crate) fn TenantStep(choice: Choice) -> impl IntoView {
    let pick = Pick {
        choice,
        typed: RwSignal::new(choice.user.get_untracked()),
        found: RwSignal::new(None),
        marked: RwSignal::new(0),
    };
    pick.search();
    view! {
        <div class="sheet__b">
            <div class="field">
                <label for="tenant-box">"Tenant"</label>
                <span class="inputbox">
                    <Icon name="search" />
                    <input
                        class="input"
                        id="tenant-box"
                        role="combobox"
                        aria-expanded="true"
                        aria-controls="tenant-list"
                        aria-activedescendant=move || format!("tenant-{}", pick.marked.get())
                        aria-describedby="tenant-hint"
                        autocomplete="off"
                        spellcheck="false"
                        data-autofocus="true"
                        data-test="connect-user"
                        prop:value=move || pick.typed.get()
                        on:input=move |event| {
                            pick.typed.set(event_target_value(&event));
                            pick.search();
                        }
                        on:keydown=move |event| pick.key(&event)
                    />
                </span>
                <p class="hint" id="tenant-hint">
                    "A name, a tenant ID or an e-mail address. What is not known is taken as the user ID of a new tenant."
                </p>
            </div>
            <div class="pick suggest" role="listbox" id="tenant-list" aria-label="Tenants">
                {move || {
                    pick.lines()
                        .into_iter()
                        .enumerate()
                        .map(|(at, line)| view! { <Suggestion pick at line /> })
                        .collect_view()
                }}
            </div>
        </div>
        <div class="sheet__f">
            <span class="grow">
                <Kbd keys=&["↑", "↓"] />
                " choose "
                <Kbd keys=&["Enter"] />
                " continue"
            </span>
            <button
                type="button"
                class="btn"
                on:click=move |_| choice.desk.overlay.set(None)
            >
                "Cancel"
            </button>
        </div>
    }
}

#[component]
fn Suggestion(pick: Pick, at: usize, line: Line) -> impl IntoView {
    let taken = line.clone();
    let (tile, title, under, test) = match line {
        Line::Known(row) => {
            let count: u32 = row.by_state.iter().map(|(_, rows)| rows).sum();
            let under = format!("{} · {}", row.user, text::counted(count, "integration"));
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
