//! Scopes in plain words, for a person who must decide before the consent page.
//!
//! The words are those of the providers' own scope lists, shortened. What is not in
//! the table is shown as it is: nothing is guessed.

mod granted;
mod table;

pub use granted::{areas, lacks, missing};

use table::{GITHUB, GOOGLE, MICROSOFT, OPENID, Row, SLACK};

/// How much a scope gives away, by the provider's own sorting where it has one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// Who somebody is, and little more.
    Plain,
    /// Data of the person.
    Sensitive,
    /// All of a mailbox, a drive or an organisation.
    Restricted,
}

/// A scope in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plain {
    /// What it is about, such as `Calendar`.
    pub area: &'static str,
    /// What it allows, such as `See and edit events`.
    pub allows: &'static str,
    /// How much it gives away.
    pub weight: Weight,
}

/// What a scope means, where that is known.
#[must_use]
pub fn plain(scope: &str) -> Option<Plain> {
    let scope = scope.trim();
    if scope == "https://mail.google.com/" {
        return Some(Plain {
            area: "Mail",
            allows: "Read, write, send and delete all mail for good",
            weight: Weight::Restricted,
        });
    }
    if let Some(name) = scope.strip_prefix("https://www.googleapis.com/auth/") {
        return find(GOOGLE, name);
    }
    let graph = scope
        .strip_prefix("https://graph.microsoft.com/")
        .unwrap_or(scope);
    let lower = graph.to_lowercase();
    [OPENID, SLACK, GITHUB]
        .into_iter()
        .find_map(|table| find(table, scope))
        .or_else(|| find(MICROSOFT, &lower))
}

fn find(table: &'static [Row], name: &str) -> Option<Plain> {
    let row = table.iter().find(|row| row.0 == name)?;
    Some(Plain {
        area: row.1,
        allows: row.2,
        weight: row.3,
    })
}

#[cfg(test)]
mod tests {
    use super::Weight::{Plain as P, Restricted as R, Sensitive as S};
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn what_is_not_known_is_not_guessed() {
        for raw in [
            "",
            "gmail.readonly",
            "https://www.googleapis.com/auth/gmail",
            "repository",
            "CHAT:WRITE",
        ] {
            assert_eq!(plain(raw), None, "{raw}");
        }
    }

    #[test]
    fn every_provider_is_understood_in_its_own_spelling() {
        for (raw, area, weight) in [
            (
                "https://www.googleapis.com/auth/calendar.events",
                "Calendar",
                S,
            ),
            ("https://mail.google.com/", "Mail", R),
            ("channels:history", "Channels", S),
            ("repo", "Repositories", R),
            ("Mail.Read", "Mail", R),
            (
                "https://graph.microsoft.com/Calendars.ReadWrite",
                "Calendar",
                S,
            ),
            ("openid", "Profile", P),
        ] {
            let told = plain(raw).unwrap();
            assert_eq!((told.area, told.weight), (area, weight), "{raw}");
        }
    }

    #[test]
    fn no_scope_has_two_meanings() {
        for table in [GOOGLE, SLACK, GITHUB, MICROSOFT, OPENID] {
            let names: HashSet<_> = table.iter().map(|row| row.0).collect();
            assert_eq!(names.len(), table.len());
            assert!(
                table
                    .iter()
                    .all(|row| row.0 == row.0.to_lowercase() || table == SLACK)
            );
        }
    }
}
