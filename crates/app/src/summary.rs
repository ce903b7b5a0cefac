//! What is known of an integration, for the colleagues' side of a ticket: Markdown with
//! every id, and without a token or a link. The customer's side is [`crate::reply`].
//!
//! What looks like a token is cut from each part that is somebody's words, and not from the whole:
//! the words may be long, and an id may look like one.

use std::fmt::Write as _;

use domain::Timestamp;
use domain::identity::is_unseen;
use wire::{IntegrationView, VerifiedView};

/// How many of the newest lines of the history go along.
const EVENTS: usize = 3;

/// The summary of what the pane shows.
pub(crate) fn of(view: &IntegrationView, now: Timestamp) -> String {
    let row = &view.row;
    let state = row.label.as_deref().unwrap_or(row.state.label());
    let mut text = format!(
        "**{} for {}: {}**\n\n",
        line(&row.toolkit_name),
        // Looked through when it was typed; of whom nobody named, it is the user id.
        one_line(&row.tenant_name),
        line(state),
    );
    let mut put = |name: &str, said: Option<String>| {
        if let Some(said) = said {
            let _ = writeln!(text, "- {name}: {said}");
        }
    };
    let diagnosis = view.diagnosis.as_ref();
    put("Since", Some(time(view.since)));
    put("Signed in", Some(signed_in(view)));
    put(
        "Cause",
        diagnosis.map(|it| format!("{} {}", line(&it.title), it.sentence)),
    );
    put("What to do", diagnosis.map(|it| line(&it.fix_label)));
    put("Composio says", said_by_composio(view));
    put("Last real read", Some(read(row.verified)));
    let raw = diagnosis.and_then(|it| it.raw.as_deref());
    put("Evidence", raw.map(code));
    put("Tenant", Some(key(&view.user)));
    put("Account", view.account.as_ref().map(|id| key(id.as_str())));
    let config = format!(
        "{} {}",
        line(&view.auth_config_name),
        key(view.auth_config.as_str())
    );
    put("Auth config", Some(config));
    for event in view.timeline.iter().take(EVENTS) {
        let detail = event.detail.as_deref().map(line);
        let detail = detail.map_or_else(String::new, |detail| format!(". {detail}"));
        put(
            &time(event.at),
            Some(format!("{}{detail}", line(&event.title))),
        );
    }
    let _ = writeln!(text, "\nAs of {}.", time(now));
    text
}

fn signed_in(view: &IntegrationView) -> String {
    let who = view.identity.as_ref();
    who.map_or_else(|| "not known".to_owned(), |who| line(&who.name))
}

fn said_by_composio(view: &IntegrationView) -> Option<String> {
    let status = code(view.status.as_deref()?);
    let reason = view.status_reason.as_deref().map(code);
    let reason = reason.map_or_else(String::new, |reason| format!(", {reason}"));
    let at = view.observed_at.map(time);
    let at = at.map_or_else(String::new, |at| format!(", seen {at}"));
    Some(format!("{status}{reason}{at}"))
}

fn read(verified: VerifiedView) -> String {
    match verified {
        VerifiedView::Never => "none yet".to_owned(),
        VerifiedView::Good(at) => format!("good, {}", time(at)),
        VerifiedView::Refused(at) => format!("refused by the provider, {}", time(at)),
        VerifiedView::Unclear(at) => format!("unclear, {}", time(at)),
        VerifiedView::NoRead(at) => format!("no harmless read is known, {}", time(at)),
        VerifiedView::Ended => "no account is left to read".to_owned(),
    }
}

/// On one line, whatever somebody wrote.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same without what looks like a token or a link.
fn line(words: &str) -> String {
    composio::scrub(&one_line(words))
}

/// As code; a backtick of its own would end it.
fn code(words: &str) -> String {
    format!("`{}`", line(words).replace('`', "'"))
}

/// An id as code: whole, for somebody looks it up, with what nobody sees written as its number.
fn key(id: &str) -> String {
    let spelt = |letter: char| match is_unseen(letter) {
        true => letter.escape_unicode().to_string(),
        false => letter.to_string(),
    };
    let id: String = id.chars().map(spelt).collect();
    format!("`{}`", one_line(&id).replace('`', "'"))
}

fn time(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.millis())
        .map(|at| at.strftime("%-d %B %Y %H:%M UTC").to_string())
        .unwrap_or_default()
}
