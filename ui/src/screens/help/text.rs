//! The pieces of a paragraph.

use leptos::prelude::*;
use wire::HelpText;
use wire::help::Span;

use super::Reader;
use crate::parts::Icon;

/// A paragraph's pieces, one after the other.
pub(super) fn told(reader: Reader, spans: &'static [Span]) -> impl IntoView {
    spans.iter().map(|span| piece(reader, span)).collect_view()
}

fn piece(reader: Reader, span: &'static Span) -> AnyView {
    match span {
        Span::Text(words) => words.as_str().into_any(),
        Span::Strong(words) => view! { <strong>{words.as_str()}</strong> }.into_any(),
        Span::Code(words) => view! { <code class="selectable">{words.as_str()}</code> }.into_any(),
        Span::Link(words, to) => view! {
            <button
                type="button"
                class="link help__link"
                data-test="help-link"
                data-to=to.as_str()
                on:click=move |_| reader.follow(to.clone())
            >
                {words.as_str()}
            </button>
        }
        .into_any(),
        Span::Address(address) => {
            let label = format!("Copy {address}");
            view! {
                <code class="selectable wrap">{address.as_str()}</code>
                <button
                    type="button"
                    class="btn btn--icon btn--quiet btn--sm help__copy"
                    aria-label=label.clone()
                    title=label
                    data-test="help-copy-address"
                    on:click=move |_| reader.copy(HelpText::Address(address.clone()))
                >
                    <Icon name="copy" small=true />
                </button>
            }
            .into_any()
        }
    }
}
