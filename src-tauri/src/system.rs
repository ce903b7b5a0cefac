//! What this computer is, in words that name nobody: for the diagnostics.

use std::{env, fs, path::Path};

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

fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty())
}

/// Whether GTK has anything to try; it ends the program where it finds no display.
pub(crate) fn may_have_a_display() -> bool {
    // Wayland has a name that is tried without being told, and a page in a browser can be the
    // display as well.
    let unnamed = env::var_os("XDG_RUNTIME_DIR")
        .is_some_and(|directory| Path::new(&directory).join("wayland-0").exists());
    unnamed
        || is_set("WAYLAND_DISPLAY")
        || is_set("WAYLAND_SOCKET")
        || is_set("DISPLAY")
        || is_set("BROADWAY_DISPLAY")
        || env::var("GDK_BACKEND").is_ok_and(|backend| backend.contains("broadway"))
}

/// Whether the display lets a window in. Asked before Tauri is, which panics where it does not. It
/// is GTK's own beginning, and is not done twice.
#[cfg(target_os = "linux")]
pub(crate) fn display_answers() -> bool {
    gtk::init().is_ok()
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn display_answers() -> bool {
    true
}

/// Whether there is a bus on which a second start finds the first. Without one, a link opens a
/// program of its own.
pub(crate) fn has_session_bus() -> bool {
    let address = env::var("DBUS_SESSION_BUS_ADDRESS").unwrap_or_default();
    let bus = env::var_os("XDG_RUNTIME_DIR").map(|directory| Path::new(&directory).join("bus"));
    bus_is_named(&address) || address.is_empty() && bus.is_some_and(|bus| bus.exists())
}

/// An address that is no path may be one that works.
fn bus_is_named(address: &str) -> bool {
    address.split(';').filter(|one| !one.is_empty()).any(|one| {
        let path = one.strip_prefix("unix:path=");
        path.is_none_or(|path| Path::new(path.split(',').next().unwrap_or(path)).exists())
    })
}

/// Which kind of display the window is on, as GTK chooses.
fn display() -> &'static str {
    match env::var("GDK_BACKEND").as_deref() {
        Ok("x11") => "X11, as GDK_BACKEND says",
        Ok("wayland") => "Wayland, as GDK_BACKEND says",
        _ if is_set("WAYLAND_DISPLAY") => "Wayland",
        _ if is_set("DISPLAY") => "X11",
        _ => "none",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bus_whose_socket_is_gone_is_none() {
        assert!(!bus_is_named(""));
        assert!(!bus_is_named("unix:path=/nowhere/bus,guid=00ff"));
        assert!(bus_is_named(
            "unix:path=/nowhere/bus;unix:path=/dev/null,guid=00ff"
        ));
        assert!(bus_is_named("unix:abstract=/tmp/dbus-x"));
    }
}
