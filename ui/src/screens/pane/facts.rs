//! Whose account it is, and every id that a ticket may need.

use domain::IntegrationId;
use leptos::prelude::*;
use wire::{IdOf, IntegrationView};

use super::foot::copy_id;
use crate::act::Errand;
use crate::desk::use_desk;
use crate::parts::{Ago, Icon};
use crate::text;

type View = Memo<Option<IntegrationView>>;

/// Wakes only when this part of the view changes.
pub(super) fn part<T>(
    view: View,
    of: impl Fn(&IntegrationView) -> T + Send + Sync + 'static,
) -> Memo<Option<T>>
where
    T: PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| view.with(|view| view.as_ref().map(&of)))
}

/// A name and its value.
pub(super) fn fact(name: impl IntoView + 'static, value: impl IntoView + 'static) -> impl IntoView {
    view! {
        <dt>{name}</dt>
        <dd>{value}</dd>
    }
}

/// Whose account it is, and every id that a ticket may need.
#[component]
pub(crate) fn IdentityFacts(view: View, errand: Errand) -> impl IntoView {
    let shown = part(view, Clone::clone);
    // Their buttons stay while the rest is read anew.
    let ids = part(view, |view| Ids {
        of: view.row.id.clone(),
        account: view.account.as_ref().map(ToString::to_string),
        auth_config: view.auth_config.to_string(),
        tenant: text::user_id(&view.user),
    });
    let id = move |name: &'static str, what: IdOf| {
        move || ids.get().map(|ids| fact(name, told(&ids, what, errand)))
    };
    view! {
        <Show when=move || shown.with(Option::is_some)>
            <section class="sect">
                <h3>"Identity"</h3>
                <dl class="kv">
                    {move || shown.get().map(|view| who(&view))} {id("Account ID", IdOf::Account)}
                    {move || shown.get().map(|view| known(&view))}
                    {id("Auth config ID", IdOf::AuthConfig)} {id("Tenant ID", IdOf::Tenant)}
                    {id("This row", IdOf::Row)}
                </dl>
            </section>
        </Show>
    }
}

/// The alias, Composio's word, and the auth config by name.
fn known(view: &IntegrationView) -> impl IntoView + use<> {
    let config = view.auth_config_name.clone();
    let owner = if view.managed {
        "Composio managed"
    } else {
        "Custom"
    };
    let disabled = view.auth_config_disabled;
    view! {
        {view.alias.clone().map(|alias| fact("Alias", view! { <code>{alias}</code> }))}
        {fact("Composio says", status(view))}
        {view.observed_at.map(|at| fact("Read from Composio", view! { <Ago at /> }))}
        {fact(
            "Auth config",
            view! {
                <span>{config}</span>
                <span class="tag">{owner}</span>
                {disabled.then(|| view! { <span class="tag tag--bad">"Switched off"</span> })}
            },
        )}
    }
}

/// What a ticket, a log or Composio's own pages ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Ids {
    of: IntegrationId,
    account: Option<String>,
    auth_config: String,
    tenant: String,
}

/// An id, or what the row's link is for, with the button that copies it; or that there is none.
fn told(ids: &Ids, what: IdOf, errand: Errand) -> AnyView {
    let desk = use_desk();
    let (id, label, name) = match what {
        IdOf::Account => (ids.account.clone(), "Copy the account ID (i)", "account"),
        IdOf::AuthConfig => {
            let id = ids.auth_config.clone();
            (Some(id), "Copy the auth config ID", "auth_config")
        }
        IdOf::Tenant => (Some(ids.tenant.clone()), "Copy the tenant ID", "tenant"),
        IdOf::Row => {
            let link = "A link for a note or a ticket".to_owned();
            (Some(link), "Copy a link to this row", "row")
        }
    };
    let Some(id) = id else {
        return "None".into_any();
    };
    let of = ids.of.clone();
    let id = match what {
        IdOf::Row => view! { <span>{id}</span> }.into_any(),
        _ => view! { <code>{id}</code> }.into_any(),
    };
    view! {
        {id}
        <button
            type="button"
            class="btn btn--icon btn--quiet btn--sm"
            title=label
            aria-label=label
            data-test="copy-id"
            data-id=name
            on:click=move |_| copy_id(desk, errand, of.clone(), what)
        >
            <Icon name="copy" small=true />
        </button>
    }
    .into_any()
}

/// Whose account it is, and from where that is known.
fn who(view: &IntegrationView) -> impl IntoView + use<> {
    let source = |identity: &domain::Identity| identity.source.words(&view.row.toolkit_name);
    let name = match &view.identity {
        Some(identity) => {
            let title = format!("From {}", source(identity));
            let name = identity.name.clone();
            view! {
                <span title=title data-test="identity">
                    {name}
                </span>
            }
            .into_any()
        }
        None => {
            let why = text::unnamed(view.unnamed);
            view! { <span data-test="identity-none">{why}</span> }.into_any()
        }
    };
    let known = view.identity.as_ref().map(|identity| {
        let source = text::capital(&source(identity));
        fact(
            "Known from",
            view! { <span data-test="identity-source">{source}</span> },
        )
    });
    view! {
        {fact("Account", name)}
        {known}
    }
}

fn status(view: &IntegrationView) -> impl IntoView + use<> {
    let word = view.status.clone();
    let reason = view.status_reason.clone();
    view! {
        {match word {
            Some(word) => view! { <code data-test="composio-status">{word}</code> }.into_any(),
            None => "Nothing yet".into_any(),
        }}
        {reason.map(|reason| view! { <span class="small muted">{reason}</span> })}
    }
}
