//! Connecting an account: choose the tenant, the toolkit and the auth config, then
//! watch the trip through the browser. Nothing here ever blocks the list.

mod asked;
mod config;
mod differs;
mod duplicate;
mod foot;
mod left;
mod link;
mod lost;
mod managed;
mod message;
mod pick;
mod progress;
mod proof;
mod qr;
mod sent;
mod suggest;
mod tenant;
mod toolkit;
mod trip;
mod waiting;
mod won;

use std::collections::BTreeMap;

use domain::{AuthConfigId, IntegrationId, LifecycleName, TenantId, ToolkitSlug, UserId, Way};
use leptos::prelude::*;
use wire::{
    AuthConfigChoice, Connect, ConnectOptions, ConnectOptionsView, Filled, IntegrationRow,
    SecretInput, ShowTenant, TenantView, ToolkitChoice,
};

use self::config::ConfigStep;
use self::duplicate::DuplicateStep;
use self::managed::ManagedStep;
use self::progress::Progress;
use self::tenant::TenantStep;
use self::toolkit::ToolkitStep;
pub(crate) use self::toolkit::{NO_AUTH_CONFIG, NOTHING_MATCHES, is_first_reading};
pub(crate) use self::trip::Trip;
use crate::act::Errand;
use crate::bridge;
use crate::desk::{Desk, Draft, Overlay, use_desk};
use crate::dom;
use crate::parts::{FaultNote, Sheet, SheetHead};
use crate::reading::Reading;

/// Where the choice stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Tenant,
    Toolkit,
    /// The toolkit has no auth config.
    Managed,
    /// The tenant has a working account of it.
    Duplicate,
    Config,
}

/// What has been chosen so far.
#[derive(Clone, Copy)]
struct Choice {
    desk: Desk,
    at: RwSignal<At>,
    /// The row that this began at, until another toolkit is chosen.
    row: RwSignal<Option<IntegrationId>>,
    /// What was typed or picked as the tenant's user id.
    user: RwSignal<String>,
    /// The tenant's name, when it is one that is known.
    tenant_name: RwSignal<Option<String>>,
    /// The tenant, when it was picked from the list.
    tenant: RwSignal<Option<TenantId>>,
    options: RwSignal<Option<ConnectOptionsView>>,
    toolkit: RwSignal<Option<ToolkitChoice>>,
    config: RwSignal<Option<AuthConfigChoice>>,
    /// It was suggested before it was known what the tenant has, and no person has chosen since.
    early: RwSignal<bool>,
    /// A toolkit without an auth config that was chosen.
    bare: RwSignal<Option<(ToolkitSlug, String)>>,
    /// What is filled in for the customer, by the field's name.
    filled: RwSignal<BTreeMap<String, String>>,
    /// The auth config that this was filled in for.
    filled_for: RwSignal<Option<AuthConfigId>>,
    /// It is to be a further account, with this label.
    second: RwSignal<bool>,
    label: RwSignal<String>,
    errand: Errand,
    /// The hook of the button that waits for the errand: it alone is shown as busy.
    pressed: RwSignal<&'static str>,
    /// What the tenant has already.
    held: Reading<TenantId, TenantView>,
}

impl Choice {
    fn begin(draft: &Draft) -> Self {
        let at = match (&draft.user, &draft.auth_config) {
            (None, _) => At::Tenant,
            (Some(_), None) => At::Toolkit,
            (Some(_), Some(_)) => At::Config,
        };
        let desk = use_desk();
        let tenant = RwSignal::new(draft.tenant.clone());
        let held = Reading::new(tenant.into(), desk.console.rows.into(), |tenant| {
            Box::pin(bridge::call(ShowTenant { tenant }))
        });
        Self {
            desk,
            held,
            at: RwSignal::new(at),
            row: RwSignal::new(draft.row.clone()),
            user: RwSignal::new(draft.user.clone().unwrap_or_default()),
            tenant_name: RwSignal::new(draft.tenant_name.clone()),
            tenant,
            options: RwSignal::new(None),
            toolkit: RwSignal::new(None),
            config: RwSignal::new(None),
            early: RwSignal::new(false),
            bare: RwSignal::new(None),
            filled: RwSignal::new(BTreeMap::new()),
            filled_for: RwSignal::new(None),
            second: RwSignal::new(false),
            label: RwSignal::new(String::new()),
            errand: Errand::new(),
            pressed: RwSignal::new(""),
        }
    }

