//! Where a core was when it ended, by what it had written and what Composio had done.

use crate::read;
use crate::read::{Facts, Remote};

/// The places, by their names.
pub(crate) fn all(facts: &Facts, remote: &[Remote]) -> Vec<&'static str> {
    let mut all = trips(facts, remote);
    all.extend(to_go(facts, remote));
    all.extend(deeds(facts, remote));
    all
}

fn find<'a>(remote: &'a [Remote], id: Option<&str>) -> Option<&'a Remote> {
    remote
        .iter()
        .find(|account| Some(account.id.as_str()) == id)
}

fn trips(facts: &Facts, remote: &[Remote]) -> Vec<&'static str> {
    if facts.attempts.is_empty() {
        return vec!["nothing planned"];
    }
    let place = |trip: &read::Trip| {
        let account = find(remote, trip.account.as_deref());
        let made = remote
            .iter()
            .any(|one| one.alias.as_ref() == Some(&trip.alias) && !one.deleted);
        match (trip.state.as_str(), account.map(|one| one.status.as_str())) {
            ("planned", _) => "planned",
            ("sent", _) if made => "sent, at Composio",
            ("sent", _) => "sent, not at Composio",
            ("waiting", Some("ACTIVE")) => "allowed",
            ("waiting", _) => "link stored",
            ("opened", Some("ACTIVE")) if !facts.retiring.is_empty() => {
                "allowed, the old one noted"
            }
            ("opened", Some("ACTIVE")) => "allowed",
            ("opened", Some("FAILED")) => "declined",
            ("opened", _) => "opened",
            ("differs", _) => "asked whose it is",
            ("won", _) => "won",
            _ => "given up",
        }
    };
    facts.attempts.iter().map(place).collect()
}

fn to_go(facts: &Facts, remote: &[Remote]) -> Vec<&'static str> {
    let place = |id: &String| {
        let gone = find(remote, Some(id)).is_none_or(|account| account.deleted);
        let open = facts.attempts.iter().any(|trip| {
            trip.account.as_ref() == Some(id)
                && ["sent", "waiting", "opened"].contains(&trip.state.as_str())
        });
        match (gone, open) {
            (true, _) => "to go, gone",
            (false, true) => "to go, sign-in still open",
            (false, false) => "to go, still there",
        }
    };
    facts.retiring.iter().map(place).collect()
}

fn deeds(facts: &Facts, remote: &[Remote]) -> Vec<&'static str> {
    let mut all = Vec::new();
    for intent in facts.audit.iter().filter(|line| line.kind == "intent") {
        let outcome = facts
            .audit
            .iter()
            .find(|line| line.intent == Some(intent.seq));
        let account = find(remote, intent.target.rsplit(", ").next());
        let done = |word: &str| account.is_some_and(|one| one.status == word);
        let gone = account.is_some_and(|one| one.deleted);
        let state = facts
            .rows
            .iter()
            .find(|row| row.account.as_deref() == account.map(|one| one.id.as_str()))
            .map(|row| row.state.as_str());
        let active = state == Some("active");
        all.extend(match (intent.action.as_str(), outcome.is_some()) {
            ("Withdraw access", false) if done("REVOKED") => Some("withdrawn, not written"),
            ("Withdraw access", false) => Some("withdrawal announced"),
            ("Withdraw access", true) if active => Some("withdrawn, row not moved"),
            ("Disable", false) if done("INACTIVE") => Some("switched, not written"),
            ("Disable", false) => Some("switch announced"),
            ("Set the alias", false) => Some("alias announced"),
            ("Change the name on the sign-in page", false) => Some("setting announced"),
            ("Create a Composio-managed auth config", false) => Some("auth config announced"),
            (word, false) if word.starts_with("Delete") && gone => Some("deleted, not written"),
            (word, false) if word.starts_with("Delete") => Some("deletion announced"),
            _ => None,
        });
    }
    all
}
