//! What this computer is, in words that name nobody: for the diagnostics.

use std::{env, fs};

use app::SystemFacts;

pub(crate) fn facts() -> SystemFacts {
    SystemFacts {
        os: operating_system(),
        webview: tauri::webview_version().unwrap_or_else(|_| "not known".to_owned()),
        display: display().to_owned(),
    }
}

fn operating_system() -> String {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = release
        .lines()
        .find_map(|line| line.strip_prefix("PRETTY_NAME="))
        .map_or(env::consts::OS, |name| name.trim_matches('"'));
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    format!("{name}, {} {}", env::consts::ARCH, kernel.trim())
        .trim_end()
        .to_owned()
}

/// Which kind of display the window is on, as GTK chooses.
fn display() -> &'static str {
    let set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    match env::var("GDK_BACKEND").as_deref() {
        Ok("x11") => "X11, as GDK_BACKEND says",
        Ok("wayland") => "Wayland, as GDK_BACKEND says",
        _ if set("WAYLAND_DISPLAY") => "Wayland",
        _ if set("DISPLAY") => "X11",
        _ => "none",
    }
}
