//! Making a machine ready: Debian packages and the wasm target. Costs a look when nothing is
//! missing; installs nothing without saying what and why.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::{headless, sh};

/// What the machine is to be ready for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum For {
    /// Building and opening the app.
    Running,
    /// Opening it where there is no screen.
    RunningHeadless,
    /// All of it.
    Testing,
}

/// How to tell that a thing is there where dpkg cannot be asked.
#[derive(Debug, Clone, Copy)]
enum Probe {
    Library(&'static str),
    Program(&'static str),
    None,
}

#[derive(Debug, Clone, Copy)]
struct Package {
    /// Its name in Debian 12 and in Ubuntu 24.04.
    name: &'static str,
    why: &'static str,
    needed: For,
    probe: Probe,
}

const fn package(name: &'static str, why: &'static str, needed: For, probe: Probe) -> Package {
    Package {
        name,
        why,
        needed,
        probe,
    }
}

use For::{Running, RunningHeadless, Testing};
use Probe::{Library, Program};

/// Every package, with its reason.
const PACKAGES: &[Package] = &[
    package(
        "build-essential",
        "C parts of the dependencies (SQLite, TLS)",
        Running,
        Program("cc"),
    ),
    package(
        "pkg-config",
        "finds the libraries below",
        Running,
        Program("pkg-config"),
    ),
    package(
        "libwebkit2gtk-4.1-dev",
        "the web view in the window",
        Running,
        Library("webkit2gtk-4.1"),
    ),
    package(
        "libgtk-3-dev",
        "the window itself",
        Running,
        Library("gtk+-3.0"),
    ),
    package(
        "xdg-utils",
        "opens the browser and registers our links",
        Running,
        Program("xdg-open"),
    ),
    package(
        "desktop-file-utils",
        "makes the registration known to desktops",
        Running,
        Program("update-desktop-database"),
    ),
    package(
        "shared-mime-info",
        "the desktop's list of link types",
        Running,
        Program("update-mime-database"),
    ),
    package(
        "libglib2.0-bin",
        "`gio open`, the other way to open a link",
        Running,
        Program("gio"),
    ),
    package(
        "xvfb",
        "a screen that nobody sees",
        RunningHeadless,
        Program("xvfb-run"),
    ),
    package(
        "xauth",
        "lets programs onto that screen",
        RunningHeadless,
        Program("xauth"),
    ),
    package(
        "dbus",
        "a session bus",
        RunningHeadless,
        Program("dbus-run-session"),
    ),
    package(
        "dbus-x11",
        "lets programs find that bus",
        RunningHeadless,
        Program("dbus-launch"),
    ),
    package(
        "gnome-keyring",
        "a Secret Service, where keys are kept",
        RunningHeadless,
        Program("gnome-keyring-daemon"),
    ),
    package(
        "fonts-inter",
        "the window's typeface",
        RunningHeadless,
        Probe::None,
    ),
    package(
        "fonts-dejavu-core",
        "glyphs that the other lacks",
        RunningHeadless,
        Probe::None,
    ),
    package(
        "at-spi2-core",
        "accessibility of the window",
        RunningHeadless,
        Probe::None,
    ),
    package(
        "webkit2gtk-driver",
        "drives the window in the journeys",
        Testing,
        Program("WebKitWebDriver"),
    ),
    package(
        "libsecret-tools",
        "asks the keyring in the journeys",
        Testing,
        Program("secret-tool"),
    ),
    package(
        "python3-venv",
        "runs the official Python client against the simulator",
        Testing,
        Program("python3"),
    ),
];

/// Makes the machine ready for `purpose`.
pub(crate) fn setup(purpose: For) -> Result<()> {
    packages(purpose)?;
    wasm_target()?;
    if purpose == Testing {
        components()?;
    }
    Ok(())
}

/// What `cargo xtask run` needs on this machine.
pub(crate) fn setup_for_running() -> Result<()> {
    setup(if headless::has_display() {
        Running
    } else {
        RunningHeadless
    })
}

fn packages(purpose: For) -> Result<()> {
    let needed: Vec<Package> = PACKAGES
        .iter()
        .filter(|package| package.needed <= purpose)
        .copied()
        .collect();
    if !is_debian_like(&fs::read_to_string("/etc/os-release").unwrap_or_default()) {
        return elsewhere(&needed);
    }
    let missing = missing(&needed)?;
    if missing.is_empty() {
        println!("setup: {} Debian packages are there", needed.len());
        return Ok(());
    }
    for package in &missing {
        println!("setup: installing {} ({})", package.name, package.why);
    }
    apt_get(&["update"])?;
    let mut words: Vec<&str> = vec!["install", "--yes", "--no-install-recommends"];
    words.extend(missing.iter().map(|package| package.name));
    apt_get(&words)
}

/// Debian and what says of itself that it is like Debian and has apt.
fn is_debian_like(os_release: &str) -> bool {
    let value = |key: &str| {
        os_release
            .lines()
            .find_map(|line| line.strip_prefix(key)?.strip_prefix('='))
            .map(|value| value.trim_matches('"').to_owned())
            .unwrap_or_default()
    };
    let family = format!("{} {}", value("ID"), value("ID_LIKE"));
    family
        .split_whitespace()
        .any(|word| matches!(word, "debian" | "ubuntu"))
        && sh::has("apt-get")
        && sh::has("dpkg-query")
}

fn missing(needed: &[Package]) -> Result<Vec<Package>> {
    // It exits with 1 when one of them is unknown, and answers for the others all the same.
    let answer = Command::new("dpkg-query")
        .args(["-W", "-f=${Package} ${db:Status-Status}\n"])
        .args(needed.iter().map(|package| package.name))
        .stderr(Stdio::null())
        .output()
        .context("could not ask dpkg")?;
    let answer = String::from_utf8_lossy(&answer.stdout).into_owned();
    Ok(needed
        .iter()
        .filter(|package| {
            let there = format!("{} installed", package.name);
            !answer.lines().any(|line| line == there)
        })
        .copied()
        .collect())
}

fn apt_get(words: &[&str]) -> Result<()> {
    let is_root = sh::output(Command::new("id").arg("-u"))?.trim() == "0";
    let mut command = if is_root {
        Command::new("apt-get")
    } else {
        println!("setup: apt-get needs an administrator, so sudo may ask for your password");
        let mut sudo = Command::new("sudo");
        sudo.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        sudo
    };
    // Another program may hold the lock for a while, as on a machine's first boot.
    sh::run(
        command
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["-q", "-o", "DPkg::Lock::Timeout=120"])
            .args(words),
    )
}

/// Elsewhere we cannot install, but we can look.
fn elsewhere(needed: &[Package]) -> Result<()> {
    let absent: Vec<&Package> = needed
        .iter()
        .filter(|package| match package.probe {
            Library(name) => !Command::new("pkg-config")
                .args(["--exists", name])
                .status()
                .is_ok_and(|status| status.success()),
            Program(name) => !sh::has(name),
            Probe::None => false,
        })
        .collect();
    if absent.is_empty() {
        println!("setup: not a Debian system; what can be looked for is there");
        return Ok(());
    }
    for package in &absent {
        println!("setup: missing: {} ({})", package.name, package.why);
    }
    bail!("this is not a Debian system: install what these Debian packages hold, then run again")
}

fn wasm_target() -> Result<()> {
    let target = "wasm32-unknown-unknown";
    let sysroot = sh::output(Command::new("rustc").args(["--print", "sysroot"]))?;
    let library = Path::new(sysroot.trim())
        .join("lib/rustlib")
        .join(target)
        .join("lib");
    if library.is_dir() {
        println!("setup: the {target} target is there");
        return Ok(());
    }
    if !sh::has("rustup") {
        bail!("the {target} target is missing: install your distribution's package of it");
    }
    println!("setup: adding the {target} target (the window is WebAssembly)");
    sh::run(Command::new("rustup").args(["target", "add", target]))
}

/// A minimal toolchain comes without them.
fn components() -> Result<()> {
    for (component, program) in [("clippy", "clippy-driver"), ("rustfmt", "rustfmt")] {
        let works = Command::new(program)
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success());
        if works {
            continue;
        }
        if !sh::has("rustup") {
            bail!("{component} is missing: install your distribution's package of it");
        }
        println!("setup: adding {component} (checks what is written)");
        sh::run(Command::new("rustup").args(["component", "add", component]))?;
    }
    println!("setup: clippy and rustfmt are there");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_foreign_system_is_never_given_to_apt() {
        for other in [
            "ID=fedora\nID_LIKE=\"rhel\"\n",
            "ID=arch\n",
            "",
            "NAME=debian\n",
        ] {
            assert!(!is_debian_like(other), "{other:?} is not Debian");
        }
    }

    #[test]
    fn running_never_needs_what_only_testing_needs() {
        let running = PACKAGES.iter().filter(|package| package.needed <= Running);
        assert!(
            running
                .clone()
                .all(|package| package.name != "webkit2gtk-driver"),
            "a person who wants to see the app installs no test tools"
        );
        assert!(running.count() > 0, "the list is not empty");
    }

    #[test]
    fn every_package_has_a_reason() {
        assert!(PACKAGES.iter().all(|package| !package.why.is_empty()));
    }
}