    /// The tenant's integration of a toolkit, unless it is over.
    fn row_of(self, toolkit: &ToolkitSlug) -> Option<IntegrationRow> {
        self.held
            .current()?
            .integrations
            .into_iter()
            .find(|row| row.toolkit == *toolkit && row.state != LifecycleName::Revoked)
    }

    /// Which auth config is suggested: the tenant's own default, else the workspace's.
    fn suggested(self, toolkit: &ToolkitChoice) -> Option<AuthConfigId> {
        let own = self.held.current().and_then(|view| {
            let mut defaults = view.defaults.into_iter();
            defaults
                .find(|(slug, _)| *slug == toolkit.slug)
                .map(|(_, id)| id)
        });
        own.or_else(|| toolkit.suggested.clone())
    }

    /// Whether the button with this hook waits for its answer.
    fn waits(self, hook: &str) -> bool {
        self.errand.busy.get() && self.pressed.get() == hook
    }

    /// Whom it is for, in words.
    fn tenant_words(self) -> String {
        self.tenant_name
            .get()
            .unwrap_or_else(|| self.user.get().trim().to_owned())
    }

    /// It is for this user id. What was typed for another tenant is not meant for this one.
    fn take_user(self, user: String) {
        if self.user.with_untracked(|held| *held != user) {
            self.filled_for.set(None);
            self.label.set(String::new());
        }
        self.user.set(user);
    }

    /// The auth config that a toolkit begins with: the suggested one, else the first that works.
    fn offered(self, toolkit: &ToolkitChoice) -> Option<AuthConfigChoice> {
        let wanted = self.suggested(toolkit);
        let usable = || {
            toolkit
                .auth_configs
                .iter()
                .filter(|it| it.unusable.is_none())
        };
        usable()
            .find(|it| Some(&it.id) == wanted.as_ref())
            .or_else(|| usable().next())
            .cloned()
    }

    fn take_toolkit(self, toolkit: ToolkitChoice) {
        self.config.set(untrack(|| self.offered(&toolkit)));
        let is_unknown = || self.tenant.with(Option::is_some) && self.held.current().is_none();
        self.early.set(untrack(is_unknown));
        self.toolkit.set(Some(toolkit));
        self.row.set(None);
        self.second.set(false);
        let there = untrack(|| duplicate::working(self)).is_some();
        self.at.set(if there { At::Duplicate } else { At::Config });
    }

    /// Reads what can be connected, and finds in it what the draft names.
    fn load(self, draft: Draft) {
        self.errand.beside().run(ConnectOptions {}, move |options| {
            let is_first = self.options.try_with_untracked(Option::is_none) == Some(true);
            let wanted = options.toolkits.iter().find_map(|toolkit| {
                let config = toolkit.auth_configs.iter().find(|config| {
                    config.unusable.is_none() && Some(&config.id) == draft.auth_config.as_ref()
                })?;
                Some((toolkit.clone(), config.clone()))
            });
            match wanted {
                Some((toolkit, config)) => {
                    let _ = self.early.try_set(false);
                    let _ = self.toolkit.try_set(Some(toolkit));
                    let _ = self.config.try_set(Some(config));
                }
                // The auth config of the row is gone or switched off: choose again. Only at
                // first: whoever went on to another step since stays there.
                None if draft.auth_config.is_some() && is_first => {
                    let _ = self.at.try_set(At::Toolkit);
                }
                None => {}
            }
            let _ = self.options.try_set(Some(options));
        });
    }

    /// Where nothing can be connected it is asked again when more is known of the project: the sheet
    /// may be opened before the first reading brings the auth configs.
    fn follow(self, draft: Draft) {
        self.follow_suggestion();
        Effect::new(move |before: Option<u32>| {
            let rows = self.desk.console.rows.get();
            let none = self.options.with_untracked(|options| {
                let toolkits = options.as_ref().map(|options| options.toolkits.len());
                toolkits == Some(0)
            });
            if none && before.is_some_and(|before| before != rows) {
                self.load(draft.clone());
            }
            rows
        });
    }

