//! One page.

use domain::{Cause, Remedy};
use leptos::prelude::*;
use wire::help::{Block, Page, Shelf};
use wire::{CheckTokens, HelpText, Narrow};

use super::Reader;
use super::text::told;
use crate::desk::Screen;
use crate::parts::Icon;

/// What a page says.
#[component]
pub(super) fn Shown(reader: Reader, page: &'static Page) -> impl IntoView {
    view! {
        <header class="help__t">
            <p class="small muted">{page.shelf.name()}</p>
            <h3 id="help-page" data-test="help-heading">
                {page.title.as_str()}
            </h3>
            {page
                .code
                .as_ref()
                .map(|code| view! { <code class="small muted selectable">{code.as_str()}</code> })}
        </header>
        {page.blocks.iter().map(|block| part(reader, page, block)).collect_view()}
        {page.cause.filter(|_| can_act(reader)).map(|cause| view! { <Acts reader cause /> })}
    }
}

fn part(reader: Reader, page: &'static Page, block: &'static Block) -> AnyView {
    match block {
        Block::Words(spans) => view! { <p>{told(reader, spans)}</p> }.into_any(),
        Block::Told(label, spans) => view! {
            <div class="help__w">
                <h4>{label.as_str()}</h4>
                <p>{told(reader, spans)}</p>
            </div>
        }
        .into_any(),
        Block::List(items) => view! {
            <ul class="help__ul">
                {items.iter().map(|item| view! { <li>{told(reader, item)}</li> }).collect_view()}
            </ul>
        }
        .into_any(),
        Block::Steps(items) => view! {
            <ol class="help__ol">
                {items.iter().map(|item| view! { <li>{told(reader, item)}</li> }).collect_view()}
            </ol>
            {page
                .cause
                .filter(|_| page.shelf == Shelf::Causes)
                .map(|cause| {
                    view! {
                        <CopyButton reader what=HelpText::Steps(cause) label="Copy steps" />
                    }
                })}
        }
        .into_any(),
        Block::Customer(cause, spans) => view! {
            <div class="help__w">
                <h4>"Words for the customer"</h4>
                <blockquote class="help__say">{told(reader, spans)}</blockquote>
                <CopyButton reader what=HelpText::Customer(*cause) label="Copy words" />
            </div>
        }
        .into_any(),
    }
}

#[component]
fn CopyButton(reader: Reader, what: HelpText, label: &'static str) -> impl IntoView {
    view! {
        <div class="btns">
            <button
                type="button"
                class="btn btn--sm"
                data-test="help-copy"
                on:click=move |_| reader.copy(what.clone())
            >
                <Icon name="copy" small=true />
                {label}
            </button>
        </div>
    }
}

/// Whether leaving for the list would take nothing away: no sheet and no form is open.
fn can_act(reader: Reader) -> bool {
    let desk = reader.desk;
    desk.console.profile().is_some()
        && desk.overlay.with(Option::is_none)
        && desk.setup.with(Option::is_none)
}

/// From the cause to the rows that have it.
#[component]
fn Acts(reader: Reader, cause: Cause) -> impl IntoView {
    let narrow = move || Narrow {
        cause: Some(cause),
        ..Narrow::default()
    };
    let show = move |_| {
        reader.desk.show_filtered(narrow(), None);
        reader.close();
    };
    let check = move |_| {
        let ask = CheckTokens {
            narrow: narrow(),
            toolkit: None,
        };
        let here = untrack(|| reader.page());
        let project = untrack(|| reader.desk.console.profile());
        reader.errand.run(ask, move |_| {
            // Whoever closed help meanwhile, or opened another page or project, went on: what they
            // began elsewhere stays in view.
            let stays = reader.typed.try_get_untracked().is_some()
                && untrack(|| can_act(reader) && reader.page() == here)
                && untrack(|| reader.desk.console.profile()) == project;
            if stays {
                reader.desk.screen.set(Screen::Triage);
                reader.close();
            }
        });
    };
    // Where a person has to sign in, a check would find what is known.
    let checks = matches!(
        cause.remedy(),
        Remedy::AskAdmin | Remedy::AskCustomer | Remedy::Wait | Remedy::CheckToken
    );
    view! {
        <div class="help__a btns">
            <button type="button" class="btn btn--sm" data-test="help-rows" on:click=show>
                "Show in Integrations"
            </button>
            {checks
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="btn btn--sm"
                            class:is-busy=move || reader.errand.busy.get()
                            data-test="help-check"
                            on:click=check
                        >
                            "Check tokens"
                        </button>
                    }
                })}
        </div>
    }
}
