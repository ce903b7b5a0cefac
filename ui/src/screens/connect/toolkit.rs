//! Which toolkit, with what the tenant already has of it.

use leptos::prelude::*;
use wire::{SyncPhase, ToolkitChoice};

use super::foot::ChooseFoot;
use super::managed::{self, BareLine};
use super::{At, Choice};
use crate::desk::Desk;
use crate::dom;
use crate::parts::{Body, Icon, RowStatus, Tile};
use crate::text;

/// Said where a project has nothing to connect with.
pub(crate) const NO_AUTH_CONFIG: &str = "This key sees no enabled auth config, so nothing can be connected. An admin makes one at Composio, or lets the key read them.";

/// Said under a search that no toolkit holds.
pub(crate) const NOTHING_MATCHES: &str =
    "No toolkit matches. The search looks at the name and at Composio's short name.";

/// Whether it is not known yet what the project has: it is read for the first time.
pub(crate) fn is_first_reading(desk: Desk) -> bool {
    let sync = desk.console.sync;
    sync.with(|sync| sync.phase == SyncPhase::Reading && sync.as_of().is_none())
}

/// The toolkits whose name or slug holds what is typed.
fn matches(choice: Choice, typed: RwSignal<String>) -> Memo<Vec<ToolkitChoice>> {
    Memo::new(move |_| {
        let typed = typed.get().trim().to_lowercase();
        choice.options.with(|options| {
            let all = options.as_ref().map(|options| options.toolkits.as_slice());
            all.unwrap_or_default()
                .iter()
                .filter(|it| {
                    it.name.to_lowercase().contains(&typed) || it.slug.as_str().contains(&typed)
                })
                .cloned()
                .collect::<Vec<ToolkitChoice>>()
        })
    })
}

/// Why there is no line.
fn silence(
    choice: Choice,
    matches: Memo<Vec<ToolkitChoice>>,
    typed: RwSignal<String>,
) -> impl Fn() -> Option<&'static str> {
    move || {
        let all = choice
            .options
            .with(|held| held.as_ref().map(|held| held.toolkits.len()));
        match all {
            None => choice
                .errand
                .fault
                .with(Option::is_none)
                .then_some("Reading what can be connected…"),
            // They come with the first reading, and the sheet may be quicker.
            Some(0) if is_first_reading(choice.desk) => Some("Reading what can be connected…"),
            Some(0) => Some(NO_AUTH_CONFIG),
            Some(_) => {
                let bare = managed::bare(choice, &typed.get());
                (matches.with(Vec::is_empty) && bare.is_empty()).then_some(NOTHING_MATCHES)
            }
        }
    }
}

/// The step.
#[component]
pub(crate) fn ToolkitStep(choice: Choice) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let marked = RwSignal::new(0_usize);
    let matches = matches(choice, typed);
    let all = move || {
        choice
            .options
            .with(|held| held.as_ref().map(|held| held.toolkits.len()))
    };
    let silence = silence(choice, matches, typed);
    view! {
        <Body class="sheet__b">
            <Search choice matches typed marked />
            <div class="sect">
                <h3>
                    "Toolkits"
                    <span class="end num">
                        {move || {
                            all().map(|all| format!("{} of {all}", matches.with(Vec::len)))
                        }}
                    </span>
                </h3>
                <div class="pick" role="listbox" id="toolkit-list" aria-label="Toolkits">
                    {move || {
                        matches
                            .get()
                            .into_iter()
                            .enumerate()
                            .map(|(at, toolkit)| view! { <Line choice marked at toolkit /> })
                            .collect_view()
                    }}
                </div>
                <div class="pick bare">
                    {move || {
                        managed::bare(choice, &typed.get())
                            .into_iter()
                            .map(|(slug, name)| view! { <BareLine choice slug name /> })
                            .collect_view()
                    }}
                </div>
                <p class="muted silence" role="status" data-test="connect-nothing">
                    {silence}
                </p>
            </div>
        </Body>
        <ChooseFoot label="Back" press=Callback::new(move |()| choice.at.set(At::Tenant)) />
    }
}

#[component]
fn Search(
    choice: Choice,
    matches: Memo<Vec<ToolkitChoice>>,
    typed: RwSignal<String>,
    marked: RwSignal<usize>,
) -> impl IntoView {
    // None where no line is: it would be the name of nothing.
    let reached = move || {
        let at = marked.get();
        (at < matches.with(Vec::len)).then(|| format!("toolkit-{at}"))
    };
    let mark = move |at: usize| {
        marked.set(at);
        dom::scroll_to(format!("#toolkit-{at}"));
    };
    let key = move |event: web_sys::KeyboardEvent| {
        let found = matches.get_untracked();
        let at = marked.get_untracked();
        match event.key().as_str() {
            "ArrowDown" => mark((at + 1).min(found.len().saturating_sub(1))),
            "ArrowUp" => mark(at.saturating_sub(1)),
            "Enter" => {
                if let Some(toolkit) = found.get(at) {
                    choice.take_toolkit(toolkit.clone());
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    view! {
            <span class="inputbox">
                <Icon name="search" />
                <input
                    class="input"
                    role="combobox"
                    aria-label="Search toolkits"
                    aria-expanded="true"
                    aria-controls="toolkit-list"
                    aria-activedescendant=reached
                    placeholder="Search toolkits"
                    autocomplete="off"
                    spellcheck="false"
                    data-autofocus="true"
                    data-test="connect-toolkit-search"
                    on:input=move |event| {
                        typed.set(event_target_value(&event));
                        marked.set(0);
                    }
                    on:keydown=key
                />
            </span>
    }
}

#[component]
fn Line(
    choice: Choice,
    marked: RwSignal<usize>,
    at: usize,
    toolkit: ToolkitChoice,
) -> impl IntoView {
    let count = u32::try_from(toolkit.auth_configs.len()).unwrap_or(u32::MAX);
    let slug = toolkit.slug.to_string();
    // What the tenant has comes later than the lines: one that was made anew by it would go under a
    // press.
    let of = toolkit.slug.clone();
    let row = Memo::new(move |_| choice.row_of(&of));
    let taken = toolkit.clone();
    view! {
        <button
            type="button"
            class="opt"
            role="option"
            id=format!("toolkit-{at}")
            tabindex="-1"
            aria-selected=move || (marked.get() == at).to_string()
            data-test="connect-toolkit"
            data-id=slug
            on:click=move |_| choice.take_toolkit(taken.clone())
        >
            <Tile name=&toolkit.name size="tile--md" />
            <span>
                <span>{toolkit.name.clone()}</span>
                <span class="small muted">{text::counted(count, "auth config")}</span>
            </span>
            {move || row.get().map(|row| view! { <RowStatus row=&row /> })}
        </button>
    }
}
