//! Making the desktop hand our links to this very program, and finding out whether it does.
//!
//! The deep-link plugin can register too, but it quotes the program's path, and xdg-open 1.1.3
//! (Debian 12, no desktop environment) cannot read a quoted command. An installed package brings
//! its own entry and needs none of this.

mod defaults;
mod entry;

use std::{
    env, fs, io,
    path::PathBuf,
    process::{Command, Stdio},
};

use crate::{
    error::Error,
    home::{Home, IDENTIFIER},
    scheme::entry::{entry, starts_us},
};

/// Makes this program the handler of our links for this user: by the entry that its package
/// brought, where one starts it, and else by one of our own.
pub(crate) fn register(home: &Home) -> Result<(), Error> {
    let program = env::current_exe().map_err(Error::SchemeFile)?;
    let packaged = format!("{IDENTIFIER}.desktop");
    let there = read_entry(system_directories(), &packaged)
        .is_some_and(|text| starts_us(&text, &program, home));
    let name = if there {
        packaged
    } else {
        let applications = applications()?;
        fs::create_dir_all(&applications).map_err(Error::SchemeFile)?;
        let name = entry_name(home);
        fs::write(applications.join(&name), entry(&program, home)?).map_err(Error::SchemeFile)?;
        // Only an index of what was just written; the answer is the same without it.
        let _ = quiet("update-desktop-database").arg(&applications).status();
        name
    };
    let chosen = quiet("xdg-mime")
        .args(["default", &name, &mime_type()])
        .status()
        .map_err(Error::SchemeFile)?;
    if !chosen.success() {
        return Err(Error::Scheme("`xdg-mime default` failed"));
    }
    Ok(())
}

/// Takes back what `register` wrote for this home. What a package brought stays.
pub(crate) fn unregister(home: &Home) -> Result<(), Error> {
    let name = entry_name(home);
    let applications = applications()?;
    match fs::remove_file(applications.join(&name)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(Error::SchemeFile(error));
        }
        _ => {}
    }
    let _ = quiet("update-desktop-database").arg(&applications).status();
    let list = dirs::config_dir()
        .ok_or(Error::NoHome)?
        .join("mimeapps.list");
    defaults::forget(&list, &mime_type(), &name).map_err(Error::SchemeFile)
}

/// Whether a link of ours would start this program with this home. Where it would not, the
/// browser must come back another way.
pub(crate) fn is_ours(home: &Home) -> bool {
    let Some(entry) = default_entry() else {
        return false;
    };
    let Ok(program) = env::current_exe() else {
        return false;
    };
    starts_us(&entry, &program, home)
}

/// The text of the desktop entry that is the default for our scheme.
fn default_entry() -> Option<String> {
    let answer = Command::new("xdg-mime")
        .args(["query", "default", &mime_type()])
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let name = String::from_utf8(answer.stdout).ok()?;
    let name = name.lines().next()?.trim();
    if name.is_empty() || name.contains('/') {
        return None;
    }
    // The person's own counts before the system's.
    read_entry(
        dirs::data_dir().into_iter().chain(system_directories()),
        name,
    )
}

/// The first entry of that name.
fn read_entry(directories: impl IntoIterator<Item = PathBuf>, name: &str) -> Option<String> {
    directories
        .into_iter()
        .find_map(|directory| fs::read_to_string(directory.join("applications").join(name)).ok())
}

/// Where this person's own entries are.
fn applications() -> Result<PathBuf, Error> {
    Ok(dirs::data_dir().ok_or(Error::NoHome)?.join("applications"))
}

fn system_directories() -> Vec<PathBuf> {
    let system =
        env::var("XDG_DATA_DIRS").unwrap_or_else(|_| "/usr/local/share:/usr/share".to_owned());
    env::split_paths(&system).collect()
}

/// Never the name of the package's entry, which ours would hide from the menu.
fn entry_name(home: &Home) -> String {
    format!("{}-links.desktop", home.instance_id())
}

fn mime_type() -> String {
    format!("x-scheme-handler/{IDENTIFIER}")
}

fn quiet(program: &str) -> Command {
    let mut command = Command::new(program);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}
