//! Making a machine ready: Debian packages and the wasm target. Costs a look when nothing is
//! missing; installs nothing without saying what and why.

use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Result, bail};

use crate::{
    headless,
    packages::{self, For, Package},
    sh,
};

/// Makes the machine ready for `purpose`.
pub(crate) fn setup(purpose: For) -> Result<()> {
    install(purpose)?;
    wasm_target()?;
    if purpose == For::Testing {
        components()?;
    }
    Ok(())
}

/// What `cargo xtask run` needs on this machine.
pub(crate) fn setup_for_running() -> Result<()> {
    setup(if headless::has_display() {
        For::Running
    } else {
        For::RunningHeadless
    })
}

fn install(purpose: For) -> Result<()> {
    let needed = packages::needed_for(purpose);
    if !is_debian_like(&fs::read_to_string("/etc/os-release").unwrap_or_default()) {
        return elsewhere(&needed);
    }
    let missing = packages::not_installed(&needed)?;
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

fn apt_get(words: &[&str]) -> Result<()> {
    let is_root = sh::output(Command::new("id").arg("-u"))?.trim() == "0";
    if !is_root {
        if !sh::has("sudo") {
            bail!(
                "installing needs an administrator and there is no sudo: as root, run `apt-get {}`",
                words.join(" ")
            );
        }
        println!("setup: apt-get needs an administrator, so sudo may ask for your password");
    }
    sh::run(&mut apt_command(is_root, words))
}

/// What asks for nothing but, where one is needed, the password of sudo.
fn apt_command(is_root: bool, words: &[&str]) -> Command {
    let mut command = if is_root {
        Command::new("apt-get")
    } else {
        // sudo drops the environment, so what apt must know goes with it as an argument.
        let mut sudo = Command::new("sudo");
        sudo.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        sudo
    };
    // Another program may hold the lock for a while, as on a machine's first boot.
    command
        .env("DEBIAN_FRONTEND", "noninteractive")
        .args(["-q", "-o", "DPkg::Lock::Timeout=120"])
        .args(words);
    command
}

/// Elsewhere we cannot install, but we can look, and name all of it: the names differ from one
/// system to the next, what they are for does not.
fn elsewhere(needed: &[Package]) -> Result<()> {
    println!("setup: this is not a Debian system, so nothing is installed; this is needed:");
    let looked = packages::looked_for(needed);
    for (package, there) in &looked {
        println!("setup: {}", needed_line(package, *there));
    }
    let missing = looked.iter().filter(|(_, there)| !there).count();
    if missing > 0 {
        bail!(
            "{missing} of {} things are missing: install what these Debian packages hold, then run again",
            looked.len()
        );
    }
    Ok(())
}

fn needed_line(package: &Package, there: bool) -> String {
    let found = if there { "there  " } else { "missing" };
    format!("{found} {} ({})", package.name, package.why)
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

    fn words(command: &Command) -> Vec<String> {
        std::iter::once(command.get_program())
            .chain(command.get_args())
            .map(|word| word.to_string_lossy().into_owned())
            .collect()
    }

    #[test]
    fn an_administrator_needs_no_sudo() {
        let said = words(&apt_command(true, &["update"]));
        assert_eq!(
            said,
            ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=120", "update"]
        );
    }

    #[test]
    fn anybody_else_asks_sudo_and_apt_asks_no_questions() {
        let said = words(&apt_command(false, &["install", "--yes", "xvfb"]));
        assert_eq!(
            said,
            [
                "sudo",
                "DEBIAN_FRONTEND=noninteractive",
                "apt-get",
                "-q",
                "-o",
                "DPkg::Lock::Timeout=120",
                "install",
                "--yes",
                "xvfb"
            ]
        );
    }

    #[test]
    fn another_system_is_told_every_package_and_what_it_is_for() {
        for package in packages::needed_for(For::Testing) {
            for there in [true, false] {
                let line = needed_line(&package, there);
                assert!(line.contains(package.name) && line.contains(package.why));
            }
        }
    }
}
