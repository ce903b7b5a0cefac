//! Links that the desktop delivers, and rows that are to come to the front. Whoever comes while a
//! workspace is on its way waits for it, as far as there is room: any page can send links as
//! fast as it likes.

use std::sync::Arc;

use domain::links::{self, AppLink, Callback};
use domain::{IntegrationId, Timestamp};
use wire::{Event, KeyPlace};

use crate::core::App;
use crate::workspace::Workspace;

/// Callbacks that wait for a workspace to open, or for its key; more are dropped.
const MAX_EARLY: usize = 16;
/// More links than this within [`LINK_WINDOW_MILLIS`] are dropped unread.
const MAX_LINKS: u32 = 20;
const LINK_WINDOW_MILLIS: i64 = 10_000;

/// What waits for a workspace, and how many links came lately.
#[derive(Default)]
pub(crate) struct Arrivals {
    callbacks: Vec<Callback>,
    row: Option<Wanted>,
    links: u32,
    since: Option<Timestamp>,
}

/// What becomes of one more link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Room {
    /// It is read.
    Left,
    /// It is the first one too many, which is told.
    JustSpent,
    /// It is one of many too many.
    Spent,
}

impl Arrivals {
    /// Whether there is room for one more link.
    fn room(&mut self, now: Timestamp) -> Room {
        if self
            .since
            // A clock that was set back must not shut the door for as long.
            .is_none_or(|since| !(0..=LINK_WINDOW_MILLIS).contains(&now.since(since)))
        {
            self.since = Some(now);
            self.links = 0;
        }
        self.links += 1;
        match self.links.checked_sub(MAX_LINKS) {
            None | Some(0) => Room::Left,
            Some(1) => Room::JustSpent,
            Some(_) => Room::Spent,
        }
    }

    /// Keeps a callback until a workspace can take it, as far as there is room.
    fn keep(&mut self, callback: Callback) {
        if self.callbacks.len() < MAX_EARLY {
            self.callbacks.push(callback);
        }
    }
}

/// A row that is to come to the front.
struct Wanted {
    row: IntegrationId,
    /// A person asked for it here. A link may come from anybody.
    asked: bool,
}

impl App {
    /// Takes a link that the desktop delivered. Anything that is not exactly ours is
    /// dropped; a flood of links is dropped unread.
    pub fn link(&self, link: &str) {
        if self.flooded() {
            return;
        }
        match links::parse(link) {
            Ok(AppLink::Callback(callback)) => self.ring(callback),
            Ok(AppLink::Open(row)) => self.bring(Wanted { row, asked: false }),
            Err(error) => tracing::info!(%error, "a link into the app was dropped"),
        }
    }

    /// A person pressed a notification of ours: the window comes to the front, at the row that it
    /// is about, if that is in what is open now.
    pub fn show(&self, row: &IntegrationId) {
        self.0.host.raise();
        self.bring(Wanted {
            row: row.clone(),
            asked: true,
        });
    }

    /// What waited for a workspace has it now, or has nothing to wait for any more.
    pub(crate) fn let_in(&self) {
        let (callbacks, row) = {
            let mut state = self.state();
            let waiting = &mut state.arrivals;
            (std::mem::take(&mut waiting.callbacks), waiting.row.take())
        };
        for callback in callbacks {
            self.ring(callback);
        }
        if let Some(row) = row {
            self.bring(row);
        }
    }

    /// Shows a row, if it is there: any page can send a link, so nothing else comes of one. Of
    /// several that come early the last one is shown.
    fn bring(&self, wanted: Wanted) {
        let open = {
            let mut state = self.state();
            if state.opening {
                state.arrivals.row = Some(wanted);
                return;
            }
            state.workspace.clone()
        };
        let Wanted { row, asked } = wanted;
        if open.is_none_or(|open| open.roster().row(&row).is_none()) {
            tracing::info!("what was to be shown is no row of ours, and was dropped");
            return;
        }
        if !asked {
            self.0.host.raise();
        }
        self.0.hub.publish(&Event::Focus {
            integration: row,
            asked,
        });
    }

    fn flooded(&self) -> bool {
        let now = self.0.host.now();
        let room = self.state().arrivals.room(now);
        match room {
            Room::Left => return false,
            Room::JustSpent => {
                tracing::warn!("too many links into the app; more are dropped for ten seconds");
            }
            Room::Spent => {}
        }
        true
    }

    fn ring(&self, callback: Callback) {
        let workspace = {
            let mut state = self.state();
            // Without its key a workspace does not follow yet what was under way.
            let asked = |open: &Arc<Workspace>| open.key() == KeyPlace::Asked;
            if state.opening || state.workspace.as_ref().is_some_and(asked) {
                state.arrivals.keep(callback);
                return;
            }
            state.workspace.clone()
        };
        let Some(workspace) = workspace else { return };
        let task = Arc::clone(&workspace);
        workspace.spawn(async move {
            task.ring(&callback).await;
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_000_000);

    /// Twice as many links came as there was room for.
    fn flooded() -> (Arrivals, Vec<Room>) {
        let mut lately = Arrivals::default();
        let rooms = (0..2 * MAX_LINKS).map(|_| lately.room(NOW)).collect();
        (lately, rooms)
    }

    #[test]
    fn of_forty_links_at_once_twenty_are_read_and_the_first_of_the_others_is_told() {
        let (_, rooms) = flooded();
        let (read, dropped) = rooms.split_at(20);
        assert_eq!(read, [Room::Left; 20]);
        let (first, others) = dropped.split_first().unwrap();
        assert_eq!(*first, Room::JustSpent);
        assert_eq!(others, [Room::Spent; 19]);
    }

    #[test]
    fn after_ten_seconds_links_are_read_again_and_so_they_are_when_the_clock_was_set_back() {
        for (later, room) in [
            (10_000, Room::Spent),
            (10_001, Room::Left),
            (-1, Room::Left),
        ] {
            let (mut lately, _) = flooded();
            assert_eq!(lately.room(NOW.plus_millis(later)), room, "{later} ms");
        }
    }

    #[test]
    fn more_callbacks_than_there_is_room_for_do_not_wait() {
        let query = format!("attempt=a1&state={}", "0".repeat(64));
        let callback = links::callback(&query).unwrap();
        let mut lately = Arrivals::default();
        for _ in 0..40 {
            lately.keep(callback.clone());
        }
        assert_eq!(lately.callbacks.len(), 16);
    }
}
