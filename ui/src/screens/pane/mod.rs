//! Everything about one integration, beside the list.

mod diagnosis;
mod facts;
mod foot;
mod keys;
mod names;
mod news;
mod pause;
mod scopes;
mod siblings;
mod timeline;
mod token;

use domain::IntegrationId;
use leptos::prelude::*;
use wire::{IntegrationRow, IntegrationView, ShowIntegration};

use self::diagnosis::Diagnosis;
use self::facts::IdentityFacts;
use self::foot::{CopyButtons, Foot};
pub(crate) use self::keys::{is_held_up, row_key, write_note};
use self::names::Names;
use self::news::News;
use self::pause::Paused;
use self::scopes::LeftOut;
pub(crate) use self::siblings::RowLinks;
use self::siblings::Siblings;
use self::timeline::Timeline;
pub(crate) use self::timeline::timeline_item;
use self::token::TokenHealth;
use crate::act::Errand;
use crate::bridge;
use crate::desk::{Screen, use_desk};
use crate::dom;
use crate::listing::Listing;
use crate::parts::{ErrandNote, FaultNote, Icon, Tile};
use crate::reading::Reading;
use crate::screens::notes::Notes;

/// The pane.
#[component]
pub(crate) fn Pane(
    /// The list beside it, whose neighbours it steps through; Triage has none.
    #[prop(optional)]
    listing: Option<Listing<IntegrationRow>>,
) -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::new();
    let reading: Reading<IntegrationId, IntegrationView> =
        Reading::new(desk.row.into(), desk.console.rows.into(), |integration| {
            Box::pin(bridge::call(ShowIntegration { integration }))
        });
    let view = Memo::new(move |_| reading.current());
    // What the last row could not do is not this row's fault, nor does this one wait for it.
    Effect::new(move |before: Option<Option<IntegrationId>>| {
        let row = desk.row.get();
        if before.is_some_and(|before| before != row) {
            errand.restart();
        }
        row
    });
    view! {
        <aside
            class="pane"
            aria-label="Integration details"
            data-test="pane"
            data-id=move || desk.row.with(|row| row.as_ref().map(ToString::to_string))
        >
            <Head listing view errand />
            <News view />
            <div class="pane__b" tabindex="0" role="region" aria-label="Details">
                <ErrandNote errand />
                {move || {
                    reading
                        .fault
                        .get()
                        .map(|fault| {
                            view! {
                                <FaultNote
                                    fault
                                    retry=reading.again()
                                />
                            }
                        })
                }}
                <Show when=move || view.with(Option::is_some)>
                    <Diagnosis view errand />
                    <Paused view />
                    <LeftOut view errand />
                    <TokenHealth view />
                    <RowNotes view />
                    <Timeline view />
                    <IdentityFacts view errand />
                    <Names view />
                    <Siblings view />
                </Show>
            </div>
            <Show when=move || view.with(Option::is_some)>
                <Foot view errand />
            </Show>
        </aside>
    }
}

/// Notes on the row, and on its tenant.
#[component]
fn RowNotes(view: Memo<Option<IntegrationView>>) -> impl IntoView {
    let about = Signal::derive(move || {
        view.with(|view| {
            let row = &view.as_ref()?.row;
            Some((row.tenant.clone(), Some(row.id.clone())))
        })
    });
    let notes = Memo::new(move |_| {
        view.with(|view| view.as_ref().map(|it| it.notes.clone()).unwrap_or_default())
    });
    view! { <Notes about notes /> }
}

#[component]
fn Head(
    listing: Option<Listing<IntegrationRow>>,
    view: Memo<Option<IntegrationView>>,
    errand: Errand,
) -> impl IntoView {
    let desk = use_desk();
    let known = Memo::new(move |_| view.with(|view| Some(view.as_ref()?.row.id.clone())));
    let close = move |_| {
        desk.row.set(None);
        match listing {
            Some(listing) => listing.focus_cursor(),
            None => dom::focus_list(),
        }
    };
    view! {
            <div class="pane__h">
                <Title listing view />
                <div class="btns">
                    {move || known.get().map(|id| view! { <CopyButtons id errand /> })}
                    {listing
                        .map(|listing| {
                            view! {
                                <Neighbour listing key="k" icon="up" label="Previous (k)" />
                                <Neighbour listing key="j" icon="down" label="Next (j)" />
                            }
                        })}
                    <button
                        type="button"
                        class="btn btn--icon btn--quiet"
                        aria-label="Close (Esc)"
                        title="Close (Esc)"
                        data-test="pane-close"
                        on:click=close
                    >
                        <Icon name="x" />
                    </button>
                </div>
            </div>
    }
}

/// The toolkit and the tenant: from the list at once, from the core when it answers.
#[component]
fn Title(
    listing: Option<Listing<IntegrationRow>>,
    view: Memo<Option<IntegrationView>>,
) -> impl IntoView {
    let desk = use_desk();
    let row = Memo::new(move |_| {
        let id = desk.row.get()?;
        if let Some(row) = view.with(|view| view.as_ref().map(|view| view.row.clone())) {
            return Some(row);
        }
        listing?
            .pages
            .with(|pages| pages.find(|row| row.id == id).map(|(_, row)| row.clone()))
    });
    move || {
        row.get().map(|row| {
            let tenant = row.tenant.clone();
            view! {
                <Tile name=&row.toolkit_name size="tile--lg" />
                <div class="grow">
                    <h2 class="trunc" data-test="pane-toolkit">
                        {row.toolkit_name.clone()}
                    </h2>
                    <button
                        type="button"
                        class="linklike trunc"
                        data-test="pane-tenant"
                        on:click=move |_| {
                            desk.came_from.set(Some(desk.screen.get_untracked()));
                            desk.tenant.set(Some(tenant.clone()));
                            desk.screen.set(Screen::Tenants);
                        }
                    >
                        {row.tenant_name.clone()}
                    </button>
                </div>
            }
        })
    }
}

#[component]
fn Neighbour(
    listing: Listing<IntegrationRow>,
    key: &'static str,
    icon: &'static str,
    label: &'static str,
) -> impl IntoView {
    let desk = use_desk();
    let go = move |_| {
        let Some(index) = listing.step(key) else {
            return;
        };
        listing.put(index);
        let id = listing
            .pages
            .with_untracked(|pages| pages.row(index).map(|row| row.id.clone()));
        if id.is_some() {
            desk.row.set(id);
        }
    };
    view! {
        <button
            type="button"
            class="btn btn--icon btn--quiet"
            aria-label=label
            title=label
            on:click=go
        >
            <Icon name=icon />
        </button>
    }
}
