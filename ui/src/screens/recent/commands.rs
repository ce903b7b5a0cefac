//! What the palette leads to besides tenants and rows: every place, and what can be done from
//! anywhere.

use leptos::prelude::Set;
use wire::SyncNow;
use wire::help::HelpId;

use crate::act::Errand;
use crate::desk::{Desk, Draft, Overlay, Screen, TenantDraft};
use crate::parts::Gate;
use crate::screens::begin;
use crate::screens::settings::{SECTIONS, Section};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Go(Screen),
    Settings(Section),
    Connect,
    AddTenant,
    CleanUp,
    Sync,
    Keys,
    Help,
}

/// A place or a deed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Command {
    pub(super) name: String,
    /// What does the same without the palette.
    pub(super) keys: &'static [&'static str],
    what: What,
}

const PLACES: &[(&str, &[&str], Screen)] = &[
    ("Overview", &["g", "o"], Screen::Overview),
    ("Integrations", &["g", "i"], Screen::Integrations),
    ("Triage", &["g", "t"], Screen::Triage),
    ("Tenants", &["g", "e"], Screen::Tenants),
    ("Activity", &["g", "l"], Screen::Activity),
    ("Settings", &["g", "s"], Screen::Settings),
];

const DEEDS: &[(&str, &[&str], What)] = &[
    ("Connect account…", &["n"], What::Connect),
    ("Add tenant…", &[], What::AddTenant),
    ("Clean up unused attempts…", &[], What::CleanUp),
    ("Sync now", &["Ctrl", "R"], What::Sync),
    ("All shortcuts", &["?"], What::Keys),
    ("Help", &["F1"], What::Help),
];

fn all() -> impl Iterator<Item = Command> {
    let places = PLACES
        .iter()
        .map(|&(name, keys, screen)| command(name.to_owned(), keys, What::Go(screen)));
    let sections = SECTIONS.iter().map(|&(section, name, _)| {
        command(format!("Settings: {name}"), &[], What::Settings(section))
    });
    let deeds = DEEDS
        .iter()
        .map(|&(name, keys, what)| command(name.to_owned(), keys, what));
    places.chain(sections).chain(deeds)
}

const fn command(name: String, keys: &'static [&'static str], what: What) -> Command {
    Command { name, keys, what }
}

/// Whether only places and deeds are asked for.
pub(super) fn are_meant(typed: &str) -> bool {
    typed.trim_start().starts_with('>')
}

/// Those whose name holds every word that is typed; all where none is.
pub(super) fn matching(typed: &str) -> Vec<Command> {
    let typed = typed.trim_start().trim_start_matches('>').to_lowercase();
    let fits = |command: &Command| {
        let name = command.name.to_lowercase();
        typed.split_whitespace().all(|word| name.contains(word))
    };
    all().filter(fits).collect()
}

impl Command {
    pub(super) const fn is_place(&self) -> bool {
        matches!(self.what, What::Go(_) | What::Settings(_))
    }

    /// Goes there, or does it; the palette is closed, or something else lies in its place.
    pub(super) fn run(&self, desk: Desk, errand: Errand) {
        if self.what == What::Sync {
            errand.run(SyncNow {}, |_| {});
        }
        desk.overlay.set(None);
        match self.what {
            What::Go(screen) => desk.screen.set(screen),
            What::Settings(section) => desk.show_settings(section),
            What::Connect => begin(desk, Draft::default()),
            What::AddTenant => {
                let tenant = Box::<TenantDraft>::default();
                desk.overlay.set(Some(Overlay::Tenant(tenant)));
            }
            What::CleanUp => match Gate::remote(desk).pass() {
                Ok(()) => desk.overlay.set(Some(Overlay::CleanUp)),
                Err(why) => desk.fault.set(Some(why)),
            },
            What::Sync => {}
            What::Keys => desk.overlay.set(Some(Overlay::Shortcuts)),
            What::Help => desk.help.set(Some(HelpId::START)),
        }
    }
}
