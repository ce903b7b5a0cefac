//! The palette: recent and pinned tenants, or whatever is typed: tenants, integrations, places
//! and what can be done from anywhere.

mod choice;
mod commands;

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::{IntegrationRow, RecentTenant};

use self::choice::{Choice, GROUPS, choices};
use self::commands::Command;
use crate::act::Errand;
use crate::desk::{Desk, Overlay, Screen, use_desk};
use crate::dom;
use crate::parts::{Icon, Kbd, RowStatus, Tile, hold_focus, hold_keys};
use crate::text;

/// Opens the palette by Ctrl or Cmd and K or P, from wherever nothing lies over the frame.
pub(crate) fn listen(desk: Desk) {
    let keys = window_event_listener(ev::keydown, move |event| {
        let struck = (event.ctrl_key() || event.meta_key())
            && !event.alt_key()
            && !event.shift_key()
            && ["k", "p"].contains(&event.key().to_ascii_lowercase().as_str());
        // The web view's own printing is never meant.
        if struck {
            event.prevent_default();
            if desk.is_bare() {
                desk.overlay.set(Some(Overlay::Recent));
            }
        }
    });
    on_cleanup(move || keys.remove());
}

/// The way to the palette for who does not know its key. It stands in the line on top of every
/// screen.
#[component]
pub(crate) fn Finder() -> impl IntoView {
    let desk = use_desk();
    view! {
        <button
            type="button"
            class="finder"
            aria-haspopup="dialog"
            aria-keyshortcuts="Control+K"
            data-test="finder"
            on:click=move |_| desk.overlay.set(Some(Overlay::Recent))
        >
            <Icon name="search" />
            <span class="grow trunc">
                "Search" <span class="hide-sm">" or run a command"</span>
            </span>
            <Kbd keys=&["Ctrl", "K"] />
        </button>
    }
}

#[derive(Clone, Copy)]
struct Offer {
    desk: Desk,
    errand: Errand,
    typed: RwSignal<String>,
    /// For what was typed; `None` until the core has answered.
    found: RwSignal<Option<(String, Vec<Choice>)>>,
    marked: RwSignal<usize>,
    /// Enter came before the answer to what was typed: its first line is taken then.
    hasty: RwSignal<bool>,
}

impl Offer {
    /// Each key asks at once; only the answer to the last one counts.
    fn search(self) {
        let text = self.typed.get_untracked();
        self.hasty.set(false);
        spawn_local(async move {
            let is_meant = || self.typed.try_get_untracked().as_ref() == Some(&text);
            let answer = choices(&text, is_meant).await;
            if !is_meant() {
                return;
            }
            match answer {
                Ok(found) => {
                    self.found.set(Some((text, found)));
                    self.mark(0);
                    if self.hasty.get_untracked() {
                        self.take_marked();
                    }
                }
                Err(fault) => {
                    self.desk.overlay.set(None);
                    self.desk.fault.set(Some(fault));
                }
            }
        });
    }

    /// Whether the lines are those for what is typed now.
    fn is_answered(self) -> bool {
        let typed = self.typed.get();
        self.found
            .with(|found| found.as_ref().is_some_and(|(text, _)| *text == typed))
    }

    fn take_marked(self) {
        let at = self.marked.get_untracked();
        let choice = self
            .found
            .with_untracked(|found| found.as_ref().and_then(|(_, all)| all.get(at).cloned()));
        if let Some(choice) = choice {
            self.take(&choice);
        }
    }

    fn take(self, choice: &Choice) {
        match choice {
            Choice::Tenant(tenant) => {
                self.desk.overlay.set(None);
                self.desk.came_from.set(None);
                self.desk.screen.set(Screen::Tenants);
                self.desk.tenant.set(Some(tenant.id.clone()));
            }
            Choice::Row(row) => {
                self.desk.overlay.set(None);
                self.desk.show_row(row.id.clone());
            }
            Choice::Command(command) => command.run(self.desk, self.errand),
        }
    }

    /// Marks a line, and brings it into view.
    fn mark(self, at: usize) {
        self.marked.set(at);
        dom::scroll_to(format!("#recent-{at}"));
    }

