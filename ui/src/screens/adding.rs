//! Adding: integrations go on the list, to be connected later. No browser opens and
//! nothing is sent to Composio.

use domain::{AuthConfigId, TenantId, UserId};
use leptos::prelude::*;
use wire::{
    AddIntegrations, AddedView, ConnectOptions, ConnectOptionsView, Fault, ShowTenant, TenantView,
    ToolkitChoice,
};

use crate::act::Errand;
use crate::bridge;
use crate::desk::{Desk, Draft, Screen, use_desk};
use crate::parts::{Body, FaultNote, RowStatus, SearchBox, Sheet, SheetHead, Spinner, Tile};
use crate::reading::Reading;
use crate::screens::connect::{NO_AUTH_CONFIG, NOTHING_MATCHES, is_first_reading};
use crate::text;

#[derive(Clone, Copy)]
struct Adding {
    desk: Desk,
    errand: Errand,
    options: RwSignal<Option<ConnectOptionsView>>,
    held: Reading<TenantId, TenantView>,
    chosen: RwSignal<Vec<AuthConfigId>>,
    typed: RwSignal<String>,
    /// Of one that is known.
    of_tenant: bool,
}

impl Adding {
    fn begin(desk: Desk, tenant: Option<TenantId>) -> Self {
        let of_tenant = tenant.is_some();
        let tenant = RwSignal::new(tenant);
        let held = Reading::new(tenant.into(), desk.console.rows.into(), |tenant| {
            Box::pin(bridge::call(ShowTenant { tenant }))
        });
        let adding = Self {
            desk,
            errand: Errand::new(),
            options: RwSignal::new(None),
            held,
            chosen: RwSignal::new(Vec::new()),
            typed: RwSignal::new(String::new()),
            of_tenant,
        };
        adding.load();
        // The sheet may be opened before the first reading brings what can be added.
        Effect::new(move |before: Option<u32>| {
            let rows = desk.console.rows.get();
            if before.is_some_and(|before| before != rows) && untrack(|| adding.has_none()) {
                adding.load();
            }
            rows
        });
        adding
    }

    fn load(self) {
        self.errand.beside().run(ConnectOptions {}, move |options| {
            let _ = self.options.try_set(Some(options));
        });
    }

    /// Whether it was answered, and with nothing.
    fn has_none(self) -> bool {
        let none = |options: &ConnectOptionsView| options.toolkits.is_empty();
        self.options
            .with(|options| options.as_ref().is_some_and(none))
    }

    /// Whether it is still being read what can be added, and what the tenant has: its own auth
    /// config is the one that is added.
    fn is_reading(self) -> bool {
        let silent = |fault: RwSignal<Option<Fault>>| fault.with(Option::is_none);
        let tenant = self.of_tenant && self.held.current().is_none() && silent(self.held.fault);
        let options = self.options.with(Option::is_none) && silent(self.errand.fault);
        tenant || options || (self.has_none() && is_first_reading(self.desk))
    }

    /// The toolkits that hold what is typed.
    fn toolkits(self) -> Vec<ToolkitChoice> {
        if self.is_reading() {
            return Vec::new();
        }
        let typed = self.typed.get().trim().to_lowercase();
        let all = self.options.get().map(|it| it.toolkits).unwrap_or_default();
        all.into_iter()
            .filter(|it| {
                it.name.to_lowercase().contains(&typed) || it.slug.as_str().contains(&typed)
            })
            .collect()
    }

    /// Why there is no line.
    fn silence(self) -> Option<&'static str> {
        if self.is_reading() {
            Some("Reading what can be added…")
        } else if self.options.with(Option::is_none) || !self.toolkits().is_empty() {
            None
        } else if self.typed.with(|typed| typed.trim().is_empty()) {
            Some(NO_AUTH_CONFIG)
        } else {
            Some(NOTHING_MATCHES)
        }
    }

    /// The auth config that a toolkit is added with: the tenant's suggestion, the
    /// workspace's, or the first that can be used.
    fn config_of(self, toolkit: &ToolkitChoice) -> Option<AuthConfigId> {
        let own = self.held.current().and_then(|view| {
            let mut defaults = view.defaults.into_iter();
            defaults.find(|(slug, _)| *slug == toolkit.slug)
        });
        let wanted = own.map(|(_, id)| id).or_else(|| toolkit.suggested.clone());
        let usable = || {
            toolkit
                .auth_configs
                .iter()
                .filter(|it| it.unusable.is_none())
        };
        usable()
            .find(|it| Some(&it.id) == wanted.as_ref())
            .or_else(|| usable().next())
            .map(|it| it.id.clone())
    }

    fn add(self, user: &str) {
        let Ok(user) = UserId::parse(user.trim()) else {
            return;
        };
        let auth_configs = self.chosen.get_untracked();
        if auth_configs.is_empty() {
            return;
        }
        let ask = AddIntegrations { user, auth_configs };
        let turn = self.desk.overlay_later();
        self.errand.run(ask, move |added| {
            if turn(None) {
                self.done(added);
            }
        });
    }

    /// What was there already is shown and said; else the tenant's page has it all.
    fn done(self, added: AddedView) {
        let desk = self.desk;
        let there = added
            .rows
            .into_iter()
            .find_map(|row| Some((row.existing?, row)));
        match there {
            Some((state, row)) => {
                let said = format!(
                    "{} was on the list already and is {}. No second row was made.",
                    row.toolkit_name,
                    state.label()
                );
                desk.tell(row.integration.clone(), Some(said));
                desk.show_row(row.integration);
            }
            None => {
                desk.screen.set(Screen::Tenants);
                desk.tenant.set(Some(added.tenant));
            }
        }
    }
}

