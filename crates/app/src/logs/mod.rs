//! The log: written as JSON lines through [`redact`](crate::redact), read back page by
//! page, in more detail for a while when a person asks for it.

mod asked;
mod detail;
mod files;
mod page;
mod panic;

pub use files::{LogFiles, LogLimits, LogWriter};
pub(crate) use page::{Wanted, page};
pub use panic::last_words;

use std::path::{Path, PathBuf};

/// How every file of the log begins.
const STEM: &str = "switchboard";

/// Where the log is.
pub(crate) fn directory(home: &Path) -> PathBuf {
    home.join("logs")
}

/// The day and number of a file of the log, if the name is one. A name sorts as its
/// file was written.
fn parse_name(name: &str) -> Option<(&str, u32)> {
    let rest = name.strip_prefix(STEM)?.strip_prefix('.')?;
    let rest = rest.strip_suffix(".log")?;
    // Earlier versions wrote one file a day, without a number.
    let (day, number) = rest.split_once('.').unwrap_or((rest, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let is_day = day.len() == 10 && day.split('-').count() == 3 && day.split('-').all(digits);
    (is_day && digits(number)).then_some(())?;
    Some((day, number.parse().ok()?))
}

/// The files of the log, oldest first, with their sizes.
fn files(directory: &Path) -> std::io::Result<Vec<(String, u64)>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(directory)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if parse_name(&name).is_some() && entry.file_type()?.is_file() {
            files.push((name, entry.metadata()?.len()));
        }
    }
    files.sort_by(|(a, _), (b, _)| parse_name(a).cmp(&parse_name(b)));
    Ok(files)
}

/// How much room the log takes.
pub(crate) fn size(home: &Path) -> u64 {
    let files = files(&directory(home)).unwrap_or_default();
    files.iter().map(|(_, size)| size).sum()
}

#[cfg(test)]
mod tests {
    use super::parse_name;

    #[test]
    fn only_files_of_the_log_are_taken_for_such() {
        assert_eq!(
            parse_name("switchboard.2026-11-28.0007.log"),
            Some(("2026-11-28", 7))
        );
        assert_eq!(
            parse_name("switchboard.2026-11-28.log"),
            Some(("2026-11-28", 0))
        );
        for other in [
            "switchboard.log",
            "switchboard.2026-11-28.0007.log.gz",
            "switchboard.../../etc/passwd.log",
            "other.2026-11-28.log",
        ] {
            assert_eq!(parse_name(other), None, "{other}");
        }
    }
}
