//! What an empty list is asked for, part by part: which of them leaves nothing, and a press
//! leaves one out.

use leptos::prelude::*;
use wire::ListView;

use super::Facets;
use crate::desk::{Filter, use_desk};
use crate::dom;
use crate::parts::Icon;
use crate::text;

/// A part of the filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Part {
    Text,
    State,
    Toolkit,
    View,
    Cause,
    Config,
}

impl Part {
    const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::State => "state",
            Self::Toolkit => "toolkit",
            Self::View => "view",
            Self::Cause => "cause",
            Self::Config => "config",
        }
    }

    fn leave_out(self, filter: &mut Filter) {
        match self {
            Self::Text => filter.text.clear(),
            Self::State => filter.state = None,
            Self::Toolkit => filter.toolkit = None,
            Self::View => filter.narrow.view = ListView::default(),
            Self::Cause => (filter.narrow.cause, filter.narrow.concern) = (None, None),
            Self::Config => filter.narrow.auth_config = None,
        }
    }
}

/// Every part that narrows the list, in words.
fn parts(filter: &Filter, facets: Option<&Facets>) -> Vec<(Part, String)> {
    let narrow = &filter.narrow;
    let text = (!filter.text.trim().is_empty()).then(|| text::quoted(&filter.text));
    let toolkit = filter.toolkit.as_ref().map(|slug| {
        let known = facets.and_then(|facets| facets.toolkits.iter().find(|it| it.0 == *slug));
        known.map_or_else(|| slug.to_string(), |(_, name, _)| name.clone())
    });
    let view = (narrow.view != ListView::All).then(|| narrow.view.label().to_owned());
    let cause = narrow.cause.map(|cause| cause.label().to_owned());
    let listed = narrow.concern.map(|_| "Listed in Triage".to_owned());
    [
        (Part::Text, text),
        (Part::State, filter.state.map(|it| it.label().to_owned())),
        (Part::Toolkit, toolkit),
        (Part::View, view),
        (Part::Cause, cause.or(listed)),
        (
            Part::Config,
            narrow.auth_config.as_ref().map(ToString::to_string),
        ),
    ]
    .into_iter()
    .filter_map(|(part, words)| Some((part, words?)))
    .collect()
}

/// Which part leaves nothing, where that is known; and a chip for each where there are several.
#[component]
pub(super) fn Asked(facets: RwSignal<Option<Facets>>) -> impl IntoView {
    let desk = use_desk();
    let all = Memo::new(move |_| {
        desk.filter
            .with(|filter| facets.with(|facets| parts(filter, facets.as_ref())))
    });
    let why = move || {
        desk.filter.with(|filter| {
            facets.with(|facets| {
                let facets = facets.as_ref()?;
                let (state, narrow) = (filter.state, &filter.narrow);
                text::excluded(state, narrow, &facets.by_state, &facets.views)
            })
        })
    };
    let leave_out = move |part: Part| {
        desk.filter.update(|filter| part.leave_out(filter));
        // The chip goes at once, and the rows are not there yet, if any come.
        dom::focus_on("[data-filter]");
    };
    view! {
        {move || why().map(|why| view! { <p data-test="excluded-by">{why}</p> })}
        <Show when=move || all.with(|all| all.len() > 1)>
            <div class="chips" role="group" aria-label="What is asked for">
                <For each=move || all.get() key=Clone::clone let((part, words))>
                    <button
                        type="button"
                        class="chip"
                        title="Leave this out"
                        data-test="leave-out"
                        data-id=part.name()
                        on:click=move |_| leave_out(part)
                    >
                        {words}
                        <Icon name="x" small=true />
                    </button>
                </For>
            </div>
        </Show>
    }
}
