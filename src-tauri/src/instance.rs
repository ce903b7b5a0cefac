//! One running program per home. A second start hands its arguments to the first and ends.

use std::time::Instant;

use tauri::{AppHandle, Manager, Runtime, plugin::TauriPlugin};

use crate::{home::Home, trickle::Trickle, window};

static FORWARDED: Trickle = Trickle::new();

/// The plugin that finds the first instance by its name on the session bus.
pub(crate) fn plugin<R: Runtime>(home: &Home) -> TauriPlugin<R> {
    tauri_plugin_single_instance::Builder::new()
        .dbus_id(home.instance_id())
        .callback(|app, arguments, _directory| second_start(app, &arguments))
        .build()
}

/// A bare second start asks for the window. A link has already gone to the deep-link plugin,
/// and whether it deserves the window is not for us to say: any web page can send one.
fn second_start<R: Runtime>(app: &AppHandle<R>, arguments: &[String]) {
    let bare = arguments.len() <= 1;
    if FORWARDED.lets_through(Instant::now()) {
        tracing::info!(bare, "a second start was forwarded here");
    }
    if bare && let Some(main) = app.get_webview_window(window::LABEL) {
        window::raise(&main);
    }
}
