//! The keys of Triage: j and k move, Space expands, Enter opens the
//! newest row, f runs the fix, c checks everything. Of a row that is open the letters are its own,
//! as its buttons say.

use domain::IntegrationId;
use leptos::ev;
use leptos::prelude::*;
use wire::TriageGroup;

use super::checks::check_all;
use super::{Table, fix};
use crate::desk::Desk;
use crate::dom;
use crate::screens::pane::{row_key, write_note};

/// What a region that can be scrolled does with the focus in it.
const SCROLL: [&str; 6] = ["ArrowDown", "ArrowUp", "Home", "End", " ", "Enter"];

/// Listens as long as the screen is there.
pub(super) fn listen(desk: Desk, table: Table) {
    let keys = window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() || !desk.is_bare() {
            return;
        }
        if dom::is_modified(&event) || dom::is_typing(&event) {
            return;
        }
        let key = event.key();
        // Space and Enter belong to a button that has the focus.
        let pressed =
            matches!(key.as_str(), " " | "Enter") && dom::inside(&event, "button, a, summary");
        // Whoever reads in the pane scrolls it; the letters are for the whole screen.
        let reads = SCROLL.contains(&key.as_str()) && dom::inside(&event, ".pane");
        if pressed || reads {
            return;
        }
        if take(desk, table, &key) {
            event.prevent_default();
        }
    });
    on_cleanup(move || keys.remove());
}

fn take(desk: Desk, table: Table, key: &str) -> bool {
    match key {
        "j" | "ArrowDown" => go(table, 1),
        "k" | "ArrowUp" => go(table, -1),
        "Home" => put(table, 0),
        "End" => put(table, usize::MAX),
        " " => at_cursor(table, |group| {
            let key = group.key.clone();
            table
                .expanded
                .update(|open| *open = (open.as_ref() != Some(&key)).then_some(key));
        }),
        "Enter" => at_cursor(table, |group| {
            if let Some((row, _)) = group.first.first() {
                desk.row.set(Some(row.id.clone()));
            }
        }),
        "f" if desk.row.with_untracked(Option::is_none) => {
            at_cursor(table, |group| fix::run(desk, table, group))
        }
        "Escape" if desk.row.with_untracked(Option::is_some) => {
            desk.row.set(None);
            dom::focus_list();
            true
        }
        "Escape" if table.expanded.with_untracked(Option::is_some) => {
            table.expanded.set(None);
            true
        }
        _ => match desk.row.get_untracked() {
            Some(row) => of_open_row(desk, table, &row, key),
            None if key == "c" => {
                check_all(desk, table.for_all());
                true
            }
            None => false,
        },
    }
}

/// The keys of the row in the pane.
fn of_open_row(desk: Desk, table: Table, row: &IntegrationId, key: &str) -> bool {
    match key {
        "m" => {
            write_note();
            true
        }
        // The cursor may stand on another group, whose fix is not this row's.
        "f" => dom::press("[data-test=diagnosis] .btn--primary"),
        _ => {
            // What it asks is no group's.
            if !table.errand.busy.get_untracked() {
                table.pressed.set(None);
            }
            row_key(desk, table.errand, row, key)
        }
    }
}

fn at_cursor(table: Table, what: impl FnOnce(&TriageGroup)) -> bool {
    let group = table
        .groups
        .with_untracked(|groups| groups.get(untrack(|| table.at())?).cloned());
    match group {
        Some(group) => {
            what(&group);
            true
        }
        None => false,
    }
}

fn go(table: Table, step: isize) -> bool {
    // Where the cursor's group is gone, the first press lands on the first.
    let at = untrack(|| table.at()).map_or(0, |at| at.saturating_add_signed(step));
    put(table, at)
}

fn put(table: Table, at: usize) -> bool {
    let found = table.groups.with_untracked(|groups| {
        let at = at.min(groups.len().checked_sub(1)?);
        Some((at, groups.get(at)?.key.clone()))
    });
    let Some((at, key)) = found else {
        return false;
    };
    table.cursor.set(Some(key));
    dom::reveal_on(format!("[data-group=\"{at}\"]"));
    true
}
