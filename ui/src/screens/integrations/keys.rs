//! The keys of the list.

use domain::IntegrationId;
use leptos::ev;
use leptos::prelude::*;
use wire::{IntegrationRow, RowAction, ShowIntegration};

use crate::act::{Errand, act, act_by_key};
use crate::desk::Desk;
use crate::dom;
use crate::listing::Listing;
use crate::parts::grid_key;
use crate::screens::pane::{copy_reply, copy_summary};
use crate::text;

const RECONNECT: &[RowAction] = &[
    RowAction::ShowAttempt,
    RowAction::Reconnect,
    RowAction::Connect,
];

const SEND: &[RowAction] = &[RowAction::ShowAttempt, RowAction::SendLink];

const CHECK: &[RowAction] = &[RowAction::CheckToken];

/// Listens as long as the screen is there.
pub(crate) fn listen(desk: Desk, listing: Listing<IntegrationRow>) {
    let errand = Errand::of_frame(desk);
    let on_open = Callback::new(move |row: IntegrationRow| desk.row.set(Some(row.id)));
    let keys = window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() || !desk.is_bare() {
            return;
        }
        let pane = desk.row.with_untracked(Option::is_some);
        if grid_key(&event, listing, pane, on_open) {
            return event.prevent_default();
        }
        if dom::is_modified(&event) || dom::is_typing(&event) {
            return;
        }
        let taken = match event.key().as_str() {
            "Escape" if pane => {
                desk.row.set(None);
                listing.focus_cursor();
                true
            }
            "/" => {
                dom::focus_on("[data-filter]");
                true
            }
            "m" if pane => {
                dom::focus_on("[data-note]");
                dom::scroll_to("[data-note]".to_owned());
                true
            }
            "r" => on_row(desk, errand, listing, RECONNECT),
            "s" => on_row(desk, errand, listing, SEND),
            "y" => copied(desk, errand, listing, copy_reply),
            "Y" => copied(desk, errand, listing, copy_summary),
            "c" => on_row(desk, errand, listing, CHECK),
            "f" if dom::press("[data-test=diagnosis] .btn--primary") => true,
            "f" => fix(desk, errand, listing),
            "D" => on_row(desk, errand, listing, &[RowAction::Disconnect]),
            _ => false,
        };
        if taken {
            event.prevent_default();
        }
    });
    on_cleanup(move || keys.remove());
}

/// The row whose pane is open, else that under the cursor.
fn at_cursor(desk: Desk, listing: Listing<IntegrationRow>) -> Option<IntegrationId> {
    let under_cursor = || listing.under_cursor().map(|row| row.id);
    desk.row.get_untracked().or_else(under_cursor)
}

/// Does what the row's diagnosis suggests. What is somebody else's to do is read in the pane,
/// and a row that works needs nothing.
fn fix(desk: Desk, errand: Errand, listing: Listing<IntegrationRow>) -> bool {
    let Some(integration) = at_cursor(desk, listing) else {
        return false;
    };
    let asked = integration.clone();
    errand.run(
        ShowIntegration { integration },
        move |view| match text::next_of(&view) {
            Some(action) => act(desk, errand, asked, action),
            None => desk.row.set(Some(asked)),
        },
    );
    true
}

/// Copies what the ticket needs of the row under the cursor.
fn copied(
    desk: Desk,
    errand: Errand,
    listing: Listing<IntegrationRow>,
    copy: fn(Desk, Errand, IntegrationId),
) -> bool {
    let Some(row) = at_cursor(desk, listing) else {
        return false;
    };
    copy(desk, errand, row);
    true
}

fn on_row(
    desk: Desk,
    errand: Errand,
    listing: Listing<IntegrationRow>,
    actions: &'static [RowAction],
) -> bool {
    let Some(row) = at_cursor(desk, listing) else {
        return false;
    };
    if actions == CHECK {
        // The pane tells what the check found.
        desk.row.set(Some(row.clone()));
    }
    act_by_key(desk, errand, &row, actions);
    true
}
