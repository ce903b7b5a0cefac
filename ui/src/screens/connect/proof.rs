//! What the first look at a new account found: its token, its permissions, a real read.

use domain::{Cause, Expiry, IntegrationId, Verdict};
use leptos::prelude::*;
use wire::{IntegrationView, ReadView, ShowIntegration, TokenView};

use crate::bridge;
use crate::desk::use_desk;
use crate::dom::zone;
use crate::reading::Reading;
use crate::text;

/// The lines for a list of facts. The read comes a moment after the account does.
#[component]
pub(super) fn Proof(integration: IntegrationId) -> impl IntoView {
    let desk = use_desk();
    let key = Signal::derive(move || Some(integration.clone()));
    let reading: Reading<IntegrationId, IntegrationView> =
        Reading::new(key, desk.console.rows.into(), |integration| {
            Box::pin(bridge::call(ShowIntegration { integration }))
        });
    let token = Memo::new(move |_| reading.current().map(|view| view.token));
    move || token.get().map(|token| view! { <Lines token /> })
}

#[component]
fn Lines(token: TokenView) -> impl IntoView {
    let desk = use_desk();
    let (trouble, expiry) = (token.trouble, token.expiry);
    let access = move || match trouble {
        Some(trouble) => trouble.title().to_owned(),
        None => {
            let now = desk.now.get();
            let zone = match expiry {
                Expiry::At(at) | Expiry::Ended(at) => zone(at),
                _ => zone(now),
            };
            match text::token::expiry(expiry, now, zone) {
                Some(ends) if matches!(expiry, Expiry::At(_)) => format!("Readable, ends {ends}"),
                _ => "Readable".to_owned(),
            }
        }
    };
    let scopes = (!token.scopes.is_empty()).then(|| text::token::granted(&token.scopes));
    view! {
        <dt>"Access token"</dt>
        <dd data-test="attempt-token">{access}</dd>
        <dt>"Refresh token"</dt>
        <dd>{text::token::held(token.refresh)}</dd>
        {scopes
            .map(|scopes| {
                view! {
                    <dt>"Scopes"</dt>
                    <dd data-test="attempt-granted">{scopes}</dd>
                }
            })}
        <dt>"Test read"</dt>
        <dd data-test="attempt-read">{answered(token.read.as_ref())}</dd>
    }
}

fn answered(read: Option<&ReadView>) -> String {
    let Some(read) = read else {
        return "Under way".to_owned();
    };
    match read.verdict {
        Verdict::Good => format!("The provider answered in {} ms", read.took_millis),
        Verdict::Refused(cause) | Verdict::Unclear(cause) => Cause::label(cause).to_owned(),
        Verdict::NoRead => "No harmless read is known for this toolkit".to_owned(),
    }
}
