//! What goes on while a person wants to close the app, and what becomes of it.

use wire::UnderWay;

use super::counted;

/// A sentence or more for each of the things that go on, with a name for it.
#[must_use]
pub fn leaving(under_way: UnderWay) -> Vec<(&'static str, String)> {
    let UnderWay {
        watched,
        cleanup,
        checks,
    } = under_way;
    [
        (watched, "watched", watched_words(watched)),
        (cleanup, "cleanup", cleanup_words(cleanup)),
        (checks, "checks", checks_words(checks)),
    ]
    .into_iter()
    .filter(|(number, ..)| *number > 0)
    .map(|(_, name, words)| (name, words))
    .collect()
}

fn watched_words(watched: u32) -> String {
    format!(
        "{} under way. Quitting cancels no sign-in: a link that was opened keeps working, and Switchboard takes up watching when you start it again.",
        counted(watched, "sign-in")
    )
}

fn cleanup_words(left: u32) -> String {
    format!(
        "A clean-up is running: {}. It ends with Switchboard and is not taken up again; what is left stays at Composio.",
        are_left(left, "account")
    )
}

fn checks_words(left: u32) -> String {
    format!(
        "Tokens are being checked: {}. The run ends with Switchboard and is not taken up again; what was read stays.",
        are_left(left, "row")
    )
}

fn are_left(left: u32, noun: &str) -> String {
    let verb = if left == 1 { "is" } else { "are" };
    format!("{} {verb} left", counted(left, noun))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_thing_that_goes_on_has_words_of_its_own_and_nothing_else_has() {
        let told = |watched, cleanup, checks| {
            let under_way = UnderWay {
                watched,
                cleanup,
                checks,
            };
            let names = leaving(under_way).into_iter().map(|(name, _)| name);
            names.collect::<Vec<_>>()
        };
        assert!(told(0, 0, 0).is_empty());
        assert_eq!(told(1, 0, 0), ["watched"]);
        assert_eq!(told(0, 2, 3), ["cleanup", "checks"]);
        assert_eq!(told(1, 2, 3), ["watched", "cleanup", "checks"]);
    }

    #[test]
    fn what_ends_with_the_app_is_said_to_end_and_how_much_is_left() {
        let told = |cleanup, checks| {
            let under_way = UnderWay {
                watched: 0,
                cleanup,
                checks,
            };
            leaving(under_way).remove(0).1
        };
        let many = told(12, 0);
        assert!(many.starts_with("A clean-up is running: 12 accounts are left. It ends with"));
        assert!(told(1, 0).contains(": 1 account is left."), "{many}");
        assert!(told(0, 1).contains(": 1 row is left."));
        for words in [many, told(0, 40)] {
            assert!(words.contains("is not taken up again"), "{words}");
        }
    }
}
