//! How a new file takes the place of a damaged one, so that the program may end anywhere on the
//! way and the next opening goes on.
//!
//! | what lies there | where it ended | what the next opening does |
//! |---|---|---|
//! | `….rescue-N.part` | the new file is not whole | the damaged one is in its place: it is found damaged again |
//! | `….rescue-N` | the new file is whole and on the disk | makes the steps that are left |
//! | `….damaged-N` and no file | somebody took the new one away | says that it is damaged; it is read again |
//!
//! `N` is one number: the file `….rescue-1` takes the place of what goes to `….damaged-1`.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What SQLite puts beside a file and reads again at the next opening. Beside a file that it does
/// not belong to, it would be played into that.
pub(super) const LOGS: [&str; 2] = ["-wal", "-journal"];

/// What is made anew from the log by whoever reads it.
const INDEX: &str = "-shm";

/// The way of one new file to its place.
#[derive(Debug)]
pub(super) struct Swap {
    path: PathBuf,
    number: u32,
}

/// One change to the directory.
#[derive(Debug)]
pub(super) enum Step {
    Move(PathBuf, PathBuf),
    Remove(PathBuf),
    /// What came before is on the disk before what comes after.
    Sync(PathBuf),
}

impl Swap {
    /// For the damaged file of this path, or for the one that was put aside with nothing in its
    /// place.
    pub(super) fn planned(path: &Path) -> io::Result<Self> {
        let path = path.to_owned();
        if is_there(&path) {
            let number = next_number(&path)?;
            return Ok(Self { path, number });
        }
        let number = last(&path, "damaged")?.ok_or(io::ErrorKind::NotFound)?;
        let swap = Self { path, number };
        // Where the program ended between the two, its log was left behind.
        for end in LOGS {
            let (log, aside) = (with(&swap.path, end), with(&swap.aside(), end));
            if log.exists() && !aside.exists() {
                fs::rename(log, aside)?;
            }
        }
        Ok(swap)
    }

    /// One of which only the last steps are left.
    pub(super) fn unfinished(path: &Path) -> io::Result<Option<Self>> {
        let number = last(path, "rescue")?;
        Ok(number.map(|number| Self {
            path: path.to_owned(),
            number,
        }))
    }

    pub(super) fn number(&self) -> u32 {
        self.number
    }

    /// Where the damaged file is when all is done.
    pub(super) fn aside(&self) -> PathBuf {
        aside(&self.path, self.number)
    }

    /// Where the damaged file is now.
    pub(super) fn damaged(&self) -> PathBuf {
        if is_there(&self.path) {
            self.path.clone()
        } else {
            self.aside()
        }
    }

    /// The new file while it is being written.
    pub(super) fn part(&self) -> PathBuf {
        with(&self.whole(), ".part")
    }

    /// Takes away what is left of a new file that is not whole.
    pub(super) fn clear(&self) -> io::Result<()> {
        remove(&self.part())
    }

    fn whole(&self) -> PathBuf {
        with(&self.path, &format!(".rescue-{}", self.number))
    }

    /// From here on the new file counts: nobody has it open, and all of it is on the disk.
    pub(super) fn is_whole(&self) -> io::Result<()> {
        let part = self.part();
        let log = fs::metadata(with(&part, "-wal"));
        if log.is_ok_and(|log| log.len() > 0) {
            let why = "its log could not be folded in";
            return Err(io::Error::new(io::ErrorKind::StorageFull, why));
        }
        fs::OpenOptions::new().write(true).open(&part)?.sync_all()?;
        fs::rename(&part, self.whole())?;
        sync(&directory(&self.path))
    }

    /// What is left to do until the whole file is in its place.
    pub(super) fn steps(&self) -> io::Result<Vec<Step>> {
        let beside = |end: &&str| with(&self.path, end).exists();
        let taken = |end: &str| with(&self.path, end).exists() && with(&self.aside(), end).exists();
        // Something came to the place meanwhile: it covers nothing that is aside.
        let number = match LOGS.into_iter().any(taken) || is_there(&self.path) && taken("") {
            true => next_number(&self.path)?,
            false => self.number,
        };
        let aside = aside(&self.path, number);
        let logs = LOGS.into_iter().filter(beside);
        let mut steps: Vec<_> = logs
            .map(|end| Step::Move(with(&self.path, end), with(&aside, end)))
            .collect();
        if is_there(&self.path) {
            steps.push(Step::Move(self.path.clone(), aside));
        }
        if beside(&INDEX) {
            steps.push(Step::Remove(with(&self.path, INDEX)));
        }
        steps.push(Step::Sync(directory(&self.path)));
        steps.push(Step::Move(self.whole(), self.path.clone()));
        steps.push(Step::Sync(directory(&self.path)));
        Ok(steps)
    }

    pub(super) fn finish(&self) -> io::Result<()> {
        self.steps()?.iter().try_for_each(Step::perform)
    }
}

impl Step {
    pub(super) fn perform(&self) -> io::Result<()> {
        match self {
            Self::Move(from, to) => fs::rename(from, to),
            Self::Remove(file) => match fs::remove_file(file) {
                // Who had the file open last took it away.
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
                removed => removed,
            },
            Self::Sync(directory) => sync(directory),
        }
    }
}

/// Whether a damaged file was put aside and nothing is where it was.
pub(super) fn is_vacant(path: &Path) -> io::Result<bool> {
    Ok(!is_there(path) && last(path, "damaged")?.is_some())
}

pub(super) fn aside(path: &Path, number: u32) -> PathBuf {
    with(path, &format!(".damaged-{number}"))
}

pub(super) fn with(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    PathBuf::from(name)
}

/// Takes a file away with what SQLite put beside it.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    for end in LOGS.into_iter().chain([INDEX, ""]) {
        match fs::remove_file(with(path, end)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// The greatest number that follows `….word-` as the end of a name.
pub(super) fn last(path: &Path, word: &str) -> io::Result<Option<u32>> {
    Ok(numbers(path, word, &[""])?.into_iter().max())
}

/// A number under which nothing was ever put aside.
fn next_number(path: &Path) -> io::Result<u32> {
    let ends = ["", LOGS[0], LOGS[1]];
    let last = numbers(path, "damaged", &ends)?.into_iter().max();
    Ok(last.unwrap_or(0).saturating_add(1))
}

fn numbers(path: &Path, word: &str, ends: &[&str]) -> io::Result<Vec<u32>> {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        return Ok(Vec::new());
    };
    let start = format!("{name}.{word}-");
    let entries = match fs::read_dir(directory(path)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut found = Vec::new();
    for entry in entries {
        let name = entry?.file_name();
        let rest = name.to_str().and_then(|name| name.strip_prefix(&start));
        let numbered = |end: &&str| rest?.strip_suffix(end)?.parse::<u32>().ok();
        found.extend(ends.iter().filter_map(numbered));
    }
    Ok(found)
}

fn directory(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// A file of no length is what is left of an opening that ended at once.
fn is_there(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|file| file.len() > 0)
}

#[cfg(unix)]
fn sync(directory: &Path) -> io::Result<()> {
    fs::File::open(directory)?.sync_all()
}

/// Only the file system itself decides elsewhere.
#[cfg(not(unix))]
fn sync(_directory: &Path) -> io::Result<()> {
    Ok(())
}
