//! What lies open before the person: the screen, the row, the filter, the sheet.
//! The console is what the core said; the desk is what the person does with it.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    AttemptState, AuthConfigId, IntegrationId, LifecycleName, ProfileId, TenantId, Timestamp,
    ToolkitSlug,
};
use leptos::prelude::*;
use wire::help::HelpId;
use wire::{AttemptView, AuditList, Fault, Narrow, ProfileView, Remedy, Sort, SyncPhase, SyncView};

use crate::console::Console;
use crate::dom;
use crate::screens::settings::Section;
use crate::text;

/// How long after its end a sign-in is what a toast about its row is about, in milliseconds.
const KEPT_MILLIS: i64 = 5 * 60 * 1_000;

/// The screens of the frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Screen {
    Overview,
    Integrations,
    Triage,
    Tenants,
    Activity,
    Settings,
}

/// What lies over the frame.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Overlay {
    /// Every key.
    Shortcuts,
    /// What is handed to somebody who helps.
    Diagnostics,
    /// Choosing what to connect.
    Connect(Draft),
    /// An attempt; the view is the core's first answer, until its events arrive.
    Trip(Box<AttemptView>),
    /// Cleaning up unused attempts.
    CleanUp,
    /// Asking why an account is switched off.
    Disable(IntegrationId),
    /// Asking before a disconnect.
    Disconnect(IntegrationId),
    /// Changing how a project is named and marked.
    EditProject(Box<ProfileView>),
    /// Asking before a project's key is forgotten.
    ForgetKey(Box<ProfileView>),
    /// Asking before a project is deleted from this computer.
    DeleteProject(Box<ProfileView>),
    /// Asking before a row is taken off the list.
    Remove(IntegrationId),
    /// Adding a tenant, or changing what is known of one.
    Tenant(Box<TenantDraft>),
    /// Choosing what to put on the list of a tenant.
    Add(Draft),
    /// Recent and pinned tenants.
    Recent,
    /// Asking before a tenant is deleted; its name.
    DeleteTenant(TenantId, String),
}

/// What is typed of a tenant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct TenantDraft {
    /// Which; `None` adds one.
    pub(crate) tenant: Option<TenantId>,
    pub(crate) user: String,
    /// The user id can no longer be changed.
    pub(crate) user_fixed: bool,
    pub(crate) name: String,
    pub(crate) contact: String,
    pub(crate) expected: String,
    pub(crate) tags: String,
}

/// What is already known of a connection that is to be made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Draft {
    pub(crate) row: Option<IntegrationId>,
    pub(crate) user: Option<String>,
    pub(crate) tenant: Option<TenantId>,
    pub(crate) tenant_name: Option<String>,
    pub(crate) toolkit: Option<ToolkitSlug>,
    pub(crate) auth_config: Option<AuthConfigId>,
}

/// Why the set-up screen is open though a workspace may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum SetupFor {
    /// One more workspace.
    Another,
    /// A new key for this one.
    NewKey(ProfileId),
    /// The key for this one, in memory until the app closes: its keyring does not work.
    ForNow(ProfileId),
}

/// The filter of the integrations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    pub(crate) text: String,
    pub(crate) state: Option<LifecycleName>,
    pub(crate) toolkit: Option<ToolkitSlug>,
    pub(crate) narrow: Narrow,
    pub(crate) sort: Sort,
}

impl Filter {
    /// Whether it lets everything through.
    pub(crate) fn is_open(&self) -> bool {
        self.text.trim().is_empty()
            && self.state.is_none()
            && self.toolkit.is_none()
            && self.narrow.is_open()
    }
}

/// The filter of the tenants.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct TenantFilter {
    pub(crate) text: String,
    /// Only those of whom an integration needs somebody.
    pub(crate) needs_action: bool,
}

