//! The keys of the list.

use domain::IntegrationId;
use leptos::ev;
use leptos::prelude::*;
use wire::{IntegrationRow, RowAction, ShowIntegration};

use crate::act::{Errand, act_in_turn};
use crate::desk::Desk;
use crate::dom;
use crate::listing::Listing;
use crate::parts::grid_key;
use crate::screens::pane::{is_held_up, row_key, write_note};
use crate::text;

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
                write_note();
                true
            }
            "f" if dom::press("[data-test=diagnosis] .btn--primary") => true,
            "f" => fix(desk, errand, listing),
            key => at_cursor(desk, listing).is_some_and(|row| row_key(desk, errand, &row, key)),
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
    if is_held_up(desk, errand) {
        return true;
    }
    let asked = integration.clone();
    let open = desk.overlay_later();
    let here = move || (desk.row.get_untracked(), untrack(|| desk.console.profile()));
    let before = here();
    // A row that was opened since stays open.
    let show = move |row| {
        if here() == before {
            desk.row.set(Some(row));
        }
    };
    errand.run(
        ShowIntegration { integration },
        move |view| match text::next_of(&view) {
            Some(action) => {
                // The pane tells what came of it.
                if matches!(action, RowAction::Enable | RowAction::CheckToken) {
                    show(asked.clone());
                }
                act_in_turn(desk, errand, asked, action, open);
            }
            None => show(asked),
        },
    );
    true
}
