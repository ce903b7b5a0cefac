//! The keys of a row's actions, in the list and beside Triage: those that its buttons show.

use domain::IntegrationId;
use leptos::prelude::{GetUntracked, Set, WithUntracked};
use wire::{IdOf, Notice, RowAction};

use super::foot::{copy_id, copy_reply, copy_summary};
use crate::act::{Errand, act_by_key};
use crate::desk::Desk;
use crate::dom;

const RECONNECT: &[RowAction] = &[
    RowAction::ShowAttempt,
    RowAction::Reconnect,
    RowAction::Connect,
];

const SEND: &[RowAction] = &[RowAction::ShowAttempt, RowAction::SendLink];

const CHECK: &[RowAction] = &[RowAction::CheckToken];

const DISCONNECT: &[RowAction] = &[RowAction::Disconnect];

/// What is said of a key that cannot be followed yet.
const HELD_UP: &str = "The last step still waits for its answer. Press again when it is there.";

/// Whether a key comes while the answer to what was asked last is still out. It is said then: no
/// button shows it, and the key would seem to be broken.
pub(crate) fn is_held_up(desk: Desk, errand: Errand) -> bool {
    let waits = errand.busy.get_untracked();
    let is_told = || {
        let said =
            |notices: &Vec<(u32, Notice)>| notices.iter().any(|(_, notice)| notice.text == HELD_UP);
        desk.console.notices.with_untracked(said)
    };
    // Once: a key may be held.
    if waits && !is_told() {
        desk.console.tell(Notice {
            good: true,
            text: HELD_UP.to_owned(),
            integration: None,
        });
    }
    waits
}

/// Does what the key says to a row. `false` for a key of something else.
pub(crate) fn row_key(desk: Desk, errand: Errand, row: &IntegrationId, key: &str) -> bool {
    if matches!(key, "r" | "s" | "c" | "D") && is_held_up(desk, errand) {
        return true;
    }
    match key {
        "r" => act_by_key(desk, errand, row, RECONNECT),
        "s" => act_by_key(desk, errand, row, SEND),
        "c" | "y" | "Y" | "i" => {
            // The pane tells what came of it: what the check found, or that there was nothing to
            // be copied.
            if desk.row.with_untracked(|open| open.as_ref() != Some(row)) {
                desk.row.set(Some(row.clone()));
            }
            match key {
                "c" => act_by_key(desk, errand, row, CHECK),
                "y" => copy_reply(desk, errand, row.clone()),
                "Y" => copy_summary(desk, errand, row.clone()),
                _ => copy_id(desk, errand, row.clone(), IdOf::Account),
            }
        }
        "D" => act_by_key(desk, errand, row, DISCONNECT),
        _ => return false,
    }
    true
}

/// Goes to the box for a note in the pane that is open.
pub(crate) fn write_note() {
    dom::focus_on("[data-note]");
    dom::scroll_to("[data-note]".to_owned());
}
