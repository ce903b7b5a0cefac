//! The filter of the integrations: text, toolkit, and a chip for each state.

use domain::ToolkitSlug;
use leptos::prelude::*;
use wire::IntegrationRow;

use super::Facets;
use super::check::CheckThese;
use super::chips::Chips;
use super::views::{CauseBox, ConfigChip, ViewBox};
use crate::desk::{Overlay, Screen, use_desk};
use crate::listing::Listing;
use crate::parts::{Gate, GateButton, Icon, Options, SearchBox, SelectBox};
use crate::text;

/// Integrations or tenants.
#[component]
pub(crate) fn ViewChoice() -> impl IntoView {
    let desk = use_desk();
    let one = move |screen: Screen, name: &'static str| {
        view! {
            <button
                type="button"
                aria-current=move || (desk.screen.get() == screen).then_some("page")
                on:click=move |_| desk.screen.set(screen)
            >
                {name}
            </button>
        }
    };
    view! {
        <nav class="seg" aria-label="View">
            {one(Screen::Integrations, "Integrations")} {one(Screen::Tenants, "Tenants")}
        </nav>
    }
}

/// The toolbar.
#[component]
pub(crate) fn Toolbar(
    facets: RwSignal<Option<Facets>>,
    listing: Listing<IntegrationRow>,
) -> impl IntoView {
    let desk = use_desk();
    view! {
        <div class="toolbar">
            <ViewChoice />
            <SearchBox
                label="Filter list"
                placeholder="Filter by tenant, e-mail, ID"
                value=Signal::derive(move || desk.filter.with(|filter| filter.text.clone()))
                on_text=Callback::new(move |text| {
                    desk.filter.update(|filter| filter.text = text);
                })
                on_down=Callback::new(move |()| listing.enter())
                test="filter"
            />
            <ToolkitBox facets />
            <CauseBox facets />
            <ConfigChip />
            <span class="grow"></span>
            <GateButton
                gate=Gate::remote(desk)
                class="btn btn--icon btn--quiet"
                test="clean-up"
                title="Clean up attempts that nobody used…"
                on_press=Callback::new(move |()| desk.overlay.set(Some(Overlay::CleanUp)))
            >
                <Icon name="broom" />
                <span class="vh">"Clean up attempts that nobody used…"</span>
            </GateButton>
        </div>
        <div class="toolbar toolbar--tight">
            <ViewBox facets />
            <Chips facets />
            <span class="grow"></span>
            <CheckThese />
        </div>
    }
}

#[component]
fn ToolkitBox(facets: RwSignal<Option<Facets>>) -> impl IntoView {
    let desk = use_desk();
    let chosen = Memo::new(move |_| {
        let toolkit = desk.filter.with(|filter| filter.toolkit.clone());
        toolkit.map(|slug| slug.to_string()).unwrap_or_default()
    });
    let toolkits = Memo::new(move |_| {
        facets.with(|facets| {
            facets
                .as_ref()
                .map(|it| it.toolkits.clone())
                .unwrap_or_default()
        })
    });
    let options = Memo::new(move |_| {
        let mut options: Options = vec![(String::new(), "All toolkits".to_owned())];
        for (slug, name, rows) in toolkits.get() {
            let words = format!("{name} ({})", text::count(rows));
            options.push((slug.to_string(), words));
        }
        // One that is not counted yet, or has no row any more, is chosen all the same.
        let chosen = chosen.get();
        if !options.iter().any(|(value, _)| *value == chosen) {
            options.push((chosen.clone(), chosen));
        }
        options
    });
    let choose = move |slug: String| {
        desk.filter
            .update(|filter| filter.toolkit = ToolkitSlug::parse(slug).ok());
    };
    view! {
        <SelectBox
            label="Toolkit"
            test="filter-toolkit"
            options
            chosen
            on_choose=Callback::new(choose)
        />
    }
}
