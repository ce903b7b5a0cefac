//! Token health: what the last real read said, whether the token can be read and if
//! not why, when it ends. Verdicts and facts; no token is ever among them.

use domain::{Cause, Expiry, TokenTrouble, Verdict, scopes};
use leptos::prelude::*;
use wire::{IntegrationView, ReadView, ScopeView, TokenView, VerifiedView};

use super::facts::{fact, part};
use crate::desk::use_desk;
use crate::dom::zone;
use crate::parts::Ago;
use crate::text;

type View = Memo<Option<IntegrationView>>;

/// The card.
#[component]
pub(crate) fn TokenHealth(view: View) -> impl IntoView {
    let shown = part(view, |view| {
        let pause = view.pause.as_ref().map(|pause| pause.said.clone());
        (view.row.verified, view.token.clone(), pause)
    });
    move || {
        shown.get().map(|(verified, token, pause)| {
            view! {
                <section class="sect" data-test="token">
                    <h3>
                        "Token health"
                        {at(verified)
                            .map(|at| {
                                view! {
                                    <span class="end">"checked " <Ago at /></span>
                                }
                            })}
                    </h3>
                    <dl class="kv">
                        <Verified verified read=token.read.clone() last=token.last_good />
                        <CheckSaid verified pause />
                        <Access token=token.clone() />
                        <Rest token=token.clone() />
                    </dl>
                    <Outline rows=token.outline />
                </section>
            }
        })
    }
}

/// When the last real read was.
fn at(verified: VerifiedView) -> Option<domain::Timestamp> {
    match verified {
        VerifiedView::Never | VerifiedView::Ended => None,
        VerifiedView::Good(at)
        | VerifiedView::Refused(at)
        | VerifiedView::Unclear(at)
        | VerifiedView::NoRead(at) => Some(at),
    }
}

#[component]
fn Verified(
    verified: VerifiedView,
    read: Option<ReadView>,
    last: Option<domain::Timestamp>,
) -> impl IntoView {
    let desk = use_desk();
    let word = Memo::new(move |_| text::token::verified(verified, desk.now.get()));
    let cause = read.as_ref().and_then(|read| match read.verdict {
        Verdict::Good | Verdict::NoRead => None,
        Verdict::Refused(cause) | Verdict::Unclear(cause) => Some(Cause::label(cause)),
    });
    let asked = read.as_ref().and_then(|read| read.asked.clone());
    let how = read.filter(|read| read.verdict != Verdict::NoRead).map(how);
    let before = last.filter(|last| at(verified).is_some_and(|at| at > *last));
    let said = fact(
        "Verified",
        view! {
            <span data-test="verified" data-verified=move || word.get().0>
                {move || cause.unwrap_or(word.get().1)}
            </span>
            {how.map(|how| view! { <span class="small muted" data-test="verified-how">{how}</span> })}
            {before
                .map(|at| view! { <span class="small muted">"Last answered " <Ago at /></span> })}
        },
    );
    let asked = asked.map(|asked| {
        fact(
            "Asked",
            view! { <span data-test="verified-asked">{asked}</span> },
        )
    });
    view! {
        {said}
        {asked}
    }
}

/// `By a Composio tool, 182 ms, jane@example.com`.
fn how(read: ReadView) -> String {
    let way = read.way.map(|way| text::capital(way.words()));
    let took = format!("{} ms", read.took_millis);
    let parts: Vec<String> = [way, Some(took), read.account]
        .into_iter()
        .flatten()
        .collect();
    parts.join(" · ")
}

/// Whether it can be read, by what that was recognised, and whether it is the same.
#[component]
fn Access(token: TokenView) -> impl IntoView {
    let desk = use_desk();
    let (code, title) = match token.trouble {
        Some(trouble) => (trouble.code(), trouble.title()),
        None => ("readable", "Readable, not kept here"),
    };
    let why = token
        .trouble
        .map(|trouble| format!("{} {}", trouble.cause(), trouble.fix()));
    let shape = (!is_none(token.trouble)).then(|| token.shape.words());
    let mark = token.fingerprint.map(|seen| {
        let exact = text::exact(seen.last, zone(seen.last));
        let short = seen.short();
        let same = move || text::token::sameness(&seen, desk.now.get(), zone(seen.last));
        fact(
            "Fingerprint",
            view! {
                <span class="row-inline" data-test="token-fingerprint" title=format!("Last seen {exact}")>
                    <code>{short}</code>
                    <span>{same}</span>
                </span>
            },
        )
    });
    view! {
        {fact(
            "Access token",
            view! {
                <span data-test="token-verdict" data-trouble=code>
                    {title}
                </span>
                {why.map(|why| view! { <span class="small muted" data-test="token-why">{why}</span> })}
            },
        )}
        {shape
            .map(|words| {
                fact("Shown as", view! { <span data-test="token-shape">{words}</span> })
            })}
        {mark}
    }
}

