//! Help: every page at hand without a network, found by words or by a whole error. It
//! lies over whatever is open and takes nothing away from it: Esc, and one is back.

mod list;
mod page;
mod text;

use leptos::html;
use leptos::prelude::*;
use wire::HelpText;
use wire::help::{HelpId, library};

use self::list::{Choices, Found};
use self::page::Shown;
use crate::act::Errand;
use crate::desk::{Desk, use_desk};
use crate::dom;
use crate::parts::{ErrandNote, Icon, Kbd, hold_focus, hold_keys};

/// What the parts of the screen share.
#[derive(Clone, Copy)]
struct Reader {
    desk: Desk,
    /// What is looked for.
    typed: RwSignal<String>,
    /// The pages that were open before, oldest first.
    trail: RwSignal<Vec<HelpId>>,
    /// What was copied.
    said: RwSignal<Option<String>>,
    errand: Errand,
}

impl Reader {
    /// The page that is open.
    fn page(self) -> HelpId {
        self.desk.help.get().unwrap_or(HelpId::START)
    }

    /// Opens a page without leaving a trail: whoever moves along the list looks at many.
    fn look(self, to: HelpId) {
        self.said.set(None);
        self.errand.fault.set(None);
        self.desk.help.set(Some(to));
    }

    /// Follows a link; Back comes back.
    fn follow(self, to: HelpId) {
        let here = untrack(|| self.page());
        if here != to {
            self.trail.update(|trail| trail.push(here));
            self.look(to);
        }
        dom::focus_on(".help__page");
    }

    fn back(self) {
        if let Some(to) = self.trail.try_update(Vec::pop).flatten() {
            self.look(to);
            dom::focus_on(".help__page");
        }
    }

    fn close(self) {
        self.desk.help.set(None);
    }

    /// Takes what is looked for away, else closes.
    fn escape(self) {
        if self.typed.with_untracked(|typed| typed.trim().is_empty()) {
            self.close();
        } else {
            self.typed.set(String::new());
            dom::focus_on(".help [data-search]");
        }
    }

    fn copy(self, what: HelpText) {
        self.said.set(None);
        self.errand.fault.set(None);
        self.errand.run(wire::CopyHelp { what }, move |receipt| {
            let _ = self.said.try_set(receipt.said);
        });
    }
}

/// Help, while it is open.
#[component]
pub(crate) fn HelpLayer() -> impl IntoView {
    let desk = use_desk();
    let open = Memo::new(move |_| desk.help.with(Option::is_some));
    move || open.get().then(|| view! { <Help /> })
}

#[component]
fn Help() -> impl IntoView {
    let reader = Reader {
        desk: use_desk(),
        typed: RwSignal::new(String::new()),
        trail: RwSignal::new(Vec::new()),
        said: RwSignal::new(None),
        errand: Errand::new(),
    };
    let found = Found::new(reader);
    // Whoever comes from an error reads; whoever comes from nowhere looks for something.
    let reads = untrack(|| reader.page()) != HelpId::START;
    let root = NodeRef::<html::Section>::new();
    hold_focus(root);
    hold_keys(root, Callback::new(move |()| reader.escape()));
    view! {
        <div class="scrim help__scrim" on:click=move |_| reader.close()></div>
        <section
            class="help"
            role="dialog"
            aria-modal="true"
            aria-labelledby="help-title"
            data-test="help"
            node_ref=root
            on:keydown=move |event| {
                if event.alt_key() && event.key() == "ArrowLeft" {
                    event.prevent_default();
                    reader.back();
                }
            }
        >
            <Head reader />
            <Choices reader found searches=!reads />
            <article
                class="help__page"
                tabindex="-1"
                aria-labelledby="help-page"
                data-test="help-page"
                data-id=move || reader.page().as_str().to_owned()
                data-autofocus=reads.then_some("true")
            >
                <ErrandNote errand=reader.errand />
                {move || {
                    library()
                        .page(&reader.page())
                        .map(|page| view! { <Shown reader page /> })
                }}
            </article>
            <Foot reader />
        </section>
    }
}

#[component]
fn Head(reader: Reader) -> impl IntoView {
    let first = move || reader.trail.with(Vec::is_empty);
    view! {
        <header class="help__h">
            <h2 id="help-title">"Help"</h2>
            <span class="muted trunc grow">"On this computer, no network needed"</span>
            <button
                type="button"
                class="btn btn--quiet btn--sm"
                aria-disabled=move || first().to_string()
                data-test="help-back"
                on:click=move |_| reader.back()
            >
                "Back"
            </button>
            <button
                type="button"
                class="btn btn--icon btn--quiet"
                aria-label="Close (Esc)"
                title="Close (Esc)"
                data-test="help-close"
                on:click=move |_| reader.close()
            >
                <Icon name="x" />
            </button>
        </header>
    }
}

#[component]
fn Foot(reader: Reader) -> impl IntoView {
    view! {
        <footer class="help__f">
            <span>
                <Kbd keys=&["↑", "↓"] />
                "Choose"
            </span>
            <span>
                <Kbd keys=&["Enter"] />
                "Read"
            </span>
            <span>
                <Kbd keys=&["Alt", "←"] />
                "Back"
            </span>
            <span>
                <Kbd keys=&["Esc"] />
                "Close"
            </span>
            <span class="grow right" role="status" data-test="help-said">
                {move || reader.said.get()}
            </span>
        </footer>
    }
}