    /// What the tenant has may come after the toolkit was chosen, and with it the tenant's own
    /// default: it takes the place of what was suggested until then.
    fn follow_suggestion(self) {
        Effect::new(move |_| {
            if self.held.current().is_none() || !self.early.get_untracked() {
                return;
            }
            self.early.set(false);
            if let Some(toolkit) = self.toolkit.get_untracked() {
                self.config.set(untrack(|| self.offered(&toolkit)));
            }
        });
    }

    /// Reads anew what can be connected, then goes on.
    fn reload(self, then: impl FnOnce(&ConnectOptionsView) + 'static) {
        self.errand.run(ConnectOptions {}, move |options| {
            // The sheet may be closed by now, and all that was chosen in it is gone then.
            if self.at.is_disposed() {
                return;
            }
            then(&options);
            let _ = self.options.try_set(Some(options));
        });
    }

    fn connect(self, auth_config: AuthConfigId, way: Way) {
        let Ok(user) = UserId::parse(self.user.get_untracked().trim()) else {
            return self.at.set(At::Tenant);
        };
        let filled = self.filled.get_untracked().into_iter();
        let ask = Connect {
            user,
            auth_config,
            way,
            row: self.row.get_untracked(),
            second: self
                .second
                .get_untracked()
                .then(|| self.label.get_untracked()),
            fields: filled
                .filter(|(_, value)| !value.is_empty())
                .map(|(name, value)| Filled {
                    name,
                    value: SecretInput::new(value),
                })
                .collect(),
        };
        let turn = self.desk.overlay_later();
        self.errand.run(ask, move |attempt| {
            let row = attempt.integration.clone();
            if turn(Some(Overlay::Trip(Box::new(attempt)))) {
                self.desk.show_row(row);
            }
        });
    }
}

/// The sheet before the browser opens.
#[component]
pub(crate) fn Choose(draft: Draft) -> impl IntoView {
    let choice = Choice::begin(&draft);
    choice.load(draft.clone());
    choice.follow(draft);
    let close = Callback::new(move |()| choice.desk.overlay.set(None));
    let title = Signal::derive(move || match choice.toolkit.get() {
        Some(toolkit) if matches!(choice.at.get(), At::Config | At::Duplicate) => {
            format!("Connect {}", toolkit.name)
        }
        _ => "Connect an account".to_owned(),
    });
    let subtitle = Signal::derive(move || match choice.at.get() {
        At::Tenant => "For which tenant?".to_owned(),
        At::Toolkit | At::Managed | At::Duplicate | At::Config => {
            format!("For {}", choice.tenant_words())
        }
    });
    let done = Signal::derive(move || match choice.at.get() {
        At::Tenant => 0,
        At::Toolkit | At::Managed => 1,
        At::Duplicate | At::Config => 2,
    });
    // What the tenant has may come after the toolkit was chosen, and so may an account.
    Effect::new(move |_| {
        let chosen = choice.at.get() == At::Config;
        let other = choice.second.get() || choice.row.with(Option::is_some);
        if chosen && !other && duplicate::working(choice).is_some() {
            choice.at.set(At::Duplicate);
        }
    });
    // A step that is said again is the same step: what was chosen in it stays.
    let at = Memo::new(move |_| choice.at.get());
    dom::refocus(move || at.get(), || ".sheet [data-autofocus]");
    view! {
        <Sheet labelled_by="connect-title" test="connect-sheet" on_close=close>
            <SheetHead id="connect-title" title subtitle on_close=close />
            <Progress done />
            {move || {
                choice
                    .errand
                    .fault
                    .get()
                    .map(|fault| {
                        view! {
                            <div class="verdict">
                                <FaultNote
                                    fault
                                    dismiss=Callback::new(move |()| choice.errand.fault.set(None))
                                />
                            </div>
                        }
                    })
            }}
            {move || match at.get() {
                At::Tenant => view! { <TenantStep choice /> }.into_any(),
                At::Toolkit => view! { <ToolkitStep choice /> }.into_any(),
                At::Managed => view! { <ManagedStep choice /> }.into_any(),
                At::Duplicate => view! { <DuplicateStep choice /> }.into_any(),
                At::Config => view! { <ConfigStep choice /> }.into_any(),
            }}
        </Sheet>
    }
}
