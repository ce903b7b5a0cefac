//! The list of pages: all of them shelf by shelf, or what was found.

use leptos::prelude::*;
use wire::help::{HelpId, Page, Shelf, library};

use super::Reader;
use crate::dom;
use crate::parts::Icon;
use crate::text;

/// What is in the list now.
#[derive(Clone, Copy)]
pub(super) struct Found {
    /// The pages in their order, and whether the text named them.
    pages: Memo<Vec<(HelpId, bool)>>,
    /// The page's place among them.
    at: Memo<Option<usize>>,
    searched: Memo<bool>,
}

impl Found {
    pub(super) fn new(reader: Reader) -> Self {
        let searched = Memo::new(move |_| reader.typed.with(|typed| !typed.trim().is_empty()));
        let pages = Memo::new(move |_| {
            reader.typed.with(|typed| {
                if typed.trim().is_empty() {
                    let all = library().pages().iter();
                    all.map(|page| (page.id.clone(), false)).collect::<Vec<_>>()
                } else {
                    let hits = library().find(typed).into_iter();
                    hits.map(|hit| (hit.page.id.clone(), hit.exact)).collect()
                }
            })
        });
        let at = Memo::new(move |_| {
            let open = reader.page();
            pages.with(|pages| pages.iter().position(|(id, _)| *id == open))
        });
        Self {
            pages,
            at,
            searched,
        }
    }

    /// Shows the page by so many places further.
    fn step(self, reader: Reader, by: isize) {
        let last = self.pages.with_untracked(Vec::len).saturating_sub(1);
        let to = match self.at.get_untracked() {
            Some(at) => at.saturating_add_signed(by).min(last),
            None => 0,
        };
        let id = self
            .pages
            .with_untracked(|pages| pages.get(to).map(|(id, _)| id.clone()));
        if let Some(id) = id {
            reader.look(id);
            dom::scroll_to(format!("#help-{to}"));
        }
    }
}

/// The search and what it finds.
#[component]
pub(super) fn Choices(reader: Reader, found: Found, searches: bool) -> impl IntoView {
    let look = move |text: String| {
        reader.typed.set(text);
        // What is found first is shown at once.
        let first = found.pages.with_untracked(|pages| pages.first().cloned());
        if let Some((id, _)) = first.filter(|_| found.searched.get_untracked()) {
            reader.look(id);
        }
    };
    let keys = move |event: web_sys::KeyboardEvent| {
        match event.key().as_str() {
            "ArrowDown" => found.step(reader, 1),
            "ArrowUp" => found.step(reader, -1),
            "Enter" => dom::focus_on(".help__page"),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <div class="help__l">
            <span class="inputbox">
                <Icon name="search" />
                // Rows of a pasted error stay apart, which a field of one row would glue.
                <textarea
                    class="input input--sm help__q"
                    rows="1"
                    wrap="off"
                    aria-label="Search help, or paste an error"
                    aria-controls="help-list"
                    aria-autocomplete="list"
                    aria-haspopup="listbox"
                    aria-activedescendant=move || found.at.get().map(|at| format!("help-{at}"))
                    placeholder="Search, or paste an error"
                    autocomplete="off"
                    spellcheck="false"
                    maxlength="65536"
                    data-search="true"
                    data-autofocus=searches.then_some("true")
                    data-test="help-search"
                    prop:value=move || reader.typed.get()
                    on:input=move |event| look(event_target_value(&event))
                    on:keydown=keys
                ></textarea>
            </span>
            // Tab comes to it, to scroll it; so the keys of the search choose there, too.
            <div
                class="help__list"
                role="listbox"
                id="help-list"
                tabindex="0"
                aria-label="Help pages"
                aria-activedescendant=move || found.at.get().map(|at| format!("help-{at}"))
                on:keydown=keys
            >
                {move || match found.searched.get() {
                    true => hits(reader, found).into_any(),
                    false => shelves(reader, found).into_any(),
                }}
            </div>
            {how_many(found)}
        </div>
    }
}

/// Read aloud: how many pages a search found.
fn how_many(found: Found) -> impl IntoView {
    view! {
        <p class="vh" role="status">
            {move || {
                let pages = u32::try_from(found.pages.with(Vec::len)).unwrap_or(u32::MAX);
                found.searched.get().then(|| text::counted(pages, "page"))
            }}
        </p>
    }
}

fn shelves(reader: Reader, found: Found) -> impl IntoView {
    let mut at = 0;
    Shelf::ALL
        .map(|shelf| {
            let lines = library()
                .shelf(shelf)
                .map(|page| {
                    at += 1;
                    view! { <Line reader found page at=at - 1 note=None /> }
                })
                .collect_view();
            view! {
                <div role="group" aria-label=shelf.name()>
                    <p class="palette__g" aria-hidden="true">
                        {shelf.name()}
                    </p>
                    {lines}
                </div>
            }
        })
        .collect_view()
}

fn hits(reader: Reader, found: Found) -> AnyView {
    let pages = found.pages.get();
    if pages.is_empty() {
        return view! {
            <p class="help__none muted" data-test="help-nothing">
                "No page has these words. Try fewer words, or only the code of the error."
            </p>
        }
        .into_any();
    }
    pages
        .into_iter()
        .enumerate()
        .filter_map(|(at, (id, exact))| {
            let page = library().page(&id)?;
            let note = Some(if exact { "Exact" } else { page.shelf.name() });
            Some(view! { <Line reader found page at note /> })
        })
        .collect_view()
        .into_any()
}

/// A page in the list.
#[component]
fn Line(
    reader: Reader,
    found: Found,
    page: &'static Page,
    at: usize,
    note: Option<&'static str>,
) -> impl IntoView {
    let chosen = move || found.at.get() == Some(at);
    view! {
        <div
            class="help__o"
            role="option"
            id=format!("help-{at}")
            aria-selected=move || chosen().to_string()
            data-test="help-choice"
            data-id=page.id.as_str()
            on:click=move |_| reader.follow(page.id.clone())
        >
            <span class="trunc">{page.title.as_str()}</span>
            {note.map(|note| view! { <span class="small muted trunc">{note}</span> })}
        </div>
    }
}
