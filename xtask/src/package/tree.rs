//! The files of the package: one list, from which both kinds are laid out.

use std::{
    fs::{self, File, FileTimes},
    io::Write,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, SystemTime},
};

use anyhow::{Context, Result, ensure};

use super::{IDENTIFIER, MAINTAINER, NAME, facts::Facts, licences, third_party};

/// The sizes that the icon theme knows; each is a drawing of its own from `icons/mark.svg`.
pub(super) const ICON_SIZES: &[u32] = &[16, 24, 32, 48, 64, 128, 256, 512];

/// One file of the package.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// Where it is installed, without the slash in front.
    pub(super) path: String,
    pub(super) bytes: Vec<u8>,
    pub(super) mode: u32,
}

/// Where the desktop entry is.
pub(super) fn desktop_entry() -> String {
    format!("usr/share/applications/{IDENTIFIER}.desktop")
}

/// Where the software centres look.
pub(super) fn metainfo() -> String {
    format!("usr/share/metainfo/{IDENTIFIER}.metainfo.xml")
}

/// Where the program is.
pub(super) fn program() -> String {
    format!("usr/bin/{NAME}")
}

/// Everything that is installed.
pub(super) fn files(facts: &Facts, binary: &Path) -> Result<Vec<Entry>> {
    let bytes = fs::read(binary).with_context(|| format!("no program at {}", binary.display()))?;
    ensure!(
        bytes.starts_with(b"\x7fELF"),
        "{} is not a program",
        binary.display()
    );
    let mut files = vec![Entry {
        path: program(),
        bytes,
        mode: 0o755,
    }];
    files.extend(texts(facts)?);
    files.extend(terms(facts)?);
    for size in ICON_SIZES {
        files.push(plain(
            format!("usr/share/icons/hicolor/{size}x{size}/apps/{IDENTIFIER}.png"),
            fs::read(facts.root.join(format!("icons/hicolor/{size}.png")))?,
        ));
    }
    files.push(plain(
        format!("usr/share/icons/hicolor/scalable/apps/{IDENTIFIER}.svg"),
        fs::read(facts.root.join("icons/mark.svg"))?,
    ));
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

/// Whose work is in the program, and on which terms.
fn terms(facts: &Facts) -> Result<Vec<Entry>> {
    let crates = third_party::crates(&facts.root)?;
    let beside = |name: &str| format!("usr/share/doc/{NAME}/{name}");
    let texts = licences::texts(&crates)?;
    let page = licences::of_the_library()?;
    Ok(vec![
        plain(beside("third-party.txt"), third_party::list(&crates)),
        plain(
            beside("third-party-licences.txt.gz"),
            gzip(texts.as_bytes())?,
        ),
        plain(beside("rust-library.html.gz"), gzip(&page)?),
    ])
}

/// What is read by desktops and people.
pub(super) fn texts(facts: &Facts) -> Result<Vec<Entry>> {
    let source = |name: &str| {
        let path = source(&facts.root).join(name);
        fs::read_to_string(&path).with_context(|| format!("could not read {}", path.display()))
    };
    let date = facts.epoch.strftime("%Y-%m-%d").to_string();
    let metadata = source(&format!("{IDENTIFIER}.metainfo.xml"))?
        .replace("@VERSION@", &facts.version)
        .replace("@DATE@", &date);
    let licence = indented(&fs::read_to_string(facts.root.join("LICENSE-MIT"))?);
    Ok(vec![
        plain(desktop_entry(), source(&format!("{IDENTIFIER}.desktop"))?),
        plain(metainfo(), metadata),
        plain(
            format!("usr/share/doc/{NAME}/copyright"),
            source("copyright")?.replace("@MIT@", &licence),
        ),
        plain(
            format!("usr/share/doc/{NAME}/changelog.gz"),
            gzip(changelog(facts).as_bytes())?,
        ),
    ])
}

/// The sources of all this.
pub(super) fn source(root: &Path) -> PathBuf {
    root.join("src-tauri/bundle/linux")
}

fn plain(path: String, bytes: impl Into<Vec<u8>>) -> Entry {
    Entry {
        path,
        bytes: bytes.into(),
        mode: 0o644,
    }
}

/// As the field of a Debian file holds several lines.
fn indented(text: &str) -> String {
    let lines = text.trim_end().lines();
    let lines = lines.map(|line| {
        if line.is_empty() {
            " .".to_owned()
        } else {
            format!(" {line}")
        }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The news, in the form that Debian's tools read.
fn changelog(facts: &Facts) -> String {
    let mut text = format!("{NAME} ({}) stable; urgency=medium\n\n", facts.version);
    for point in &facts.news {
        text.push_str(&wrapped(point, "  * ", "    "));
    }
    let date = facts.epoch.strftime("%a, %d %b %Y %H:%M:%S +0000");
    text.push_str(&format!("\n -- {MAINTAINER}  {date}\n"));
    text
}

/// `text` in lines of at most 78 letters.
pub(super) fn wrapped(text: &str, first: &str, then: &str) -> String {
    let mut lines = String::new();
    let mut line = first.to_owned();
    let mut empty = true;
    for word in text.split_whitespace() {
        if !empty && line.chars().count() + 1 + word.chars().count() > 78 {
            lines.push_str(&line);
            lines.push('\n');
            line = then.to_owned();
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line.push_str(word);
        empty = false;
    }
    lines.push_str(&line);
    lines.push('\n');
    lines
}

/// Without a name or a time in it.
fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut child = Command::new("gzip")
        .args(["-9", "--no-name"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("could not start gzip")?;
    // Written beside the reading: neither pipe holds all of it.
    let mut stdin = child.stdin.take().context("gzip has no input")?;
    let bytes = bytes.to_owned();
    let writing = std::thread::spawn(move || stdin.write_all(&bytes));
    let output = child.wait_with_output()?;
    writing
        .join()
        .map_err(|_| anyhow::anyhow!("gzip was not fed"))??;
    ensure!(output.status.success(), "gzip ended with {}", output.status);
    Ok(output.stdout)
}

/// Writes `files` below `directory`, with modes and times that depend on neither this machine nor
/// this moment.
pub(super) fn lay(files: &[Entry], directory: &Path, facts: &Facts) -> Result<()> {
    super::emptied(directory)?;
    for file in files {
        let path = directory.join(&file.path);
        let above = path.parent().context("a file without a directory")?;
        fs::create_dir_all(above)?;
        fs::write(&path, &file.bytes)?;
        fs::set_permissions(&path, fs::Permissions::from_mode(file.mode))?;
    }
    settle(directory, facts)
}

/// Closes the directories and sets the times, deepest first.
fn settle(path: &Path, facts: &Facts) -> Result<()> {
    if path.is_dir() {
        for below in fs::read_dir(path)? {
            settle(&below?.path(), facts)?;
        }
        fs::set_permissions(path, fs::Permissions::from_mode(0o755))?;
    }
    let seconds = u64::try_from(facts.epoch.as_second())?;
    let then = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let times = FileTimes::new().set_accessed(then).set_modified(then);
    File::open(path)?.set_times(times)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_news_are_wrapped_and_lose_nothing() {
        let text = "word ".repeat(60);
        let lines = wrapped(&text, "  * ", "    ");
        assert!(lines.lines().all(|line| line.chars().count() <= 78));
        assert_eq!(lines.matches("word").count(), 60);
        assert!(lines.starts_with("  * word"));
    }

    #[test]
    fn an_empty_line_in_a_debian_field_is_a_dot() {
        assert_eq!(indented("one\n\ntwo\n"), " one\n .\n two");
    }
}
