//! Every key that does something, for the sheet that lists them. What is not built yet is not here.

/// Where a key does something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyGroup {
    /// On every screen.
    Anywhere,
    /// In a list.
    Lists,
    /// On the row under the cursor, or the one that is open.
    Row,
    /// To a screen.
    GoTo,
}

impl KeyGroup {
    /// In the order in which they are listed.
    pub const ALL: [Self; 4] = [Self::Anywhere, Self::Lists, Self::Row, Self::GoTo];

    /// Its heading.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Anywhere => "Anywhere",
            Self::Lists => "Lists",
            Self::Row => "Selected or open integration",
            Self::GoTo => "Go to",
        }
    }
}

/// One line of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shortcut {
    /// Where.
    pub group: KeyGroup,
    /// Pressed together, or one after the other.
    pub keys: &'static [&'static str],
    /// What it does.
    pub what: &'static str,
}

const fn key(group: KeyGroup, keys: &'static [&'static str], what: &'static str) -> Shortcut {
    Shortcut { group, keys, what }
}

use KeyGroup::{Anywhere, GoTo, Lists, Row};

/// Every key.
pub const SHORTCUTS: &[Shortcut] = &[
    key(Anywhere, &["/"], "Filter this list"),
    key(Anywhere, &["?"], "All shortcuts"),
    key(Anywhere, &["F1"], "Help"),
    key(Anywhere, &["Esc"], "Back, close, clear"),
    key(Anywhere, &["n"], "Connect account"),
    key(Anywhere, &["Ctrl", "R"], "Sync now"),
    key(Anywhere, &["Ctrl", "K"], "Search or run a command"),
    key(Anywhere, &["Ctrl", "P"], "Recent and pinned tenants"),
    key(Anywhere, &["Ctrl", "Enter"], "Submit, confirm"),
    key(Anywhere, &["Ctrl", "+"], "Larger"),
    key(Anywhere, &["Ctrl", "-"], "Smaller"),
    key(Anywhere, &["Ctrl", "0"], "Normal size"),
    key(Lists, &["j", "k"], "Next, previous row"),
    key(Lists, &["↓", "↑"], "Next, previous row"),
    key(Lists, &["Enter"], "Open details"),
    key(Lists, &["↑", "→"], "To the columns, to sort"),
    key(Lists, &["PgDn", "PgUp"], "Next, previous screenful"),
    key(Lists, &["Home", "End"], "First, last row"),
    key(Lists, &["Space"], "Expand a cause (Triage)"),
    key(Lists, &["a"], "Add a tenant (Tenants)"),
    key(Row, &["r"], "Reconnect here"),
    key(Row, &["s"], "Send connect link"),
    key(Row, &["c"], "Check token"),
    key(Row, &["f"], "Run the suggested fix"),
    key(Row, &["y"], "Copy reply for the ticket"),
    key(Row, &["Shift", "Y"], "Copy summary for colleagues"),
    key(Row, &["i"], "Copy the account ID"),
    key(Row, &["m"], "Write a note"),
    key(Row, &["p"], "Pin the tenant (Tenants)"),
    key(Row, &["Shift", "D"], "Disconnect…"),
    key(GoTo, &["g", "o"], "Overview"),
    key(GoTo, &["g", "i"], "Integrations"),
    key(GoTo, &["g", "t"], "Triage"),
    key(GoTo, &["g", "e"], "Tenants"),
    key(GoTo, &["g", "l"], "Activity"),
    key(GoTo, &["g", "s"], "Settings"),
];

/// Whether a key is one character, so that it can be switched off (WCAG 2.1.4). The space
/// bar presses buttons and is none.
#[must_use]
pub fn is_single(key: &str) -> bool {
    let mut letters = key.chars();
    matches!((letters.next(), letters.next()), (Some(letter), None) if letter != ' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_keys_and_the_space_bar_are_never_switched_off() {
        for key in ["Enter", "Escape", "ArrowDown", "F1", " ", "Tab"] {
            assert!(!is_single(key), "{key:?}");
        }
        for key in ["j", "D", "/", "?", "é"] {
            assert!(is_single(key), "{key:?}");
        }
    }

    #[test]
    fn no_key_does_two_things() {
        for (at, one) in SHORTCUTS.iter().enumerate() {
            for other in &SHORTCUTS[at + 1..] {
                assert_ne!(one.keys, other.keys, "{} and {}", one.what, other.what);
            }
        }
    }

    #[test]
    fn every_group_has_keys() {
        for group in KeyGroup::ALL {
            assert!(SHORTCUTS.iter().any(|it| it.group == group), "{group:?}");
        }
    }
}
