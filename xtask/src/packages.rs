//! What the machine must have, why, and how to see that it is there.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context, Result};

use crate::sh;

/// What the machine is to be ready for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum For {
    /// Building and opening the app.
    Running,
    /// Opening it where there is no screen.
    RunningHeadless,
    /// Passing every test.
    Testing,
    /// Making packages, and nothing that only tests need.
    Packaging,
}

impl For {
    /// Whether what is needed for `other` is needed for this too.
    fn includes(self, other: Self) -> bool {
        if self == Packaging || other == Packaging {
            return other == self || other == Running;
        }
        other <= self
    }
}

/// How to tell that a thing is there where dpkg cannot be asked.
#[derive(Debug, Clone, Copy)]
enum Probe {
    /// What pkg-config calls it.
    Library(&'static str),
    Program(&'static str),
    /// A program that must end well.
    Runs(&'static str, &'static [&'static str]),
    /// A family that fontconfig knows.
    Font(&'static str),
    /// One of these files: each family of systems has its own place.
    File(&'static [&'static str]),
}

impl Probe {
    fn finds(self) -> bool {
        let succeeds = |program: &str, words: &[&str]| {
            Command::new(program)
                .args(words)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .is_ok_and(|status| status.success())
        };
        match self {
            Library(name) => succeeds("pkg-config", &["--exists", name]),
            Program(name) => sh::has(name),
            Runs(program, words) => succeeds(program, words),
            Font(family) => Command::new("fc-list")
                .args([&format!(":family={family}"), "family"])
                .stderr(Stdio::null())
                .output()
                .is_ok_and(|listed| !listed.stdout.trim_ascii().is_empty()),
            File(paths) => paths.iter().any(|path| Path::new(path).is_file()),
        }
    }
}

/// One package.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Package {
    /// Its name in Debian 12 and in Ubuntu 24.04; docs/ubuntu.md says how each was looked up.
    pub(crate) name: &'static str,
    /// What it is for.
    pub(crate) why: &'static str,
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

use For::{Packaging, Running, RunningHeadless, Testing};
use Probe::{File, Font, Library, Program, Runs};

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
        "ca-certificates",
        "the authorities that vouch for servers: the app, cargo and pip ask them",
        Running,
        File(&[
            "/etc/ssl/certs/ca-certificates.crt",
            "/etc/pki/tls/certs/ca-bundle.crt",
            "/etc/ssl/ca-bundle.pem",
            "/etc/ssl/cert.pem",
        ]),
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
        Font("Inter"),
    ),
    package(
        "fonts-dejavu-core",
        "glyphs that the other lacks",
        RunningHeadless,
        Font("DejaVu Sans"),
    ),
    package(
        "at-spi2-core",
        "accessibility of the window",
        RunningHeadless,
        File(&["/usr/share/dbus-1/services/org.a11y.Bus.service"]),
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
        "runs the official Python client against the simulator, and fetches axe-core for the window",
        Testing,
        // Python alone is not enough: some systems ship these two apart from it.
        Runs("python3", &["-c", "import venv, ensurepip"]),
    ),
    package(
        "dpkg-dev",
        "reckons which packages the program needs",
        Packaging,
        Program("dpkg-shlibdeps"),
    ),
    package("rpm", "makes the .rpm", Packaging, Program("rpmbuild")),
    package(
        "appstream",
        "reads what software centres are told",
        Packaging,
        Program("appstreamcli"),
    ),
    package(
        "debootstrap",
        "makes the clean system in which --check installs the .deb",
        Packaging,
        Program("debootstrap"),
    ),
];

/// What `purpose` needs.
pub(crate) fn needed_for(purpose: For) -> Vec<Package> {
    PACKAGES
        .iter()
        .filter(|package| purpose.includes(package.needed))
        .copied()
        .collect()
}

/// Those that dpkg does not have.
pub(crate) fn not_installed(needed: &[Package]) -> Result<Vec<Package>> {
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

/// Where dpkg cannot be asked: each of them, and whether a look finds what it holds.
pub(crate) fn looked_for(needed: &[Package]) -> Vec<(Package, bool)> {
    needed
        .iter()
        .map(|package| (*package, package.probe.finds()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_never_needs_what_only_testing_needs() {
        let running = needed_for(Running);
        assert!(
            running
                .iter()
                .all(|package| !["webkit2gtk-driver", "python3-venv"].contains(&package.name)),
            "a person who wants to see the app installs no test tools"
        );
        assert!(!running.is_empty(), "the list is not empty");
        assert!(needed_for(Testing).len() > needed_for(RunningHeadless).len());
    }

    #[test]
    fn packaging_needs_the_build_and_its_own_tools_only() {
        let names: Vec<_> = needed_for(Packaging).iter().map(|p| p.name).collect();
        assert!(names.contains(&"rpm") && names.contains(&"libgtk-3-dev"));
        assert!(!names.contains(&"xvfb") && !names.contains(&"webkit2gtk-driver"));
        assert!(
            needed_for(Testing).iter().all(|p| p.name != "rpm"),
            "the tests make no packages"
        );
    }

    #[test]
    fn every_package_has_a_reason() {
        assert!(PACKAGES.iter().all(|package| !package.why.is_empty()));
    }

    #[test]
    fn a_probe_for_what_is_nowhere_finds_nothing() {
        for probe in [
            Library("switchboard-is-no-library"),
            Program("switchboard-is-no-program"),
            Runs("false", &[]),
            Runs("switchboard-is-no-program", &[]),
            Font("Switchboard Is No Typeface"),
            File(&["/switchboard/is/no/file", "/nor/this"]),
        ] {
            assert!(!probe.finds(), "{probe:?} is nowhere");
        }
    }

    #[test]
    fn a_probe_finds_what_is_there() {
        assert!(Program("cargo").finds(), "cargo runs this test");
        assert!(Runs("cargo", &["--version"]).finds());
        assert!(File(&["/not/here", "/etc/os-release"]).finds() || !cfg!(target_os = "linux"));
    }
}
