//! Notes and ticket links: what people leave for the next one.

use domain::{IntegrationId, TenantId};
use leptos::prelude::*;
use wire::{AddNote, NoteView, OpenNoteLink, RemoveNote};

use crate::act::Errand;
use crate::dom;
use crate::parts::{ErrandNote, Icon, Kbd, When};
use crate::text;

/// What a note is left on.
pub(crate) type About = (TenantId, Option<IntegrationId>);

/// How many notes are shown before somebody asks for more.
const FEW: usize = 5;

/// Leaves the note that is typed.
fn add(errand: Errand, about: &About, typed: RwSignal<String>) {
    let text = typed.get_untracked().trim().to_owned();
    if text.is_empty() {
        return;
    }
    let (tenant, integration) = about.clone();
    let ask = AddNote {
        tenant,
        integration,
        text: text.clone(),
    };
    errand.run(ask, move |_| {
        // The letters of the next one may be behind it.
        let _ = typed.try_update(|now| *now = text::left_of(now, &text));
    });
}

/// The note that was taken away goes, and the focus with it. The heading takes it and no other note:
/// a second press of the key would take that one away too.
fn mind_the_focus(removed: RwSignal<Option<String>>, notes: Memo<Vec<NoteView>>) {
    Effect::new(move |_| {
        let Some(of) = removed.get() else { return };
        if !notes.with(|notes| notes.iter().any(|note| note.id == of)) {
            removed.set(None);
            dom::focus_if_free("#notes");
        }
    });
}

/// The notes and the box for one more. `m` goes to the box, Enter keeps what was typed.
#[component]
pub(crate) fn Notes(
    #[prop(into)] about: Signal<Option<About>>,
    notes: Memo<Vec<NoteView>>,
) -> impl IntoView {
    let errand = Errand::new();
    let typed = RwSignal::new(String::new());
    let all = RwSignal::new(false);
    let removed = RwSignal::new(None::<String>);
    mind_the_focus(removed, notes);
    // What was typed for one tenant is not meant for the next.
    Effect::new(move |before: Option<Option<About>>| {
        let now = about.get();
        if before.is_some_and(|before| before != now) {
            typed.set(String::new());
            all.set(false);
            errand.fault.set(None);
        }
        now
    });
    let more = Memo::new(move |_| notes.with(Vec::len) > FEW && !all.get());
    let shown = move || {
        let most = if all.get() { usize::MAX } else { FEW };
        notes.get().into_iter().take(most).collect::<Vec<_>>()
    };
    view! {
        <section class="sect" data-test="notes">
            <h3 id="notes" tabindex="-1">
                "Notes" <span class="end">
                    <Kbd keys=&["m"] />
                </span>
            </h3>
            <ErrandNote errand />
            <NoteBox errand about typed />
            <ul class="notes">
                <For each=shown key=|note| note.id.clone() let(note)>
                    <Note about note errand removed />
                </For>
            </ul>
            <Show when=move || more.get()>
                <button
                    type="button"
                    class="linklike"
                    on:click=move |_| {
                        all.set(true);
                        // It goes, and they begin below the heading.
                        dom::focus_if_free("#notes");
                    }
                >
                    "Show all notes"
                </button>
            </Show>
        </section>
    }
}

#[component]
fn NoteBox(errand: Errand, about: Signal<Option<About>>, typed: RwSignal<String>) -> impl IntoView {
    view! {
        <input
            class="input input--sm"
            aria-label="Add a note or a ticket link"
            placeholder="Add a note or a ticket link"
            maxlength="1000"
            autocomplete="off"
            data-note="true"
            data-test="note-box"
            aria-busy=move || errand.busy.get().to_string()
            prop:value=move || typed.get()
            on:input=move |event| typed.set(event_target_value(&event))
            on:keydown=move |event| {
                match event.key().as_str() {
                    "Enter" => {
                        if let Some(about) = about.get_untracked() {
                            add(errand, &about, typed);
                        }
                    }
                    "Escape" => {
                        typed.set(String::new());
                        if let Some(held) = dom::focused() {
                            let _ = held.blur();
                        }
                    }
                    _ => return,
                }
                event.prevent_default();
                event.stop_propagation();
            }
        />
    }
}

#[component]
fn Note(
    about: Signal<Option<About>>,
    note: NoteView,
    errand: Errand,
    /// Which was taken away last.
    removed: RwSignal<Option<String>>,
) -> impl IntoView {
    let (opened, mine) = (note.id.clone(), note.id);
    let tenant = move || about.get_untracked().map(|(tenant, _)| tenant);
    let open = move |_| {
        if let Some(tenant) = tenant() {
            let note = opened.clone();
            errand.run(OpenNoteLink { tenant, note }, |_| {});
        }
    };
    let remove = move |event: leptos::ev::MouseEvent| {
        // The second click of a double one meets the note that moved up.
        if event.detail() > 1 {
            return;
        }
        if let Some(tenant) = tenant() {
            let note = mine.clone();
            removed.set(Some(note.clone()));
            errand.run(RemoveNote { tenant, note }, |_| {});
        }
    };
    let of = note.toolkit_name.map(|name| format!("{name} · "));
    view! {
        <li data-test="note">
            <div class="grow">
                <p class="selectable">{note.text}</p>
                <p class="small muted">{of} {note.author} " · " <When at=note.at /></p>
            </div>
            {note
                .link
                .map(|host| {
                    let label = format!("Open the link at {host}");
                    view! {
                        <button
                            type="button"
                            class="btn btn--icon btn--quiet btn--sm"
                            aria-label=label.clone()
                            title=label
                            data-test="note-open"
                            on:click=open
                        >
                            <Icon name="out" small=true />
                        </button>
                    }
                })}
            <button
                type="button"
                class="btn btn--icon btn--quiet btn--sm"
                aria-label="Remove the note"
                title="Remove the note"
                data-test="note-remove"
                on:click=remove
            >
                <Icon name="x" small=true />
            </button>
        </li>
    }
}