/// Copied freely; every copy is the same desk.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Desk {
    pub(crate) console: Console,
    pub(crate) screen: RwSignal<Screen>,
    /// The section of the settings that is open.
    pub(crate) section: RwSignal<Section>,
    pub(crate) overlay: RwSignal<Option<Overlay>>,
    /// Unlocking admin, over whatever lies open: that is still there afterwards.
    pub(crate) unlocking: RwSignal<bool>,
    /// The help page that lies over all of it.
    pub(crate) help: RwSignal<Option<HelpId>>,
    pub(crate) setup: RwSignal<Option<SetupFor>>,
    pub(crate) filter: RwSignal<Filter>,
    /// The row whose pane is open.
    pub(crate) row: RwSignal<Option<IntegrationId>>,
    /// The tenant whose pane is open.
    pub(crate) tenant: RwSignal<Option<TenantId>>,
    /// The screen from which the tenant was opened, when it was not its own.
    pub(crate) came_from: RwSignal<Option<Screen>>,
    /// The filter of the tenants.
    pub(crate) tenant_filter: RwSignal<TenantFilter>,
    /// Which audit list is looked at.
    pub(crate) audit_list: RwSignal<AuditList>,
    /// How far each list was scrolled when it was left.
    pub(crate) scrolled: RwSignal<[f64; 2]>,
    /// A row that a list must find, show and open.
    pub(crate) sought: RwSignal<Option<IntegrationId>>,
    /// Rows whose token is being checked, and since when.
    pub(crate) checking: RwSignal<BTreeMap<IntegrationId, Timestamp>>,
    /// Somebody asked for the list as it was, though the project cannot be read.
    pub(crate) old_list: RwSignal<bool>,
    /// What came of the check that was last asked for.
    pub(crate) said: RwSignal<Option<Said>>,
    /// The message to a customer as it was last edited, and for which row: it outlives the link
    /// that it was written around.
    pub(crate) message: RwSignal<Option<(IntegrationId, String)>>,
    /// Rows that changed in the last four seconds.
    pub(crate) tinted: RwSignal<BTreeSet<IntegrationId>>,
    /// What a key or a small button could not do; shown in the frame.
    pub(crate) fault: RwSignal<Option<Fault>>,
    /// What stood in the way, was mended by the program itself and has been read by a person.
    pub(crate) read: RwSignal<Option<Fault>>,
    /// Rows and tenants that there are, for the sidebar.
    pub(crate) counts: RwSignal<Option<(u32, u32)>>,
    /// Rows that somebody has to do something about, for the sidebar.
    pub(crate) alarm: RwSignal<Option<u32>>,
    /// The wall clock, by the second.
    pub(crate) now: RwSignal<Timestamp>,
}

