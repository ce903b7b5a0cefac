//! Connecting an account: choose the tenant, the toolkit and the auth config, then
//! watch the trip through the browser. Nothing here ever blocks the list.

mod config;
mod foot;
mod left;
mod link;
mod lost;
mod message;
mod pick;
mod progress;
mod qr;
mod sent;
mod tenant;
mod toolkit;
mod trip;
mod waiting;
mod won;

use domain::{AuthConfigId, LifecycleName, TenantId, ToolkitSlug, UserId};
use leptos::prelude::*;
use wire::{
    AttemptView, AuthConfigChoice, Connect, ConnectOptions, ConnectOptionsView, IntegrationRow,
    SendLink, ShowTenant, TenantView, ToolkitChoice,
};

use self::config::ConfigStep;
use self::progress::Progress;
use self::tenant::TenantStep;
use self::toolkit::ToolkitStep;
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
    Config,
}

/// What has been chosen so far.
#[derive(Clone, Copy)]
struct Choice {
    desk: Desk,
    at: RwSignal<At>,
    /// What was typed or picked as the tenant's user id.
    user: RwSignal<String>,
    /// The tenant's name, when it is one that is known.
    tenant_name: RwSignal<Option<String>>,
    /// The tenant, when it was picked from the list.
    tenant: RwSignal<Option<TenantId>>,
    options: RwSignal<Option<ConnectOptionsView>>,
    toolkit: RwSignal<Option<ToolkitChoice>>,
    config: RwSignal<Option<AuthConfigChoice>>,
    errand: Errand,
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
        let tenant = RwSignal::new(None);
        let held = Reading::new(tenant.into(), desk.console.rows.into(), |tenant| {
            Box::pin(bridge::call(ShowTenant { tenant }))
        });
        Self {
            desk,
            held,
            at: RwSignal::new(at),
            user: RwSignal::new(draft.user.clone().unwrap_or_default()),
            tenant_name: RwSignal::new(draft.tenant_name.clone()),
            tenant,
            options: RwSignal::new(None),
            toolkit: RwSignal::new(None),
            config: RwSignal::new(None),
            errand: Errand::new(),
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

    /// Whom it is for, in words.
    fn tenant_words(self) -> String {
        self.tenant_name
            .get()
            .unwrap_or_else(|| self.user.get().trim().to_owned())
    }

    fn take_toolkit(self, toolkit: ToolkitChoice) {
        self.config.set(toolkit.auth_configs.first().cloned());
        self.toolkit.set(Some(toolkit));
        self.at.set(At::Config);
    }

    /// Reads what can be connected, and finds in it what the draft names.
    fn load(self, draft: Draft) {
        let reading = Errand {
            busy: RwSignal::new(false),
            fault: self.errand.fault,
        };
        reading.run(ConnectOptions {}, move |options| {
            let wanted = options.toolkits.iter().find_map(|toolkit| {
                let config = toolkit
                    .auth_configs
                    .iter()
                    .find(|config| Some(&config.id) == draft.auth_config.as_ref())?;
                Some((toolkit.clone(), config.clone()))
            });
            match wanted {
                Some((toolkit, config)) => {
                    let _ = self.toolkit.try_set(Some(toolkit));
                    let _ = self.config.try_set(Some(config));
                }
                // The auth config of the row is gone or switched off: choose again.
                None if draft.auth_config.is_some() => {
                    let _ = self.at.try_set(At::Toolkit);
                }
                None => {}
            }
            let _ = self.options.try_set(Some(options));
        });
    }

    fn connect(self, auth_config: AuthConfigId) {
        let Ok(user) = UserId::parse(self.user.get_untracked().trim()) else {
            return self.at.set(At::Tenant);
        };
        self.errand
            .run(Connect { user, auth_config }, move |it| self.follow(it));
    }

    /// The same for the customer's own browser.
    fn send(self, auth_config: AuthConfigId) {
        let Ok(user) = UserId::parse(self.user.get_untracked().trim()) else {
            return self.at.set(At::Tenant);
        };
        self.errand
            .run(SendLink { user, auth_config }, move |it| self.follow(it));
    }

    fn follow(self, attempt: AttemptView) {
        self.desk.show_row(attempt.integration.clone());
        self.desk
            .overlay
            .set(Some(Overlay::Trip(Box::new(attempt))));
    }
}

/// The sheet before the browser opens.
#[component]
pub(crate) fn Choose(draft: Draft) -> impl IntoView {
    let choice = Choice::begin(&draft);
    choice.load(draft);
    let close = Callback::new(move |()| choice.desk.overlay.set(None));
    let title = Signal::derive(move || match choice.toolkit.get() {
        Some(toolkit) if choice.at.get() == At::Config => format!("Connect {}", toolkit.name),
        _ => "Connect an account".to_owned(),
    });
    let subtitle = Signal::derive(move || match choice.at.get() {
        At::Tenant => "For which tenant?".to_owned(),
        At::Toolkit | At::Config => format!("For {}", choice.tenant_words()),
    });
    let done = Signal::derive(move || match choice.at.get() {
        At::Tenant => 0,
        At::Toolkit => 1,
        At::Config => 2,
    });
    dom::refocus(move || choice.at.get(), ".sheet [data-autofocus]");
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
            {move || match choice.at.get() {
                At::Tenant => view! { <TenantStep choice /> }.into_any(),
                At::Toolkit => view! { <ToolkitStep choice /> }.into_any(),
                At::Config => view! { <ConfigStep choice /> }.into_any(),
            }}
        </Sheet>
    }
}
