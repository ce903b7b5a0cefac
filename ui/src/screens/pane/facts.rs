//! The token's facts, and whose account it is. No token is ever among them.

use leptos::prelude::*;
use wire::{IntegrationView, VerifiedView};

use crate::desk::use_desk;
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
fn fact(name: impl IntoView + 'static, value: impl IntoView + 'static) -> impl IntoView {
    view! {
        <dt>{name}</dt>
        <dd>{value}</dd>
    }
}

/// Token health.
#[component]
pub(crate) fn TokenFacts(view: View) -> impl IntoView {
    let shown = part(view, |view| (view.row.verified, view.token.clone()));
    move || {
        shown.get().map(|(verified, token)| {
            let when = match verified {
                VerifiedView::Never | VerifiedView::Ended => None,
                VerifiedView::Good(at)
                | VerifiedView::Refused(at)
                | VerifiedView::Unclear(at)
                | VerifiedView::NoRead(at) => Some(at),
            };
            let (own, name) = match verified {
                VerifiedView::Never => ("Never checked with the provider", "never"),
                VerifiedView::Ended => ("There is nothing left to check", "ended"),
                VerifiedView::Good(_) => ("The provider answered", "good"),
                VerifiedView::Refused(_) => ("The provider refused", "refused"),
                VerifiedView::Unclear(_) => ("No answer that says anything", "unclear"),
                VerifiedView::NoRead(_) => {
                    ("No harmless read is known for this toolkit", "no_read")
                }
            };
            // The core words it more closely where it knows the cause.
            let (closer, token): (Vec<_>, Vec<_>) =
                token.into_iter().partition(|(name, _)| name == "Verified");
            let words = match (verified, closer.into_iter().next()) {
                (VerifiedView::Refused(_) | VerifiedView::Unclear(_), Some((_, words))) => words,
                _ => own.to_owned(),
            };
            view! {
                <section class="sect">
                    <h3>
                        "Token health"
                        {when
                            .map(|at| {
                                view! {
                                    <span class="end">"checked " <Ago at /></span>
                                }
                            })}
                    </h3>
                    <dl class="kv">
                        {fact(
                            "Verified",
                            view! {
                                <span data-test="verified" data-verified=name>
                                    {words}
                                </span>
                            },
                        )}
                        <CheckSaid verified />
                        {token
                            .into_iter()
                            .map(|(name, value)| fact(name, value))
                            .collect_view()}
                    </dl>
                </section>
            }
        })
    }
}

/// What came of the check that was just asked for, until something newer is known.
#[component]
fn CheckSaid(verified: VerifiedView) -> impl IntoView {
    let desk = use_desk();
    move || {
        let row = desk.row.get()?;
        let said = desk.said.get().filter(|said| said.of == row)?;
        let overtaken = match verified {
            VerifiedView::Never => false,
            VerifiedView::Ended => true,
            VerifiedView::Good(at)
            | VerifiedView::Refused(at)
            | VerifiedView::Unclear(at)
            | VerifiedView::NoRead(at) => at > said.at,
        };
        if overtaken {
            return None;
        }
        Some(fact(
            "Just now",
            view! {
                <span role="status" data-test="check-said">
                    {said.words}
                </span>
            },
        ))
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
                        {fact(
                            "Account",
                            match view.identity.clone() {
                                Some(identity) => {
                                    view! {
                                        <span
                                            title=format!(
                                                "From {}",
                                                identity.source.words(&view.row.toolkit_name),
                                            )
                                            data-test="identity"
                                        >
                                            {identity.name}
                                        </span>
                                    }
                                        .into_any()
                                }
                                None => {
                                    let why = text::unnamed(view.unnamed);
                                    view! { <span data-test="identity-none">{why}</span> }.into_any()
                                }
                            },
                        )}
                        {view
                            .identity
                            .as_ref()
                            .map(|identity| {
                                fact(
                                    "Known from",
                                    view! {
                                        <span data-test="identity-source">
                                            {text::capital(
                                                &identity.source.words(&view.row.toolkit_name),
                                            )}
                                        </span>
                                    },
                                )
                            })} {fact("Account ID", code(view.account.as_ref()))}
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
                        {fact("Tenant ID", code(Some(&view.user)))}
                    </dl>
                </section>
            }
        })
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