/// The sheet.
#[component]
pub(crate) fn Add(draft: Draft) -> impl IntoView {
    let desk = use_desk();
    let adding = Adding::begin(desk, draft.tenant.clone());
    let close = Callback::new(move |()| desk.overlay.set(None));
    let user = draft.user.clone().unwrap_or_default();
    let subtitle = format!("For {}", draft.tenant_name.unwrap_or_else(|| user.clone()));
    let go = Callback::new(move |()| adding.add(&user));
    view! {
        <Sheet labelled_by="add-title" test="add-sheet" on_close=close>
            <SheetHead id="add-title" title="Add toolkits".to_owned() subtitle on_close=close />
            <Body class="sheet__b">
                // Not to be taken away: without the options, it is why there is no line.
                {move || {
                    adding.errand.fault.get().map(|fault| view! { <FaultNote fault in_view=true /> })
                }}
                <p class="muted">
                    "They go on the list as Added. No browser opens and nothing changes at Composio until somebody connects them."
                </p>
                <SearchBox
                    label="Search toolkits"
                    placeholder="Search toolkits"
                    value=adding.typed
                    on_text=Callback::new(move |text| adding.typed.set(text))
                    test="add-search"
                />
                <div class="pick">
                    {move || {
                        adding
                            .toolkits()
                            .into_iter()
                            .map(|toolkit| view! { <Line adding toolkit /> })
                            .collect_view()
                    }}
                </div>
                <p class="muted silence" role="status" data-test="add-nothing">
                    {move || adding.silence()}
                </p>
            </Body>
            <Foot adding close go />
        </Sheet>
    }
}

#[component]
fn Line(adding: Adding, toolkit: ToolkitChoice) -> impl IntoView {
    let config = adding.config_of(&toolkit);
    let row = adding.held.current().and_then(|view| {
        let mut rows = view.integrations.into_iter();
        rows.find(|row| row.toolkit == toolkit.slug)
    });
    let named = toolkit
        .auth_configs
        .iter()
        .find(|it| Some(&it.id) == config.as_ref())
        .map(|it| it.name.clone());
    let held = config.clone();
    let is_on = Memo::new(move |_| {
        adding
            .chosen
            .with(|chosen| held.as_ref().is_some_and(|id| chosen.contains(id)))
    });
    let turn = move |on: bool| {
        if let Some(id) = config.clone() {
            adding.chosen.update(|chosen| {
                chosen.retain(|held| *held != id);
                if on {
                    chosen.push(id);
                }
            });
        }
    };
    view! {
        <label class="opt" class:is-on=move || is_on.get()>
            <input
                type="checkbox"
                class="check"
                prop:checked=move || is_on.get()
                data-test="add-toolkit"
                data-id=toolkit.slug.to_string()
                on:change=move |event| turn(event_target_checked(&event))
            />
            <span class="opt__t">
                <Tile name=&toolkit.name />
                <span>{toolkit.name.clone()}</span>
                <span class="small muted trunc">{named}</span>
            </span>
            {row.map(|row| view! { <RowStatus row=&row /> })}
        </label>
    }
}

#[component]
fn Foot(adding: Adding, close: Callback<()>, go: Callback<()>) -> impl IntoView {
    let label = move || {
        let n = u32::try_from(adding.chosen.with(Vec::len)).unwrap_or(u32::MAX);
        if n == 0 {
            "Add".to_owned()
        } else {
            format!("Add {}", text::counted(n, "toolkit"))
        }
    };
    view! {
        <div class="sheet__f">
            <span class="grow"></span>
            <button type="button" class="btn" on:click=move |_| close.run(())>
                "Cancel"
            </button>
            <button
                type="button"
                class="btn btn--primary"
                class:is-busy=move || adding.errand.busy.get()
                aria-disabled=move || adding.chosen.with(Vec::is_empty).to_string()
                data-test="add-submit"
                on:click=move |_| go.run(())
            >
                <Show when=move || adding.errand.busy.get()>
                    <Spinner />
                </Show>
                {label}
            </button>
        </div>
    }
}
