//! The audit list by itself: it is whole, and what it calls unknown was looked at.

use super::Broken;
use crate::read::{Facts, Line};

/// What is done to an account that stays: to read it says how it came out.
const READABLE: [&str; 4] = ["Withdraw access", "Enable", "Disable", "Set the alias"];
/// How an unknown outcome ends: with what was seen, or that no look will ever say more.
const READ: [&str; 2] = ["; read back as ", "; Composio could not be read"];

/// The audit list has no gap, and ends where its head says.
pub(super) fn chained(facts: &Facts, all: &mut Broken) {
    let whole = facts
        .audit
        .iter()
        .zip(1..)
        .all(|(line, seq)| line.seq == seq);
    let head = i64::try_from(facts.audit.len()) == Ok(facts.head);
    all.unless(whole && head, "I5 the audit list is whole", || {
        format!("{} rows, head {}", facts.audit.len(), facts.head)
    });
}

/// I5: an outcome that no answer told says what the account was read back as.
pub(super) fn unknown_was_read_back(facts: &Facts, all: &mut Broken) {
    let unknown = |line: &&Line| {
        line.kind == "outcome"
            && READABLE.contains(&line.action.as_str())
            && line.result.starts_with("unknown")
    };
    for line in facts.audit.iter().filter(unknown) {
        let read = READ.iter().any(|word| line.result.contains(*word));
        all.unless(read, "I5 an unknown outcome was read back", || {
            format!("{line:?}")
        });
    }
}
