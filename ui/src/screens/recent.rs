//! The switcher: recent and pinned tenants, or whatever is typed.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wire::{FindRecent, RecentTenant};

use crate::bridge;
use crate::desk::{Desk, Overlay, Screen, use_desk};
use crate::dom;
use crate::parts::{Icon, Kbd, hold_focus, hold_keys};
use crate::text;

/// Opens the switcher by Ctrl or Cmd and P, from wherever nothing lies over the frame.
pub(crate) fn listen(desk: Desk) {
    let keys = window_event_listener(ev::keydown, move |event| {
        let struck = (event.ctrl_key() || event.meta_key())
            && !event.alt_key()
            && !event.shift_key()
            && event.key().eq_ignore_ascii_case("p");
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

/// The way to the switcher for who does not know its key. It stands in the line on top of every
/// screen.
#[component]
pub(crate) fn FindTenant() -> impl IntoView {
    let desk = use_desk();
    view! {
        <button
            type="button"
            class="finder"
            title="Find a tenant (Ctrl P)"
            aria-label="Find a tenant"
            aria-haspopup="dialog"
            data-test="find-tenant"
            on:click=move |_| desk.overlay.set(Some(Overlay::Recent))
        >
            <Icon name="search" />
            <span class="grow hide-sm">"Find a tenant"</span>
            <span class="hide-sm">
                <Kbd keys=&["Ctrl", "P"] />
            </span>
        </button>
    }
}

#[derive(Clone, Copy)]
struct Offer {
    desk: Desk,
    typed: RwSignal<String>,
    /// For what was typed; `None` until the core has answered.
    found: RwSignal<Option<(String, Vec<RecentTenant>)>>,
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
            let answer = bridge::call(FindRecent { text: text.clone() }).await;
            if self.typed.try_get_untracked().as_ref() != Some(&text) {
                return;
            }
            match answer {
                Ok(view) => {
                    self.found.set(Some((text, view.tenants)));
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
        let typed = self.typed.get_untracked();
        self.found
            .with_untracked(|found| found.as_ref().is_some_and(|(text, _)| *text == typed))
    }

    fn take_marked(self) {
        let at = self.marked.get_untracked();
        let tenant = self
            .found
            .with_untracked(|found| found.as_ref().and_then(|(_, all)| all.get(at).cloned()));
        if let Some(tenant) = tenant {
            self.take(&tenant);
        }
    }

    fn take(self, tenant: &RecentTenant) {
        self.desk.overlay.set(None);
        self.desk.came_from.set(None);
        self.desk.screen.set(Screen::Tenants);
        self.desk.tenant.set(Some(tenant.id.clone()));
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
            "Enter" if self.is_answered() => self.take_marked(),
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
            aria-label="Switch to a tenant"
            data-test="recent"
            node_ref=root
        >
            <Search offer />
            <div class="palette__l" role="listbox" id="recent-list" aria-label="Tenants">
                {move || {
                    offer
                        .found
                        .get()
                        .map(|(_, tenants)| tenants)
                        .unwrap_or_default()
                        .into_iter()
                        .enumerate()
                        .map(|(at, tenant)| view! { <Line offer at tenant /> })
                        .collect_view()
                }}
            </div>
            <p class="palette__n muted" role="status">
                {move || nothing(offer)}
            </p>
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
                    <Kbd keys=&["p"] />
                    "on a tenant pins it"
                </span>
            </div>
        </section>
    }
}

fn nothing(offer: Offer) -> Option<&'static str> {
    let (_, found) = offer.found.get()?;
    let typed = !offer.typed.get().trim().is_empty();
    found.is_empty().then_some(if typed {
        "No tenant has that name, ID, e-mail address or tag."
    } else {
        "Nothing recent yet. Type a name, an ID or an e-mail address."
    })
}

#[component]
fn Search(offer: Offer) -> impl IntoView {
    view! {
        <div class="palette__i">
            <Icon name="search" />
            <input
                role="combobox"
                aria-label="Switch to a tenant"
                aria-expanded="true"
                aria-controls="recent-list"
                aria-autocomplete="list"
                aria-activedescendant=move || format!("recent-{}", offer.marked.get())
                placeholder="Recent tenants; type to find any"
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
fn Line(offer: Offer, at: usize, tenant: RecentTenant) -> impl IntoView {
    let taken = tenant.clone();
    view! {
        <div
            class="palette__o"
            role="option"
            id=format!("recent-{at}")
            aria-selected=move || (offer.marked.get() == at).to_string()
            data-test="recent-tenant"
            data-id=tenant.id.to_string()
            on:click=move |_| offer.take(&taken)
        >
            <span class="tile" aria-hidden="true">
                {text::initials(&tenant.name)}
            </span>
            <span class="trunc">{tenant.name}</span>
            <code class="small muted trunc">{text::user_id(&tenant.user)}</code>
            <span class="end muted">
                {tenant.pinned.then(|| view! { <span class="tag">"Pinned"</span> })}
            </span>
        </div>
    }
}
