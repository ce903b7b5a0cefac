//! Whose account it is, and every id that a ticket may need.

use leptos::prelude::*;
use wire::IntegrationView;

use crate::parts::Ago;
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
pub(crate) fn IdentityFacts(view: View) -> impl IntoView {
    let shown = part(view, Clone::clone);
    move || {
        shown.get().map(|view| {
            let config = view.auth_config_name.clone();
            let owner = if view.managed {
                "Composio managed"
            } else {
                "Custom"
            };
            view! {
                <section class="sect">
                    <h3>"Identity"</h3>
                    <dl class="kv">
                        {who(&view)} {fact("Account ID", code(view.account.as_ref()))}
                        {view.alias.clone().map(|alias| fact("Alias", code(Some(&alias))))}
                        {fact("Composio says", status(&view))}
                        {view
                            .observed_at
                            .map(|at| fact("Read from Composio", view! { <Ago at /> }))}
                        {fact(
                            "Auth config",
                            view! {
                                <span>{config}</span>
                                <span class="tag">{owner}</span>
                                {view
                                    .auth_config_disabled
                                    .then(|| {
                                        view! { <span class="tag tag--bad">"Switched off"</span> }
                                    })}
                            },
                        )} {fact("Auth config ID", code(Some(&view.auth_config)))}
                        {fact("Tenant ID", code(Some(&text::user_id(&view.user))))}
                    </dl>
                </section>
            }
        })
    }
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

fn code<T: ToString>(id: Option<&T>) -> AnyView {
    match id {
        Some(id) => view! { <code>{id.to_string()}</code> }.into_any(),
        None => "None".into_any(),
    }
}
