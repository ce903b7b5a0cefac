//! Writing the log: one whole, redacted line at a time, into files that are for this
//! user only, that end at a size or a day, and that together never grow past a cap.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use domain::Timestamp;

use super::{STEM, files, parse_name};
use crate::redact::redact;

/// The longest line that is kept, in bytes.
const LONGEST_LINE: usize = 16 * 1024;
const DAY_MILLIS: i64 = 24 * 60 * 60 * 1_000;

/// How much of the log is kept.
#[derive(Debug, Clone, Copy)]
pub struct LogLimits {
    /// A file ends at this size, in bytes.
    pub file: u64,
    /// All files together never take more than this, in bytes.
    pub total: u64,
    /// A file older than this many days goes.
    pub days: i64,
}

impl Default for LogLimits {
    /// 4 MiB a file, 32 MiB in all, two weeks.
    fn default() -> Self {
        Self {
            file: 4 * 1024 * 1024,
            total: 32 * 1024 * 1024,
            days: 14,
        }
    }
}

/// The files of the log, open for writing.
#[derive(Debug)]
pub struct LogFiles {
    directory: PathBuf,
    limits: LogLimits,
    clock: fn() -> Timestamp,
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    file: Option<File>,
    day: String,
    written: u64,
    /// Lines that could not be written, told by the next one that can.
    lost: u64,
}

impl LogFiles {
    /// Opens the log in a directory, which is made.
    ///
    /// # Errors
    /// What making the directory or the file runs into.
    pub fn open(directory: &Path, limits: LogLimits, clock: fn() -> Timestamp) -> io::Result<Self> {
        std::fs::create_dir_all(directory)?;
        let log = Self {
            directory: directory.to_owned(),
            limits,
            clock,
            open: Mutex::default(),
        };
        let mut open = Open::default();
        log.turn(&mut open, &day((log.clock)()))?;
        *log.open.lock().unwrap_or_else(PoisonError::into_inner) = open;
        Ok(log)
    }

    /// Takes one event, in however many pieces it comes.
    #[must_use]
    pub fn writer(&self) -> LogWriter<'_> {
        LogWriter {
            log: self,
            event: Vec::new(),
        }
    }

    /// Writes one line. What is written is redacted first, always.
    fn write(&self, event: &str) {
        let mut line = redact(event.trim_end()).replace('\n', " ");
        if line.len() > LONGEST_LINE {
            let end = (0..=LONGEST_LINE)
                .rev()
                .find(|at| line.is_char_boundary(*at));
            line.truncate(end.unwrap_or(0));
            line.push('…');
        }
        line.push('\n');
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if self.append(&mut open, &line).is_err() {
            open.file = None;
            open.lost += 1;
        }
    }

    fn append(&self, open: &mut Open, line: &str) -> io::Result<()> {
        let today = day((self.clock)());
        if open.file.is_none() || open.day != today || open.written >= self.limits.file {
            self.turn(open, &today)?;
        }
        let Some(file) = open.file.as_mut() else {
            return Err(io::ErrorKind::NotFound.into());
        };
        if open.lost > 0 {
            let lost = open.lost;
            let told = format!(
                "{{\"level\":\"WARN\",\"message\":\"lines of the log could not be written\",\"lost\":{lost},\"target\":\"{STEM}\"}}\n"
            );
            file.write_all(told.as_bytes())?;
            open.written += told.len() as u64;
            open.lost = 0;
        }
        // In one call: another process may write to the same file, and a crash may come.
        file.write_all(line.as_bytes())?;
        open.written += line.len() as u64;
        Ok(())
    }

    /// Goes on with the newest file of the day while it has room, else begins one.
    fn turn(&self, open: &mut Open, today: &str) -> io::Result<()> {
        let known = files(&self.directory)?;
        let newest = known
            .iter()
            .rev()
            .find_map(|(name, size)| Some((parse_name(name)?, *size)))
            .filter(|((day, _), _)| *day == today);
        let (number, size) = match newest {
            Some(((_, number), size)) if size < self.limits.file => (number, size),
            Some(((_, number), _)) => (number + 1, 0),
            None => (0, 0),
        };
        let path = self
            .directory
            .join(format!("{STEM}.{today}.{number:04}.log"));
        let file = private(&path)?;
        *open = Open {
            written: file.metadata().map_or(size, |it| it.len()),
            file: Some(file),
            day: today.to_owned(),
            lost: open.lost,
        };
        self.prune(&path)
    }

    /// Takes away what is too old, then the oldest until there is room for a whole file.
    fn prune(&self, current: &Path) -> io::Result<()> {
        let oldest = day((self.clock)().plus_millis(-self.limits.days * DAY_MILLIS));
        let known = files(&self.directory)?;
        let mut total: u64 = known.iter().map(|(_, size)| size).sum();
        for (name, size) in known {
            let path = self.directory.join(&name);
            let old = parse_name(&name).is_some_and(|(day, _)| day < oldest.as_str());
            let room = total + self.limits.file <= self.limits.total;
            if path == current || (room && !old) {
                continue;
            }
            std::fs::remove_file(&path)?;
            total = total.saturating_sub(size);
        }
        Ok(())
    }
}

/// One event on its way to the log. It is written when it is dropped, so that a secret
/// that comes in two pieces is looked at whole.
#[derive(Debug)]
pub struct LogWriter<'a> {
    log: &'a LogFiles,
    event: Vec<u8>,
}

impl Write for LogWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.event.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for LogWriter<'_> {
    fn drop(&mut self) {
        if !self.event.is_empty() {
            self.log.write(&String::from_utf8_lossy(&self.event));
        }
    }
}

/// Opens for appending, for this user only, whatever the rights were.
fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
        options.mode(0o600);
        let file = options.open(path)?;
        file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
        Ok(file)
    }
    #[cfg(not(unix))]
    options.open(path)
}

/// A day as it stands in a file's name, in UTC.
fn day(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.millis())
        .unwrap_or_default()
        .strftime("%Y-%m-%d")
        .to_string()
}