/// Whether there is no token of which anything could be told.
fn is_none(trouble: Option<TokenTrouble>) -> bool {
    matches!(
        trouble,
        Some(
            TokenTrouble::NotConnected
                | TokenTrouble::SigningIn
                | TokenTrouble::Disconnected
                | TokenTrouble::NotLooked
        )
    )
}

#[component]
fn Rest(token: TokenView) -> impl IntoView {
    let none = is_none(token.trouble);
    let yes_no = |name, held, test: &'static str| {
        (!none).then(|| {
            fact(
                name,
                view! { <span data-test=test>{text::token::held(held)}</span> },
            )
        })
    };
    view! {
        <Expires expiry=token.expiry />
        {yes_no("Refresh token", token.refresh, "token-refresh")}
        {yes_no("ID token", token.id_token, "token-id")}
        {token.token_type.filter(|_| !none).map(|kind| fact("Type", kind))}
        {token.scheme.map(|scheme| fact("Scheme", scheme))}
        {(!token.scopes.is_empty()).then(|| fact("Scopes", view! { <Scopes scopes=token.scopes /> }))}
        {token.shared.then(|| fact("Shared", "Yes, more than one user may use it"))}
    }
}

#[component]
fn Expires(expiry: Expiry) -> impl IntoView {
    let desk = use_desk();
    let told = match expiry {
        Expiry::At(at) | Expiry::Ended(at) => Some(at),
        Expiry::LengthOnly(_) | Expiry::NotTold | Expiry::Key | Expiry::Nothing => None,
    };
    let title = told.map(|at| text::exact(at, zone(at)));
    (expiry != Expiry::Nothing).then(|| {
        let words = move || {
            let now = desk.now.get();
            text::token::expiry(expiry, now, zone(told.unwrap_or(now)))
        };
        fact(
            "Expires",
            view! { <span data-test="token-expiry" title=title>{words}</span> },
        )
    })
}

/// The count, and behind it every scope in plain words.
#[component]
fn Scopes(scopes: Vec<ScopeView>) -> impl IntoView {
    let count = text::token::granted(&scopes);
    let line = |it: ScopeView| {
        let words = scopes::plain(&it.scope).map_or_else(
            || it.scope.clone(),
            |plain| format!("{}: {}", plain.area, plain.allows),
        );
        let missing = it.granted == Some(false);
        view! {
            <li title=it.scope>
                {words} {missing.then(|| view! { <span class="tag tag--bad">"Not granted"</span> })}
            </li>
        }
    };
    view! {
        <details class="more" data-test="token-scopes">
            <summary>{count}</summary>
            <ul class="small">{scopes.into_iter().map(line).collect_view()}</ul>
        </details>
    }
}

/// What came where the token should be: names and types, no values.
#[component]
fn Outline(rows: Vec<(String, String)>) -> impl IntoView {
    (!rows.is_empty()).then(|| {
        let line = |(name, kind): (String, String)| {
            view! {
                <li>
                    <code>{name}</code>
                    ": "
                    {kind}
                </li>
            }
        };
        view! {
            <details class="more" data-test="token-outline">
                <summary>"Show what came: names and types, no values"</summary>
                <ul class="small">{rows.into_iter().map(line).collect_view()}</ul>
            </details>
        }
    })
}

/// What came of the check that was just asked for, until something newer is known.
#[component]
fn CheckSaid(
    verified: VerifiedView,
    /// What the notice above says of an account that is switched off; it is not said once more.
    pause: Option<String>,
) -> impl IntoView {
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
        let noticed = pause.as_ref();
        if overtaken || noticed.is_some_and(|notice| said.words.ends_with(notice)) {
            return None;
        }
        Some(fact(
            "Just now",
            view! {
                <span data-test="check-said">
                    {said.words}
                </span>
            },
        ))
    }
}
