//! One running program per home. A second start hands its arguments to the first and ends.
//!
//! The first may end in the moment in which the second speaks to it: after a crash its name stays
//! on the bus until its last thread is gone. Then the second starts over and is the first.

use std::{
    env,
    os::unix::process::CommandExt,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use tauri::{AppHandle, Manager, Runtime, plugin::TauriPlugin};

use crate::{error::Error, home::Home, trickle::Trickle, window};

/// The plugin's name in Tauri's errors.
const PLUGIN: &str = "single-instance";

/// Counts the starts over, across them.
const STARTS: &str = "SWITCHBOARD_STARTS_OVER";
const MOST_STARTS: u32 = 10;
const PAUSE: Duration = Duration::from_millis(200);

static FORWARDED: Trickle = Trickle::new();

/// The plugin that finds the first instance by its name on the session bus.
pub(crate) fn plugin<R: Runtime>(home: &Home) -> TauriPlugin<R> {
    tauri_plugin_single_instance::Builder::new()
        .dbus_id(home.instance_id())
        .callback(|app, arguments, _directory| second_start(app, &arguments))
        .build()
}

/// Whether the first instance was found and then did not answer.
pub(crate) fn vanished(error: &Error) -> bool {
    matches!(error, Error::Tauri(tauri::Error::PluginInitialization(name, _)) if name == PLUGIN)
}

/// Becomes a new start of this program; comes back with the error when that has been tried often
/// enough, or cannot be done.
pub(crate) fn start_over(error: Error) -> Error {
    let starts = env::var(STARTS).ok().and_then(|text| text.parse().ok());
    let starts: u32 = starts.unwrap_or(0);
    let Ok(program) = env::current_exe() else {
        return error;
    };
    if starts >= MOST_STARTS {
        return error;
    }
    tracing::info!(starts, "the running instance is gone; starting over");
    thread::sleep(PAUSE);
    let failed = Command::new(program)
        .args(env::args_os().skip(1))
        .env(STARTS, (starts + 1).to_string())
        .exec();
    tracing::error!(error = %failed, "could not start over");
    error
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
