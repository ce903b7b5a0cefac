//! The one push channel: first a snapshot, then every event.

use app::App;
use tauri::{State, ipc::Channel};
use wire::Event;

/// Sends the window everything from now on. The core registers the channel and takes the
/// snapshot under one lock, so nothing is missed and nothing comes twice.
#[tauri::command]
#[expect(
    clippy::needless_pass_by_value,
    reason = "Tauri hands a command its arguments by value"
)]
pub(crate) fn subscribe(app: State<'_, App>, channel: Channel<Event>) {
    app.subscribe(move |event| channel.send(event).is_ok());
}
