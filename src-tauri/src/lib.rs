//! The shell: one window, the operating system's doors (browser, deep link, keyring bus), and
//! nothing else. It knows Tauri, so that no other room has to.
//!
//! It holds no rule and makes no decision about an account; what arrives here is handed on.

mod alert;
mod commands;
mod deep_link;
mod demo;
mod error;
mod events;
#[cfg(test)]
mod golden;
mod hardening;
mod home;
mod host;
mod instance;
mod logs;
mod place;
mod scheme;
mod system;
mod trickle;
mod window;

use std::{
    env,
    ffi::OsString,
    io::{Write, stderr},
    process::ExitCode,
    sync::Arc,
};

use app::{App, Config, Vault};
use tauri::{AppHandle, Manager};

use crate::{error::Error, home::Home, host::Desktop};

/// Runs the program until its window is closed.
pub fn run() -> ExitCode {
    match start() {
        Ok(code) => code,
        Err(error) => {
            // Nobody may be there to read it, and then there is no better place either.
            let _ = writeln!(stderr(), "switchboard: {}", error::chain(&error));
            ExitCode::FAILURE
        }
    }
}

fn start() -> Result<ExitCode, Error> {
    hardening::forbid_core_dumps()?;
    // Here, because what reads them later ends the program over it.
    let arguments: Result<Vec<_>, _> = env::args_os().map(OsString::into_string).collect();
    let arguments = arguments.map_err(|_| Error::Argument)?;
    let home = Home::from_environment()?;
    match arguments.get(1).map(String::as_str) {
        Some("--register-scheme") => scheme::register(&home).map(|()| ExitCode::SUCCESS),
        Some("--unregister-scheme") => scheme::unregister(&home).map(|()| ExitCode::SUCCESS),
        Some("--handler-registered") => Ok(ExitCode::from(u8::from(!scheme::is_ours(&home)))),
        _ if !system::may_have_a_display() => Err(Error::NoDisplay),
        _ if !system::display_answers() => Err(Error::DeadDisplay),
        _ => match open(home) {
            Err(error) if instance::vanished(&error) => Err(instance::start_over(error)),
            other => other.map(|()| ExitCode::SUCCESS),
        },
    }
}

fn open(home: Home) -> Result<(), Error> {
    // No reason to show nothing: what stands in the way stands in the way of the database too, and
    // the window tells of that.
    if let Err(error) = logs::start(&home) {
        logs::do_without(&error);
    }
    tauri::Builder::default()
        // First, so that a second start ends before it has touched anything.
        .plugin(instance::plugin(&home))
        .plugin(tauri_plugin_deep_link::init())
        .plugin(
            tauri_plugin_opener::Builder::new()
                .open_js_links_on_click(false)
                .build(),
        )
        .plugin(tauri_plugin_clipboard_manager::init())
        .invoke_handler(commands::handler())
        .setup(move |app| {
            let core = core(app.handle(), &home);
            app.manage(home);
            app.manage(core.clone());
            deep_link::listen(app, &core)?;
            // To make a web view takes as long as to open a workspace: they need not wait for
            // each other.
            let opening = core.clone();
            tauri::async_runtime::spawn(async move { opening.start().await });
            let main = window::open(app)?;
            // Whoever drives it reads its memory's map too, to measure.
            if !window::is_driven() {
                hardening::keep_others_out()?;
            }
            place::follow(&main, &core);
            core.dress();
            Ok(())
        })
        .run(tauri::generate_context!())?;
    Ok(())
}

/// The core, with what the desktop lends it. Only its desk is opened here; the workspace follows
/// while the window comes up.
fn core(handle: &AppHandle, home: &Home) -> App {
    let config = Config {
        home: home.directory().to_owned(),
        person: person(),
        version: handle.package_info().version.to_string(),
    };
    let host = Arc::new(Desktop::new(handle.clone(), home.clone()));
    tauri::async_runtime::block_on(App::open(config, host, Vault::os()))
}

/// Whom the audit list names: the person who is logged in here.
fn person() -> String {
    ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()))
        .or_else(|| whoami::username().ok())
        .unwrap_or_else(|| "unknown".to_owned())
}
