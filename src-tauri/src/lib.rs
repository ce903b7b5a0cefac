//! The shell: one window, the operating system's doors (browser, deep link, keyring bus), and
//! nothing else. It knows Tauri, so that no other room has to.
//!
//! It holds no rule and makes no decision about an account; what arrives here is handed on.

mod deep_link;
mod error;
mod hardening;
mod home;
mod instance;
mod logs;
mod redact;
mod scheme;
mod window;

use std::{
    io::{Write, stderr},
    process::ExitCode,
};

use tauri::Manager;

use crate::{error::Error, home::Home};

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
    let home = Home::from_environment()?;
    match std::env::args().nth(1).as_deref() {
        Some("--register-scheme") => scheme::register(&home).map(|()| ExitCode::SUCCESS),
        Some("--handler-registered") => Ok(ExitCode::from(u8::from(!scheme::is_ours(&home)))),
        _ => open(home).map(|()| ExitCode::SUCCESS),
    }
}

fn open(home: Home) -> Result<(), Error> {
    logs::start(&home)?;
    tauri::Builder::default()
        // First, so that a second start ends before it has touched anything.
        .plugin(instance::plugin(&home))
        .plugin(tauri_plugin_deep_link::init())
        .plugin(
            tauri_plugin_opener::Builder::new()
                .open_js_links_on_click(false)
                .build(),
        )
        .setup(move |app| {
            app.manage(home);
            deep_link::listen(app)?;
            window::open(app)?;
            Ok(())
        })
        .run(tauri::generate_context!())?;
    Ok(())
}