    fn key(self, event: &web_sys::KeyboardEvent) {
        let last = self
            .found
            .with_untracked(|found| found.as_ref().map_or(0, |(_, all)| all.len()))
            .saturating_sub(1);
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

/// The list dialog.
#[component]
pub(crate) fn Recent() -> impl IntoView {
    let desk = use_desk();
    let offer = Offer {
        desk,
        errand: Errand::of_frame(desk),
        typed: RwSignal::new(String::new()),
        found: RwSignal::new(None),
        marked: RwSignal::new(0),
        hasty: RwSignal::new(false),
    };
    offer.search();
    let close = Callback::new(move |()| desk.overlay.set(None));
    let root = NodeRef::<html::Section>::new();
    hold_focus(root);
    hold_keys(root, close);
    view! {
        <div class="scrim" on:click=move |_| close.run(())></div>
        <section
            class="palette"
            role="dialog"
            aria-modal="true"
            aria-label="Search or run a command"
            data-test="recent"
            node_ref=root
        >
            <Search offer />
            <div
                class="palette__l"
                role="listbox"
                id="recent-list"
                aria-label="Results"
                aria-busy=move || (!offer.is_answered()).to_string()
            >
                {move || {
                    let found = offer.found.get().map(|(_, found)| found).unwrap_or_default();
                    GROUPS.map(|name| group(offer, name, &found)).collect_view()
                }}
            </div>
            <p class="palette__n muted" role="status">
                {move || nothing(offer)}
            </p>
            <span class="vh" role="status" data-test="recent-count">
                {move || results(offer)}
            </span>
            <Keys />
        </section>
    }
}

/// What can be pressed in it.
#[component]
fn Keys() -> impl IntoView {
    view! {
        <div class="palette__f">
            <span>
                <Kbd keys=&["↑", "↓"] />
                "Choose"
            </span>
            <span>
                <Kbd keys=&["Enter"] />
                "Open"
            </span>
            <span>
                <Kbd keys=&[">"] />
                "Commands only"
            </span>
            <span>
                <Kbd keys=&["p"] />
                "on a tenant pins it"
            </span>
        </div>
    }
}

/// The lines below one heading; nothing where there is none.
fn group(offer: Offer, name: &'static str, found: &[Choice]) -> Option<impl IntoView + use<>> {
    let lines: Vec<(usize, Choice)> = found
        .iter()
        .cloned()
        .enumerate()
        .filter(|(_, choice)| choice.group() == name)
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <div role="group" aria-label=name>
                <p class="palette__g" aria-hidden="true">
                    {name}
                </p>
                {lines
                    .into_iter()
                    .map(|(at, choice)| view! { <Line offer at choice /> })
                    .collect_view()}
            </div>
        }
    })
}

fn nothing(offer: Offer) -> Option<&'static str> {
    let (text, found) = offer.found.get()?;
    if text.trim().is_empty() {
        let recent = |choice: &Choice| matches!(choice, Choice::Tenant(_));
        let none = !found.iter().any(recent);
        return none.then_some("Nothing recent yet. Type a name, an ID or an e-mail address.");
    }
    found.is_empty().then_some(if commands::are_meant(&text) {
        "No command is called so."
    } else {
        "No tenant or integration has that name, ID, e-mail address or tag, and no command is called so."
    })
}

/// Which line is marked, where there is any.
fn marked(offer: Offer) -> Option<String> {
    let at = offer.marked.get();
    offer.found.with(|found| {
        let (_, all) = found.as_ref()?;
        (at < all.len()).then(|| format!("recent-{at}"))
    })
}

/// How many there are, for who does not see them.
fn results(offer: Offer) -> Option<String> {
    let (_, found) = offer.found.get()?;
    let many = u32::try_from(found.len()).unwrap_or(u32::MAX);
    (many > 0).then(|| text::counted(many, "result"))
}

#[component]
fn Search(offer: Offer) -> impl IntoView {
    view! {
        <div class="palette__i">
            <Icon name="search" />
            <input
                role="combobox"
                aria-label="Search or run a command"
                aria-expanded="true"
                aria-controls="recent-list"
                aria-autocomplete="list"
                aria-activedescendant=move || marked(offer)
                placeholder="Find a tenant, an account, a place or a command"
                autocomplete="off"
                spellcheck="false"
                data-autofocus="true"
                data-test="recent-search"
                on:input=move |event| {
                    offer.typed.set(event_target_value(&event));
                    offer.search();
                }
                on:keydown=move |event| offer.key(&event)
            />
            <Kbd keys=&["Esc"] />
        </div>
    }
}

#[component]
fn Line(offer: Offer, at: usize, choice: Choice) -> impl IntoView {
    let taken = choice.clone();
    let (test, id) = match &choice {
        Choice::Tenant(tenant) => ("recent-tenant", tenant.id.to_string()),
        Choice::Row(row) => ("recent-row", row.id.to_string()),
        Choice::Command(command) => ("recent-command", command.name.clone()),
    };
    view! {
        <div
            class="palette__o"
            role="option"
            id=format!("recent-{at}")
            aria-selected=move || (offer.marked.get() == at).to_string()
            data-test=test
            data-id=id
            on:click=move |_| offer.take(&taken)
        >
            {match choice {
                Choice::Tenant(tenant) => of_tenant(tenant).into_any(),
                Choice::Row(row) => of_row(&row).into_any(),
                Choice::Command(command) => of_command(command).into_any(),
            }}
        </div>
    }
}

fn of_tenant(tenant: RecentTenant) -> impl IntoView {
    view! {
        <span class="tile" aria-hidden="true">
            {text::initials(&tenant.name)}
        </span>
        <span class="trunc">{tenant.name}</span>
        <code class="small muted trunc">{text::user_id(&tenant.user)}</code>
        <span class="end muted">
            {tenant.pinned.then(|| view! { <span class="tag">"Pinned"</span> })}
        </span>
    }
}

fn of_row(row: &IntegrationRow) -> impl IntoView + use<> {
    view! {
        <Tile name=&row.toolkit_name />
        <span class="trunc">{format!("{}, {}", row.toolkit_name, row.tenant_name)}</span>
        // A tenant may have several of one toolkit.
        <span class="small muted trunc">{row.account_or_reason.clone()}</span>
        <span class="end">
            <RowStatus row />
        </span>
    }
}

fn of_command(command: Command) -> impl IntoView {
    view! {
        <Icon name="right" />
        <span class="trunc">{command.name}</span>
        <span class="end">
            <Kbd keys=command.keys />
        </span>
    }
}
