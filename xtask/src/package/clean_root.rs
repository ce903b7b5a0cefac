//! `cargo xtask package --check`: the `.deb` in a system that has never seen us, from the moment
//! it is installed to the moment nothing of it is left. The steps are in `clean-root.sh`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use anyhow::{Context, Result, bail, ensure};

use super::{IDENTIFIER, NAME};
use crate::sh;

/// What happens inside.
const STEPS: &str = include_str!("clean-root.sh");

/// Enters the directory with mounts of its own, which end with it.
const ENTER: &str = r#"set -e
root=$1; archives=$2; shift 2
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/dev/shm"
mount --bind "$archives" "$root/var/cache/apt/archives"
exec chroot "$root" /bin/sh /steps.sh "$@""#;

/// What this session says of its own screen, bus and places, none of which is in there.
const OF_THIS_MACHINE: [&str; 13] = [
    "DBUS_SESSION_BUS_ADDRESS",
    "DISPLAY",
    "SWITCHBOARD_HOME",
    "SWITCHBOARD_LOG",
    "TMPDIR",
    "WAYLAND_DISPLAY",
    "XDG_CACHE_HOME",
    "XDG_CONFIG_DIRS",
    "XDG_CONFIG_HOME",
    "XDG_CURRENT_DESKTOP",
    "XDG_DATA_DIRS",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
];

/// An error where this machine cannot do what [`check`] does.
pub(super) fn ensure_able() -> Result<()> {
    if let Some(reason) = unable()? {
        bail!("cannot be checked in a clean system: {reason}; nothing was built");
    }
    Ok(())
}

/// Installs, uses and removes `deb`.
pub(super) fn check(deb: &Path) -> Result<()> {
    let start = Instant::now();
    let directory = super::directory()?.join("clean-root");
    fs::create_dir_all(directory.join("archives/partial"))?;
    let release = release()?;
    let base = base(&directory, &release)?;
    let root = directory.join("root");
    if root.exists() {
        fs::remove_dir_all(&root)?;
    }
    sh::run(Command::new("cp").arg("-a").arg(&base).arg(&root))?;
    furnish(&root, deb)?;
    println!("package: checking in a clean {release}");
    let mut enter = Command::new("unshare");
    enter
        .args(["--mount", "--pid", "--fork", "--propagation", "private"])
        .args(["/bin/sh", "-c", ENTER, "sh"])
        .arg(&root)
        .arg(directory.join("archives"))
        .args([NAME, IDENTIFIER])
        .env("DEBIAN_FRONTEND", "noninteractive")
        .env("LC_ALL", "C.UTF-8")
        .env(
            "PATH",
            "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        );
    for name in OF_THIS_MACHINE {
        enter.env_remove(name);
    }
    sh::run(&mut enter)?;
    fs::remove_dir_all(&root)?;
    println!(
        "package: good in a clean {release}, {:.0} s",
        start.elapsed().as_secs_f32()
    );
    Ok(())
}

/// Why this machine cannot, if it cannot.
fn unable() -> Result<Option<String>> {
    if sh::output(Command::new("id").arg("-u"))?.trim() != "0" {
        return Ok(Some("that takes root, and you are not".to_owned()));
    }
    let missing = ["debootstrap", "unshare", "chroot"]
        .into_iter()
        .find(|program| !sh::has(program));
    Ok(missing.map(|program| format!("there is no {program} here")))
}

/// The release of this machine, by its code name: the package is built for it.
fn release() -> Result<String> {
    let text = fs::read_to_string("/etc/os-release")?;
    text.lines()
        .find_map(|line| line.strip_prefix("VERSION_CODENAME="))
        .map(|name| name.trim_matches('"').to_owned())
        .context("/etc/os-release names no release")
}

/// The smallest system, made the first time and never entered.
fn base(directory: &Path, release: &str) -> Result<PathBuf> {
    let base = directory.join(release);
    if base.join(".complete").is_file() {
        return Ok(base);
    }
    super::emptied(&base)?;
    println!("package: making a clean {release}, this once");
    sh::run(
        Command::new("debootstrap")
            .args(["--variant=minbase", "--include=ca-certificates", release])
            .arg(&base)
            .arg(mirror()?),
    )?;
    fs::write(base.join(".complete"), "")?;
    Ok(base)
}

/// Where apt gets its packages from on this machine.
fn mirror() -> Result<String> {
    let targets = sh::output(Command::new("apt-get").args([
        "indextargets",
        "--format",
        "$(REPO_URI)",
        "Created-By: Packages",
    ]))?;
    let first = targets.lines().next().context("apt has no source")?;
    Ok(first.to_owned())
}

/// What the steps need: the package, themselves, and this machine's own sources of packages.
fn furnish(root: &Path, deb: &Path) -> Result<()> {
    fs::copy(deb, root.join("package.deb"))?;
    fs::write(root.join("steps.sh"), STEPS)?;
    fs::copy("/etc/resolv.conf", root.join("etc/resolv.conf"))?;
    for place in ["etc/apt/sources.list", "etc/apt/sources.list.d"] {
        let (here, there) = (Path::new("/").join(place), root.join(place));
        if there.is_file() {
            // Written by debootstrap; the same source twice is two warnings.
            fs::remove_file(&there)?;
        }
        if !here.exists() {
            continue;
        }
        let status = Command::new("cp")
            .args(["-rLT"])
            .arg(&here)
            .arg(&there)
            .status()?;
        ensure!(status.success(), "could not copy {}", here.display());
    }
    Ok(())
}
