//! The `.deb`: Debian, Ubuntu and theirs.

use std::{
    fmt::Write as _,
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use super::{
    MAINTAINER, NAME,
    facts::Facts,
    tree::{self, Entry},
};
use crate::sh;

/// What the libraries do not say: the authorities that vouch for servers, who opens a browser and
/// registers links, and the index through which `gio` finds the handler of a scheme.
const PROGRAMS: &[&str] = &["ca-certificates", "desktop-file-utils", "xdg-utils"];

/// The keys' place and the typeface. The app says what it misses and runs without them.
const RECOMMENDED: &str = "default-dbus-session-bus | dbus-session-bus, \
    gnome-keyring | kwalletmanager | keepassxc, fonts-inter";

const DESCRIPTION: &str = "console for the accounts of customers at Composio
 Switchboard is for teams whose product connects its customers' accounts
 (Gmail, Google Calendar, Slack and more) through Composio. Support finds the
 tenant, sees what is wrong and why, signs in again or sends the customer a
 link. Admins repair causes instead of rows and read an audit list of every
 change.
 .
 A demo workspace inside needs neither a key nor a network.";

/// Makes it in `directory`.
pub(super) fn make(facts: &Facts, files: &[Entry], directory: &Path) -> Result<PathBuf> {
    let laid = directory.join("deb");
    tree::lay(files, &laid, facts)?;
    let architecture = sh::output(Command::new("dpkg").arg("--print-architecture"))?;
    let architecture = architecture.trim();
    let libraries = libraries(&laid, directory)?;
    let mut all = files.to_vec();
    let refresh = fs::read_to_string(tree::source(&facts.root).join("refresh"))?;
    for (name, text, mode) in [
        (
            "control",
            control(facts, files, architecture, &libraries),
            0o644,
        ),
        ("md5sums", sums(files, &laid)?, 0o644),
        ("postinst", script(&refresh), 0o755),
        ("postrm", script(&refresh), 0o755),
    ] {
        all.push(Entry {
            path: format!("DEBIAN/{name}"),
            bytes: text.into_bytes(),
            mode,
        });
    }
    tree::lay(&all, &laid, facts)?;
    let package = directory.join(format!("{NAME}_{}_{architecture}.deb", facts.version));
    // With one thread: how the work is cut would show in the compressed bytes.
    sh::output(
        Command::new("dpkg-deb")
            .args(["--root-owner-group", "-Zxz", "--threads-max=1", "--build"])
            .arg(&laid)
            .arg(&package)
            .env("SOURCE_DATE_EPOCH", facts.epoch_seconds()),
    )?;
    fs::set_permissions(&package, fs::Permissions::from_mode(0o644))?;
    Ok(package)
}

/// The packages that hold the libraries, by Debian's own reckoning.
fn libraries(laid: &Path, directory: &Path) -> Result<String> {
    // By this it knows the root of a package.
    fs::create_dir_all(laid.join("DEBIAN"))?;
    // It reads the sources' control file only to know what is being built.
    let source = directory.join("shlibdeps");
    super::emptied(&source.join("debian"))?;
    fs::write(
        source.join("debian/control"),
        format!("Source: {NAME}\n\nPackage: {NAME}\nArchitecture: any\n"),
    )?;
    let answer = sh::output(
        Command::new("dpkg-shlibdeps")
            .args(["-O", "--warnings=0", "-e"])
            .arg(laid.join(tree::program()))
            .current_dir(&source),
    )?;
    answer
        .lines()
        .find_map(|line| line.strip_prefix("shlibs:Depends="))
        .map(str::to_owned)
        .context("dpkg-shlibdeps named no library")
}

fn control(facts: &Facts, files: &[Entry], architecture: &str, libraries: &str) -> String {
    let kibibytes: usize = files
        .iter()
        .map(|file| file.bytes.len().div_ceil(1024))
        .sum();
    let kibibytes = kibibytes.to_string();
    let depends = format!("{libraries}, {}", PROGRAMS.join(", "));
    let mut text = String::new();
    for (field, value) in [
        ("Package", NAME),
        ("Version", facts.version.as_str()),
        ("Section", "devel"),
        ("Priority", "optional"),
        ("Architecture", architecture),
        ("Maintainer", MAINTAINER),
        ("Installed-Size", kibibytes.as_str()),
        ("Depends", depends.as_str()),
        ("Recommends", RECOMMENDED),
        ("Description", DESCRIPTION),
    ] {
        let _ = writeln!(text, "{field}: {value}");
    }
    text
}

fn sums(files: &[Entry], laid: &Path) -> Result<String> {
    let mut command = Command::new("md5sum");
    command.args(files.iter().map(|file| &file.path));
    sh::output(command.current_dir(laid))
}

fn script(refresh: &str) -> String {
    format!("#!/bin/sh\nset -e\n\n{refresh}")
}
