//! Which part of the filter leaves nothing, where that can be told from the counts.

use domain::LifecycleName;
use wire::{ListView, Narrow};

use super::number::counted_with;

/// `12 integrations fit all but the status Error.` Nothing where no single part is to blame.
#[must_use]
pub fn excluded(
    state: Option<LifecycleName>,
    narrow: &Narrow,
    by_state: &[(LifecycleName, u32)],
    views: &[(ListView, u32)],
) -> Option<String> {
    let in_view = |wanted: ListView| {
        let found = views.iter().find(|(view, _)| *view == wanted);
        found.map_or(0, |(_, rows)| *rows)
    };
    let because = narrow.cause.is_some() || narrow.concern.is_some();
    let (rows, part) = match (state, because, &narrow.auth_config) {
        (Some(state), _, _) => {
            let rows: u32 = by_state.iter().map(|(_, rows)| rows).sum();
            (rows, format!("status {}", state.label()))
        }
        (None, true, None) => (in_view(narrow.view), "cause".to_owned()),
        (None, false, Some(_)) => (in_view(narrow.view), "auth config".to_owned()),
        // The counts of a moment ago, when a part has just been left out.
        (None, false, None) if narrow.view == ListView::All => return None,
        (None, false, None) => {
            let view = format!("view {}", narrow.view.label());
            (in_view(ListView::All), view)
        }
        (None, true, Some(_)) => return None,
    };
    let fit = counted_with(rows, "integration fits", "integrations fit");
    (rows > 0).then(|| format!("{fit} all but the {part}."))
}

/// What was typed, as long as a chip may be.
#[must_use]
pub fn quoted(typed: &str) -> String {
    const LONG: usize = 30;
    let words = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = words.chars().take(LONG).collect();
    let more = if cut.len() < words.len() { "…" } else { "" };
    format!("“{cut}{more}”")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Cause;

    const STATES: &[(LifecycleName, u32)] =
        &[(LifecycleName::Active, 11), (LifecycleName::Added, 1)];
    const VIEWS: &[(ListView, u32)] = &[(ListView::All, 7), (ListView::Pending, 1)];

    #[test]
    fn the_part_that_leaves_nothing_is_named_with_what_it_leaves_out() {
        let open = Narrow::default();
        let told = excluded(Some(LifecycleName::Error), &open, STATES, VIEWS);
        let expected = "12 integrations fit all but the status Error.";
        assert_eq!(told.as_deref(), Some(expected));

        let pending = Narrow {
            view: ListView::Pending,
            ..open.clone()
        };
        let told = excluded(None, &pending, &[], VIEWS);
        let expected = "7 integrations fit all but the view Pending.";
        assert_eq!(told.as_deref(), Some(expected));

        let masked = Narrow {
            cause: Some(Cause::Masked),
            ..pending
        };
        let told = excluded(None, &masked, &[], VIEWS);
        let expected = "1 integration fits all but the cause.";
        assert_eq!(told.as_deref(), Some(expected));
    }

    #[test]
    fn where_the_text_or_the_toolkit_leaves_nothing_no_other_part_is_blamed() {
        let none = [(ListView::All, 0)];
        assert_eq!(excluded(None, &Narrow::default(), &[], &none), None);
        let error = Some(LifecycleName::Error);
        assert_eq!(excluded(error, &Narrow::default(), &[], VIEWS), None);
        assert_eq!(excluded(None, &Narrow::default(), STATES, VIEWS), None);
    }

    #[test]
    fn a_ticket_is_quoted_by_its_beginning_and_on_one_line() {
        assert_eq!(quoted(" acme\n gmail "), "“acme gmail”");
        let long = quoted(&"é".repeat(500));
        assert_eq!(long, format!("“{}…”", "é".repeat(30)));
    }
}
