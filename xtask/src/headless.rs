//! A screen, a session bus and a keyring where there are none.

use std::{env, ffi::OsStr, path::Path, process::Command};

/// Whether a window could be seen.
pub(crate) fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// By itself a screen starts anew when the last window on it is gone, and whoever comes in that moment
/// finds none: a program that is started as another one is killed.
const SCREEN: &str = "--server-args=-noreset -screen 0 1400x1000x24";

/// `program` on a screen and a bus of its own.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("dbus-run-session");
    command
        .args(["--", "xvfb-run", "--auto-servernum"])
        .args([SCREEN, "--"])
        .arg(program)
        .env_remove("WAYLAND_DISPLAY");
    command
}

/// `program` on a screen and a bus of its own, with a keyring that lies in `directory`. It is
/// not the person's own keyring: nobody is there to unlock that one.
pub(crate) fn command_with_keyring(program: &Path, directory: &Path) -> Command {
    // The keyring is a child of the shell and ends with the bus.
    const START: &str = "printf unlocked-by-xtask | \
        XDG_DATA_HOME=\"$1\" gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; \
        exec \"$2\"";
    let mut command = command("sh");
    command
        .args(["-c", START, "sh"])
        .arg(directory)
        .arg(program);
    command
}
