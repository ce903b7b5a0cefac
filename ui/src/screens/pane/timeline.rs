//! What happened, newest first: a glyph for a change of state, a dot for the rest.
//! The pane begins with one page; older ones are read when they are asked for.

use domain::{IntegrationId, LineKind};
use leptos::prelude::*;
use wire::{HistoryPlace, HistoryView, IntegrationView, ShowHistory, TimelineItem};

use crate::act::Errand;
use crate::bridge;
use crate::desk::use_desk;
use crate::parts::{ErrandNote, FaultNote, Glyph, WaitButton, When, class_of};
use crate::reading::Reading;
use crate::rows::joined;
use crate::text;

/// How many lines one page has.
const PAGE: u32 = 20;

/// What is read of one kind.
type OfKind = Reading<(IntegrationId, LineKind), HistoryView>;

/// Whose history is on screen, and of which kind.
type Of = (IntegrationId, Option<LineKind>);

/// The lines on screen, and where older ones begin.
#[derive(Clone, Default)]
struct Shown {
    of: Option<Of>,
    lines: Vec<TimelineItem>,
    older: Option<HistoryPlace>,
}

impl Shown {
    /// The newest page was read.
    fn take(&mut self, of: Of, page: HistoryView) {
        let same = self.of.as_ref() == Some(&of);
        let before = if same { self.lines.as_slice() } else { &[] };
        let (lines, joins) = joined(before, page.lines);
        self.lines = lines;
        if !(same && joins) {
            self.older = page.older;
        }
        self.of = Some(of);
    }
}

/// The timeline.
#[component]
pub(crate) fn Timeline(view: Memo<Option<IntegrationView>>) -> impl IntoView {
    let kind = RwSignal::new(None::<LineKind>);
    let shown = RwSignal::new(Shown::default());
    let errand = Errand::new();
    let reading = follow(view, kind, shown);
    let older = Callback::new(move |()| {
        let Some((Some((integration, kind)), Some(before))) =
            shown.try_with_untracked(|shown| (shown.of.clone(), shown.older))
        else {
            return;
        };
        let of = (integration.clone(), kind);
        let ask = ShowHistory {
            integration,
            kind,
            before: Some(before),
            limit: PAGE,
        };
        errand.run(ask, move |page| {
            let _ = shown.try_update(|shown| {
                if shown.of.as_ref() == Some(&of) && shown.older == Some(before) {
                    shown.lines.extend(page.lines);
                    shown.older = page.older;
                }
            });
        });
    });
    let nothing = move || match kind.get() {
        None => "Nothing happened since it is on the list.",
        Some(_) => "Nothing of this kind happened.",
    };
    view! {
        <section class="sect">
            <h3>"Timeline"</h3>
            <Kinds kind />
            <ErrandNote errand />
            {unread(kind, reading)}
            <Show
                when=move || shown.with(|shown| !shown.lines.is_empty())
                fallback=move || view! { <p class="muted" data-test="timeline-none">{nothing}</p> }
            >
                <ol class="tl" data-test="timeline">
                    {move || {
                        shown.with(|shown| shown.lines.clone()).into_iter().map(timeline_item).collect_view()
                    }}
                </ol>
            </Show>
            <Show when=move || shown.with(|shown| shown.older.is_some())>
                <div>
                    <WaitButton
                        waits=errand.busy
                        test="timeline-older"
                        class="btn btn--sm"
                        on_press=older
                    >
                        "Show older"
                    </WaitButton>
                </div>
            </Show>
        </section>
    }
}

/// Why the kind that is chosen is not shown: the lines are those of before.
fn unread(kind: RwSignal<Option<LineKind>>, reading: OfKind) -> impl IntoView {
    move || {
        let fault = kind.get().and_then(|_| reading.fault.get())?;
        Some(view! { <FaultNote fault retry=reading.again() /> })
    }
}

/// Keeps what is shown up with the pane and the filter. The pane brings the newest
/// page of everything; one kind is read apart.
fn follow(
    view: Memo<Option<IntegrationView>>,
    kind: RwSignal<Option<LineKind>>,
    shown: RwSignal<Shown>,
) -> OfKind {
    let desk = use_desk();
    let key = Signal::derive(move || {
        let row = view.with(|view| view.as_ref().map(|view| view.row.id.clone()))?;
        Some((row, kind.get()?))
    });
    let reading: OfKind = Reading::new(key, desk.console.rows.into(), |(integration, kind)| {
        Box::pin(bridge::call(ShowHistory {
            integration,
            kind: Some(kind),
            before: None,
            limit: PAGE,
        }))
    });
    Effect::new(move |_| {
        let newest = match key.get() {
            Some((row, kind)) => reading.current().map(|page| ((row, Some(kind)), page)),
            None => view.with(|view| {
                let view = view.as_ref()?;
                let page = HistoryView {
                    lines: view.timeline.clone(),
                    older: view.older,
                };
                Some(((view.row.id.clone(), None), page))
            }),
        };
        if let Some((of, page)) = newest {
            shown.update(|shown| shown.take(of, page));
        }
    });
    // Another row begins with everything.
    Effect::new(move |before: Option<Option<IntegrationId>>| {
        let row = view.with(|view| view.as_ref().map(|view| view.row.id.clone()));
        if before.is_some_and(|before| before != row) && row.is_some() {
            kind.set(None);
        }
        row
    });
    reading
}

/// The filter.
#[component]
fn Kinds(kind: RwSignal<Option<LineKind>>) -> impl IntoView {
    let choices = std::iter::once(None).chain(LineKind::ALL.map(Some));
    let button = move |choice: Option<LineKind>| {
        view! {
            <button
                type="button"
                aria-pressed=move || (kind.get() == choice).to_string()
                data-test="timeline-kind"
                data-id=choice.map_or("all", LineKind::as_str)
                on:click=move |_| kind.set(choice)
            >
                {choice.map_or("All", LineKind::label)}
            </button>
        }
    };
    view! {
        <div class="seg seg--fill" role="group" aria-label="Show">
            {choices.map(button).collect_view()}
        </div>
    }
}

/// The second line: where the state came from, what says so, and who did it.
fn below(item: &TimelineItem) -> Option<String> {
    let moved = item.moved.zip(item.state).map(|(moved, to)| {
        if item.title.starts_with("Status changed") {
            text::capital(moved.by.words())
        } else {
            format!("{} to {to}, {}", moved.from, moved.by.words())
        }
    });
    let parts: Vec<String> = [moved, item.detail.clone(), item.actor.clone()]
        .into_iter()
        .flatten()
        .collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

pub(crate) fn timeline_item(item: TimelineItem) -> impl IntoView {
    let below = below(&item);
    view! {
        <li data-test="timeline-item" data-kind=item.kind.as_str()>
            {match item.state {
                Some(state) => view! { <Glyph class=class_of(state) /> }.into_any(),
                None => view! { <span class="dot"></span> }.into_any(),
            }}
            <div>
                <p>{item.title}</p>
                {below.map(|below| view! { <p>{below}</p> })}
            </div>
            <When at=item.at />
        </li>
    }
}
