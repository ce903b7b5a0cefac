//! No file grows past what a person reads in one go, unless somebody has said why.

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use anyhow::{Context, Result, bail};

use crate::{cargo, sh};

/// Lines a source file may have.
const MOST_LINES: usize = 400;

/// `path  reason`, one exception a line.
const EXCEPTIONS: &str = "xtask/large-files.txt";

/// Reads the tracked sources and compares.
pub(super) fn check() -> Result<()> {
    let root = cargo::root()?;
    let list = sh::output(
        Command::new("git")
            .args([
                "ls-files",
                "--cached",
                "--others",
                "--exclude-standard",
                "*.rs",
            ])
            .current_dir(&root),
    )?;
    let mut sizes = BTreeMap::new();
    for path in list.lines().filter(|path| is_counted(path)) {
        // A file that was just removed is still on the list.
        if let Ok(text) = fs::read_to_string(root.join(path)) {
            sizes.insert(path.to_owned(), text.lines().count());
        }
    }
    let exceptions = fs::read_to_string(root.join(EXCEPTIONS)).context(EXCEPTIONS)?;
    let faults = faults(&sizes, &exceptions);
    if faults.is_empty() {
        return Ok(());
    }
    bail!("{}", faults.join("\n"))
}

/// Tests may be as long as the list of what must hold.
fn is_counted(path: &str) -> bool {
    let path = Path::new(path);
    !path.components().any(|part| part.as_os_str() == "tests")
        && path.file_name().is_none_or(|name| name != "tests.rs")
        || path.starts_with("tests/src")
}

fn faults(sizes: &BTreeMap<String, usize>, exceptions: &str) -> Vec<String> {
    let excused: BTreeMap<&str, &str> = exceptions
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|line| line.split_once(char::is_whitespace).unwrap_or((line, "")))
        .collect();
    let mut faults = Vec::new();
    for (path, lines) in sizes {
        if *lines > MOST_LINES && !excused.contains_key(path.as_str()) {
            faults.push(format!(
                "{path} has {lines} lines, at most {MOST_LINES}: split it by meaning, or say why not in {EXCEPTIONS}"
            ));
        }
    }
    for (path, reason) in excused {
        if reason.trim().is_empty() {
            faults.push(format!("{EXCEPTIONS}: {path} has no reason"));
        }
        if sizes.get(path).is_none_or(|lines| *lines <= MOST_LINES) {
            faults.push(format!("{EXCEPTIONS}: {path} needs no exception any more"));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(of: &[(&str, usize)]) -> BTreeMap<String, usize> {
        of.iter()
            .map(|(path, n)| ((*path).to_owned(), *n))
            .collect()
    }

    #[test]
    fn a_large_file_is_named_unless_excused() {
        let sizes = sizes(&[("a.rs", 401), ("b.rs", 400), ("c.rs", 900)]);
        let faults = faults(&sizes, "# comment\nc.rs  one table\n");
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(faults[0].starts_with("a.rs has 401 lines"), "{faults:?}");
    }

    #[test]
    fn an_excuse_needs_a_reason_and_a_large_file() {
        let faults = faults(
            &sizes(&[("a.rs", 500), ("b.rs", 10)]),
            "a.rs\nb.rs small now\n",
        );
        assert_eq!(faults.len(), 2, "{faults:?}");
    }

    #[test]
    fn tests_may_be_long_and_the_harness_may_not() {
        assert!(!is_counted("crates/app/tests/it/main.rs"));
        assert!(!is_counted("ui/src/console/tests.rs"));
        assert!(is_counted("tests/src/desk.rs"));
        assert!(is_counted("crates/app/src/lib.rs"));
    }
}
