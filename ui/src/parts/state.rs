//! A state as glyph, word and colour, always together; a toolkit's tile.

use domain::LifecycleName;
use leptos::prelude::*;
use wire::IntegrationRow;

use crate::text;

/// Glyph, word and colour.
#[component]
pub(crate) fn Status(
    class: &'static str,
    #[prop(into)] label: String,
    #[prop(optional)] large: bool,
) -> impl IntoView {
    let size = if large { " st--lg" } else { "" };
    view! {
        <span class=format!("st {class}{size}")>
            <svg class="st__g" aria-hidden="true">
                <use_ href=text::glyph_of(class) />
            </svg>
            <span>{label}</span>
        </span>
    }
}

/// The state of a row.
#[component]
pub(crate) fn RowStatus<'a>(row: &'a IntegrationRow) -> impl IntoView + use<> {
    let class = text::class_of(row.state, row.label.as_deref());
    view! { <Status class=class label=text::label_of(row) /> }
}

/// The class of a state without a label of its own.
pub(crate) fn class_of(state: LifecycleName) -> &'static str {
    text::class_of(state, None)
}

/// A two-letter mark in a fixed grey.
#[component]
pub(crate) fn Tile<'a>(
    name: &'a str,
    #[prop(optional)] size: &'static str,
) -> impl IntoView + use<> {
    view! {
        <span class=format!("tile {size}") aria-hidden="true">
            {text::tile(name)}
        </span>
    }
}
