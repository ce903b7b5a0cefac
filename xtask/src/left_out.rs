//! Tests that this computer does not let try what they are about. To its harness such a test
//! passed; so it leaves a mark as well, and from the marks it is told.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Result;

use crate::cargo;

/// Names the directory of the marks to the tests.
pub(crate) const DIRECTORY: &str = "SWITCHBOARD_LEFT_OUT";

/// What a test left that was left out itself: a file of its name, with the reason in the first
/// line and a picture that it would have taken in each of the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) test: String,
    pub(crate) why: String,
    pub(crate) pictures: Vec<String>,
}

/// Where the marks are.
pub(crate) fn directory() -> Result<PathBuf> {
    Ok(cargo::target_directory()?.join("left-out"))
}

/// Makes the directory, without the marks of an earlier run.
pub(crate) fn begin() -> Result<()> {
    let directory = directory()?;
    if directory.exists() {
        fs::remove_dir_all(&directory)?;
    }
    Ok(fs::create_dir_all(&directory)?)
}

/// The marks of this run.
pub(crate) fn marks() -> Result<Vec<Mark>> {
    read(&directory()?)
}

/// Says of each of them that it is no pass.
pub(crate) fn tell() -> Result<()> {
    for mark in marks()? {
        println!(
            "test: left out, though counted as passed: {}: {}",
            mark.test, mark.why
        );
    }
    Ok(())
}

fn read(directory: &Path) -> Result<Vec<Mark>> {
    let mut marks = Vec::new();
    for file in fs::read_dir(directory)? {
        let file = file?;
        let text = fs::read_to_string(file.path())?;
        let mut lines = text.lines().map(str::to_owned);
        marks.push(Mark {
            test: file.file_name().to_string_lossy().into_owned(),
            why: lines.next().unwrap_or_default(),
            pictures: lines.collect(),
        });
    }
    marks.sort_by(|one, other| one.test.cmp(&other.test));
    Ok(marks)
}

/// The mark of a test of ours.
#[cfg(test)]
pub(crate) fn leave<T>(_: &T, why: &str) -> Result<()> {
    println!("left out: {why}");
    if let Some(directory) = std::env::var_os(DIRECTORY) {
        fs::write(
            Path::new(&directory).join(std::any::type_name::<T>()),
            format!("{why}\n"),
        )?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_read_as_a_test_leaves_it() -> Result<()> {
        let directory = tempfile::tempdir()?;
        fs::write(directory.path().join("it::b"), "no disk\nfull\nfuller\n")?;
        fs::write(directory.path().join("faults::a"), "no clock\n")?;
        let mark = |test: &str, why: &str, pictures: &[&str]| Mark {
            test: test.to_owned(),
            why: why.to_owned(),
            pictures: pictures.iter().map(|it| (*it).to_owned()).collect(),
        };
        assert_eq!(
            read(directory.path())?,
            [
                mark("faults::a", "no clock", &[]),
                mark("it::b", "no disk", &["full", "fuller"])
            ]
        );
        Ok(())
    }

    #[test]
    fn the_tests_elsewhere_know_the_directory_by_this_name() -> Result<()> {
        for file in [
            "tests/src/left_out.rs",
            "crates/app/tests/faults/database/room.rs",
            "crates/vault/tests/it/bus.rs",
        ] {
            let text = fs::read_to_string(cargo::root()?.join(file))?;
            assert!(text.contains(&format!("\"{DIRECTORY}\"")), "{file}");
        }
        Ok(())
    }
}
