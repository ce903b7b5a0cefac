//! Settings: sections at the left, one of them open. A new section is a variant of
//! [`Section`], its row in [`SECTIONS`] and its arm in [`body`].

mod appearance;
mod connecting;
mod links;
mod logs;
mod masking;
mod network;
mod project;
mod projects;
mod role;

use leptos::prelude::*;

use self::appearance::AppearanceSection;
use self::connecting::Connecting;
use self::links::ConnectLinks;
pub(crate) use self::logs::Diagnostics;
use self::logs::Logs;
use self::masking::Masking;
use self::network::Network;
pub(crate) use self::network::{NetworkFields, NetworkTyped};
use self::project::Project;
use self::projects::Projects;
pub(crate) use self::projects::{DeleteProject, EditProject, ForgetProjectKey};
use self::role::RoleAndLock;
use crate::desk::use_desk;
use crate::screens::recent::Finder;

/// The sections.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Section {
    /// The projects and their keys.
    #[default]
    Projects,
    /// Who may do what at this desk.
    Role,
    /// The masking switch.
    Masking,
    /// One account or several, and which auth config.
    Connecting,
    /// How links are sent to customers.
    Links,
    /// The project's other settings at Composio.
    Project,
    /// By which way the project is reached.
    Network,
    /// How the window looks.
    Appearance,
    /// What went on.
    Logs,
}

/// In their order: the section, its name, its hook.
pub(crate) const SECTIONS: &[(Section, &str, &str)] = &[
    (Section::Projects, "Projects and keys", "settings-projects"),
    (Section::Role, "Role and lock", "settings-role"),
    (Section::Masking, "Secret masking", "settings-masking"),
    (Section::Connecting, "Connecting", "settings-connecting"),
    (Section::Links, "Connect links", "settings-links"),
    (Section::Project, "Project settings", "settings-project"),
    (Section::Network, "Network", "settings-network"),
    (Section::Appearance, "Appearance", "settings-appearance"),
    (Section::Logs, "Logs", "settings-logs"),
];

fn body(section: Section) -> AnyView {
    match section {
        Section::Projects => view! { <Projects /> }.into_any(),
        Section::Role => view! { <RoleAndLock /> }.into_any(),
        Section::Masking => view! { <Masking /> }.into_any(),
        Section::Connecting => view! { <Connecting /> }.into_any(),
        Section::Links => view! { <ConnectLinks /> }.into_any(),
        Section::Project => view! { <Project /> }.into_any(),
        Section::Network => view! { <Network /> }.into_any(),
        Section::Appearance => view! { <AppearanceSection /> }.into_any(),
        Section::Logs => view! { <Logs /> }.into_any(),
    }
}

/// The screen.
#[component]
pub(crate) fn Settings(children: Children) -> impl IntoView {
    let desk = use_desk();
    let project = Memo::new(move |_| {
        desk.console.frame.with(|frame| {
            let profile = frame.as_ref()?.profile.as_ref()?;
            Some(profile.name.clone())
        })
    });
    let section = Memo::new(move |_| desk.section.get());
    view! {
        <header class="top">
            <h1>"Settings"</h1>
            <span class="top__sub trunc">{move || project.get()}</span>
            <span class="top__gap"></span>
            <Finder />
        </header>
        {children()}
        <div class="content">
            <div class="set" data-test="settings">
                <nav class="set__nav" aria-label="Settings">
                    <div class="nav">
                        {SECTIONS.iter().map(|&(section, name, test)| place(section, name, test)).collect_view()}
                    </div>
                </nav>
                <div class="set__b">
                    <div class="set__w">{move || body(section.get())}</div>
                </div>
            </div>
        </div>
    }
}

fn place(section: Section, name: &'static str, test: &'static str) -> impl IntoView {
    let desk = use_desk();
    view! {
        <button
            type="button"
            aria-current=move || (desk.section.get() == section).then_some("true")
            data-test=test
            on:click=move |_| desk.section.set(section)
        >
            {name}
        </button>
    }
}

/// The head of a section: what it is about, in a sentence.
#[component]
pub(crate) fn SectionHead(name: &'static str, about: &'static str) -> impl IntoView {
    view! {
        <div>
            <h2>{name}</h2>
            <p class="muted">{about}</p>
        </div>
    }
}
