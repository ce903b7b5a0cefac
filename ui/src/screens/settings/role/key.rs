//! How binding the roles are, and what the key can read.

use leptos::prelude::*;
use wire::{Area, AreaReport, Can, KeyReport, Level, ProbeKey};

use super::access;
use crate::act::Errand;
use crate::desk::use_desk;
use crate::parts::{Ago, FaultNote, Glyph, Spinner};

/// The level in words, and the report.
#[component]
pub(super) fn Key() -> impl IntoView {
    let desk = use_desk();
    let errand = Errand::new();
    let level = Memo::new(move |_| access(desk).level);
    let report = Memo::new(move |_| {
        desk.console.frame.with(|frame| {
            let frame = frame.as_ref()?;
            let open = frame.profile.as_ref()?;
            frame
                .key_report
                .clone()
                .filter(|report| report.profile == open.id)
        })
    });
    view! {
        <section class="setrow" aria-label="What the key can do" data-test="key-level">
            <div class="grow">
                <h3>{move || level_words(level.get()).0}</h3>
                <p class="muted">{move || level_words(level.get()).1}</p>
                {move || errand.fault.get().map(|fault| view! { <FaultNote fault /> })}
                {move || report.get().map(|report| view! { <Areas report /> })}
            </div>
            <div class="btns">
                <button
                    type="button"
                    class="btn btn--sm"
                    class:is-busy=move || errand.busy.get()
                    data-test="key-probe"
                    on:click=move |_| errand.run(ProbeKey {}, |_| {})
                >
                    <Show when=move || errand.busy.get()>
                        <Spinner />
                    </Show>
                    "Try what the key can read"
                </button>
            </div>
        </section>
    }
}

#[component]
fn Areas(report: KeyReport) -> impl IntoView {
    let at = report.at;
    view! {
        <table class="tbl" data-test="key-report">
            <thead>
                <tr>
                    <th scope="col">"Area"</th>
                    <th scope="col">"This key"</th>
                </tr>
            </thead>
            <tbody>{report.areas.into_iter().map(area_row).collect_view()}</tbody>
        </table>
        <p class="small muted">
            "Tried " <Ago at />
            ". Only harmless reads are tried; whether it may write shows when it does."
        </p>
    }
}

fn area_row(area: AreaReport) -> impl IntoView {
    let (class, words) = match area.can {
        Can::Yes => ("st-active", "Can read".to_owned()),
        Can::No => ("st-error", "Cannot: Composio refuses this key".to_owned()),
        Can::Unknown(why) => ("st-unknown", format!("Not known: {why}")),
    };
    view! {
        <tr>
            <td>{area_name(area.area)}</td>
            <td>
                <span class=format!("st {class}")>
                    <Glyph class />
                    <span>{words}</span>
                </span>
            </td>
        </tr>
    }
}

const fn area_name(area: Area) -> &'static str {
    match area {
        Area::ConnectedAccounts => "Connected accounts",
        Area::AuthConfigs => "Auth configs",
        Area::ProjectConfig => "Project settings, masking",
        Area::Tools => "Tools",
        Area::Triggers => "Triggers",
    }
}

const fn level_words(level: Level) -> (&'static str, &'static str) {
    match level {
        Level::Unknown => (
            "How binding the roles are is not known yet",
            "It depends on what the key can do. Try it.",
        ),
        Level::Demo => (
            "Demo: nothing real is behind it",
            "The roles work as with a real project, so that they can be tried.",
        ),
        Level::Solo => (
            "Solo: the roles are advice",
            "The key reads everything, so whoever has this computer and the key can do all of it outside Switchboard too. For roles that bind, give Support a scoped project key (Composio dashboard, API keys: connected accounts read and write, nothing else) on their own computer.",
        ),
        Level::Scoped => (
            "Scoped key: Composio enforces the limit",
            "This key is refused in some areas, whoever is at the desk. The admin lock comes on top.",
        ),
    }
}
