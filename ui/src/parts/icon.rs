//! Icons and glyphs out of the one sprite in index.html.

use leptos::prelude::*;

/// An icon; never the only carrier of a meaning.
#[component]
pub(crate) fn Icon(name: &'static str, #[prop(optional)] small: bool) -> impl IntoView {
    let class = if small { "i i--sm" } else { "i" };
    view! {
        <svg class=class aria-hidden="true">
            <use_ href=format!("#i-{name}") />
        </svg>
    }
}

/// A drawing of the sprite at any size. (A wholly static `use` is not drawn: its name
/// has to be set as an attribute.)
#[component]
pub(crate) fn Drawing(
    #[prop(into)] name: String,
    #[prop(optional)] class: &'static str,
) -> impl IntoView {
    view! {
        <svg class=class aria-hidden="true">
            <use_ href=name />
        </svg>
    }
}

/// The glyph of a state, in its colour. The word stands beside it.
#[component]
pub(crate) fn Glyph(#[prop(into)] class: Signal<&'static str>) -> impl IntoView {
    view! {
        <span class=move || format!("glyph {}", class.get())>
            <svg class="st__g" aria-hidden="true">
                <use_ href=move || crate::text::glyph_of(class.get()) />
            </svg>
        </span>
    }
}

/// A ring that turns while something is waited for.
#[component]
pub(crate) fn Spinner() -> impl IntoView {
    view! {
        <svg class="spin" viewBox="0 0 16 16" aria-hidden="true">
            <circle cx="8" cy="8" r="6" />
            <g>
                <path d="M8 2a6 6 0 0 1 6 6" />
            </g>
        </svg>
    }
}

/// The key that does what the button does.
#[component]
pub(crate) fn Kbd(keys: &'static [&'static str]) -> impl IntoView {
    view! {
        <span class="kbds">
            {keys.iter().map(|key| view! { <kbd class="kbd">{*key}</kbd> }).collect_view()}
        </span>
    }
}