/// What came of a check that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) of: IntegrationId,
    pub(crate) words: String,
    /// When the answer was there: what is known from later overtakes it.
    pub(crate) at: Timestamp,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Self {
            console: Console::default(),
            screen: RwSignal::new(Screen::Integrations),
            section: RwSignal::new(Section::default()),
            overlay: RwSignal::new(None),
            unlocking: RwSignal::new(false),
            help: RwSignal::new(None),
            setup: RwSignal::new(None),
            filter: RwSignal::new(Filter::default()),
            row: RwSignal::new(None),
            tenant: RwSignal::new(None),
            came_from: RwSignal::new(None),
            tenant_filter: RwSignal::new(TenantFilter::default()),
            audit_list: RwSignal::new(AuditList::Project),
            scrolled: RwSignal::new([0.0; 2]),
            sought: RwSignal::new(None),
            checking: RwSignal::new(BTreeMap::new()),
            old_list: RwSignal::new(false),
            said: RwSignal::new(None),
            message: RwSignal::new(None),
            tinted: RwSignal::new(BTreeSet::new()),
            fault: RwSignal::new(None),
            read: RwSignal::new(None),
            counts: RwSignal::new(None),
            alarm: RwSignal::new(None),
            now: RwSignal::new(dom::now()),
        }
    }

    /// Clears the desk: another workspace is open.
    pub(crate) fn clear(&self) {
        self.read.set(None);
        self.screen.set(Screen::Integrations);
        self.section.set(Section::default());
        self.overlay.set(None);
        self.unlocking.set(false);
        self.help.set(None);
        self.filter.set(Filter::default());
        self.row.set(None);
        self.tenant.set(None);
        self.came_from.set(None);
        self.tenant_filter.set(TenantFilter::default());
        self.audit_list.set(AuditList::Project);
        self.scrolled.set([0.0; 2]);
        self.sought.set(None);
        self.checking.set(BTreeMap::new());
        self.old_list.set(false);
        self.said.set(None);
        self.message.set(None);
        self.tinted.set(BTreeSet::new());
        self.fault.set(None);
        self.counts.set(None);
        self.alarm.set(None);
    }

    /// Opens or closes what lies over the frame, when an answer comes later: what was opened or
    /// closed meanwhile stays as it is, and so does another project. `false` then.
    pub(crate) fn overlay_later(self) -> impl FnOnce(Option<Overlay>) -> bool {
        let (before, bare) = (self.overlay.get_untracked(), self.is_bare());
        let project = untrack(|| self.console.profile());
        move |next| {
            // A sheet goes on under help; where there was none, nothing comes under it by itself.
            let same = self.overlay.with_untracked(|now| *now == before)
                && (self.is_bare() || !bare)
                && untrack(|| self.console.profile()) == project;
            if same {
                self.overlay.set(next);
            }
            same
        }
    }

    /// Goes to the list, finds the row, shows and opens it.
    pub(crate) fn show_row(&self, integration: IntegrationId) {
        self.screen.set(Screen::Integrations);
        self.sought.set(Some(integration));
    }

    /// Goes to an audit list.
    pub(crate) fn show_audit(&self, list: AuditList) {
        self.audit_list.set(list);
        self.screen.set(Screen::Activity);
    }

    /// Goes to a section of the settings.
    pub(crate) fn show_settings(&self, section: Section) {
        self.section.set(section);
        self.screen.set(Screen::Settings);
    }

    /// Why nothing can be changed at Composio now, when that is so. What is refused is
    /// not queued.
    pub(crate) fn off_because(&self) -> Option<String> {
        // A key that was forgotten, or that a locked keyring holds back, is missed at once: not
        // only when the next look fails.
        let key = self.console.frame.with(|frame| {
            let profile = frame.as_ref()?.profile.as_ref()?;
            Some(profile.key)
        });
        self.console
            .sync
            .with(|sync| text::off_because(key, sync.phase, sync.fault.as_ref()))
    }

    /// Why the project cannot be read until a person acts, when that takes the place of the
    /// list.
    pub(crate) fn refused(&self) -> Option<Fault> {
        let listed = self.screen.get() == Screen::Integrations && !self.old_list.get();
        let refused = |sync: &SyncView| {
            let fault = sync.fault.clone()?;
            let held = sync.phase == SyncPhase::Failed && sync.next_try_at.is_none();
            (held && fault.remedy == Remedy::ReplaceApiKey).then_some(fault)
        };
        listed.then(|| self.console.sync.with(refused)).flatten()
    }

    /// The open workspace, when its key is one that a person enters.
    pub(crate) fn renewable(&self) -> Option<ProfileId> {
        self.console.frame.with(|frame| {
            let profile = frame.as_ref()?.profile.as_ref()?;
            (!profile.demo).then(|| profile.id.clone())
        })
    }

    /// Goes to the list with a filter on, and nothing else of the old one.
    pub(crate) fn show_filtered(&self, narrow: Narrow, toolkit: Option<ToolkitSlug>) {
        self.row.set(None);
        self.filter.update(|filter| {
            *filter = Filter {
                narrow,
                toolkit,
                sort: filter.sort,
                ..Filter::default()
            };
        });
        self.screen.set(Screen::Integrations);
    }

    /// The attempt that is open for a row.
    pub(crate) fn attempt_of(&self, integration: &IntegrationId) -> Option<AttemptView> {
        self.console.attempts.with_untracked(|attempts| {
            attempts
                .values()
                .map(GetUntracked::get_untracked)
                .find(|attempt| attempt.state.is_open() && attempt.integration == *integration)
        })
    }

    /// The sign-in of this row that just ended badly, or that waits for a choice: what a toast
    /// about it is best answered with.
    pub(crate) fn attempt_told_of(&self, integration: &IntegrationId) -> Option<AttemptView> {
        let now = dom::now();
        let told = |attempt: &AttemptView| match attempt.state {
            AttemptState::Differs => true,
            AttemptState::Lost | AttemptState::Unsure => attempt
                .ended_at
                .is_some_and(|end| now.since(end) < KEPT_MILLIS),
            _ => false,
        };
        self.console.attempts.with_untracked(|attempts| {
            attempts
                .values()
                .map(GetUntracked::get_untracked)
                .filter(|attempt| attempt.integration == *integration)
                .max_by_key(|attempt| attempt.planned_at)
                .filter(told)
        })
    }

    /// A check of this row ended.
    pub(crate) fn checked(&self, integration: &IntegrationId) {
        if self
            .checking
            .with_untracked(|checking| checking.contains_key(integration))
        {
            self.checking.update(|checking| {
                checking.remove(integration);
            });
        }
    }

    /// Keeps what the core answered about a row, for its pane.
    pub(crate) fn tell(&self, of: IntegrationId, words: Option<String>) {
        let at = dom::now();
        self.said.set(words.map(|words| Said { of, words, at }));
    }

    /// Whether keys belong to the list: nothing lies over it.
    pub(crate) fn is_bare(&self) -> bool {
        self.overlay.with_untracked(Option::is_none)
            && !self.unlocking.get_untracked()
            && !self.is_covered()
    }

    /// Whether something lies over the whole window, set-up included: help, or the question before
    /// it closes.
    pub(crate) fn is_covered(&self) -> bool {
        self.help.with_untracked(Option::is_some)
            || self.console.leaving.with_untracked(Option::is_some)
    }
}

/// The desk of this window.
pub(crate) fn use_desk() -> Desk {
    expect_context::<Desk>()
}
