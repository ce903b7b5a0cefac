//! The project cannot be read until a person acts: this takes the place of the list, until
//! somebody asks for the list as it was.

use leptos::prelude::*;
use wire::Fault;
use wire::help::{HelpId, library};

use crate::desk::use_desk;
use crate::dom::{self, zone};
use crate::parts::{Glyph, HelpButton, folded};
use crate::screens::remedy::ProjectRemedy;
use crate::text;

/// What happened, why, and what to do.
#[component]
pub(super) fn Refused(fault: Fault) -> impl IntoView {
    let desk = use_desk();
    let when = move |at: domain::Timestamp| text::moment(at, desk.now.get(), zone(at));
    let sync = desk.console.sync;
    let since = move || sync.with(|sync| sync.failing_since).map(when);
    let last = Memo::new(move |_| sync.with(|sync| sync.as_of()));
    let happened = {
        // Not the meaning of the code: it is also told of a key of another project, and of none.
        let said = fault.message.split(". ").next().unwrap_or_default();
        let said = said.trim_end_matches('.').to_owned();
        move || {
            let began = since().map_or(String::new(), |at| format!(" That began at {at}."));
            let last = last.get().map_or(String::new(), |last| {
                format!(" The last good sync was at {}.", when(last))
            });
            format!("{said}.{began}{last}")
        }
    };
    let page = HelpId::of_code(fault.code);
    let said = |label| library().page(&page).and_then(|page| page.told(label));
    let why = said("Why");
    let unchanged = said("What did not change");
    view! {
        <div
            class="content__over"
            role="alert"
            data-test="project-refused"
            data-code=fault.code.as_str()
        >
            <div class="blank blank--wide">
                <Glyph class="st-error" />
                <h2>"Switchboard cannot read this project"</h2>
                <dl class="wwd">
                    <dt>"What happened"</dt>
                    <dd>{happened}</dd>
                    {why.map(|why| view! { <dt>"Why"</dt> <dd>{why}</dd> })}
                    <dt>"What to do"</dt>
                    <dd>{fault.remedy.words()} " Your lists, notes and log stay as they are."</dd>
                    {unchanged.map(|kept| view! { <dt>"Not touched"</dt> <dd>{kept}</dd> })}
                </dl>
                <div class="btns">
                    <ProjectRemedy
                        remedy=fault.remedy
                        class="btn btn--primary"
                        test="project-remedy"
                    />
                    {move || last.get().map(|at| view! { <OldList at /> })}
                    <HelpButton page />
                </div>
                {folded(fault.code.as_str(), fault.details, fault.reference)}
            </div>
        </div>
    }
}

/// The list as it was read last, a press away.
#[component]
fn OldList(at: domain::Timestamp) -> impl IntoView {
    let desk = use_desk();
    let when = move || text::moment(at, desk.now.get(), zone(at));
    view! {
        <button
            type="button"
            class="btn"
            data-test="show-old-list"
            on:click=move |_| {
                desk.old_list.set(true);
                // What it stands in makes room for the list.
                dom::focus_list();
            }
        >
            {move || format!("Show the list of {}", when())}
        </button>
    }
}
