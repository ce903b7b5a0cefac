//! Reading the log backwards, a page at a time. A file is read from its end in pieces,
//! so that neither it nor the log is ever in memory as a whole.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use domain::Timestamp;
use serde_json::{Map, Value};
use wire::{LogLevel, LogLine, LogPlace};

use super::{files, parse_name};
use crate::redact::redact;

/// How much is read at once.
const PIECE: u64 = 64 * 1024;
/// How much is looked through for one page; then the person decides whether to go on.
const MOST_READ: u64 = 8 * 1024 * 1024;
/// The longest text of a line that is shown.
const LONGEST_SHOWN: usize = 4_000;

/// What of the log is wanted.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    /// Only what was written before this.
    pub(crate) before: Option<LogPlace>,
    /// At least this bad.
    pub(crate) level: LogLevel,
    /// Only lines with this in them, whatever the case.
    pub(crate) text: String,
    pub(crate) limit: usize,
}

/// Lines, newest first, and where to go on; `None` at the beginning of the log.
pub(crate) fn page(
    directory: &Path,
    wanted: &Wanted,
) -> io::Result<(Vec<LogLine>, Option<LogPlace>)> {
    let known = match files(directory) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((Vec::new(), None)),
        other => other?,
    };
    let text = wanted.text.trim().to_lowercase();
    let from = wanted.before.as_ref();
    let mut lines = Vec::new();
    let mut read = 0;
    for (name, size) in known.into_iter().rev() {
        let end = match from {
            Some(from) if parse_name(&name) > parse_name(&from.file) => continue,
            Some(from) if name == from.file => u64::from(from.offset).min(size),
            _ => size,
        };
        let mut backwards = match Backwards::open(&directory.join(&name), end) {
            // It was taken away to make room since the list was read.
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            other => other?,
        };
        while let Some((offset, line)) = backwards.next()? {
            let place = LogPlace {
                file: name.clone(),
                offset: u32::try_from(offset).unwrap_or(u32::MAX),
            };
            read += line.len() as u64;
            let line = read_line(place.clone(), &line);
            if line.level.is_none_or(|level| level >= wanted.level) && mentions(&line, &text) {
                lines.push(line);
            }
            if lines.len() >= wanted.limit || read > MOST_READ {
                return Ok((lines, Some(place)));
            }
        }
    }
    Ok((lines, None))
}

/// The lines of a file from some place to its beginning.
struct Backwards {
    file: File,
    /// Before this nothing was read yet.
    start: u64,
    /// What was read and not yet given.
    held: Vec<u8>,
}

impl Backwards {
    fn open(path: &Path, end: u64) -> io::Result<Self> {
        Ok(Self {
            file: File::open(path)?,
            start: end,
            held: Vec::new(),
        })
    }

    /// A line and where it begins.
    fn next(&mut self) -> io::Result<Option<(u64, String)>> {
        loop {
            while self.held.last() == Some(&b'\n') {
                self.held.pop();
            }
            let newline = self.held.iter().rposition(|byte| *byte == b'\n');
            let begins = match newline {
                Some(at) => at + 1,
                None if self.start == 0 && self.held.is_empty() => return Ok(None),
                None if self.start == 0 => 0,
                None => {
                    self.read_more()?;
                    continue;
                }
            };
            let line = self.held.split_off(begins);
            let text = String::from_utf8_lossy(&line).into_owned();
            return Ok(Some((self.start + begins as u64, text)));
        }
    }

    fn read_more(&mut self) -> io::Result<()> {
        let length = PIECE.min(self.start);
        self.start -= length;
        self.file.seek(SeekFrom::Start(self.start))?;
        let mut piece = Vec::new();
        (&mut self.file).take(length).read_to_end(&mut piece)?;
        piece.append(&mut self.held);
        self.held = piece;
        Ok(())
    }
}

/// A line as it is shown. What is no JSON is shown as it stands; either way it passes
/// the fence once more, because an older version may have written it.
fn read_line(place: LogPlace, raw: &str) -> LogLine {
    let raw: String = redact(raw).chars().take(LONGEST_SHOWN).collect();
    let Ok(Value::Object(mut said)) = serde_json::from_str::<Value>(&raw) else {
        return LogLine {
            place,
            at: None,
            level: None,
            message: raw,
            target: String::new(),
            fields: Vec::new(),
        };
    };
    let mut text = |name: &str| match said.remove(name) {
        Some(Value::String(text)) => text,
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let at = text("timestamp").parse::<jiff::Timestamp>().ok();
    let level = LogLevel::parse(&text("level"));
    let (message, target) = (text("message"), text("target"));
    LogLine {
        place,
        at: at.map(|at| Timestamp::from_millis(at.as_millisecond())),
        level,
        message,
        target,
        fields: fields(said),
    }
}

fn fields(said: Map<String, Value>) -> Vec<(String, String)> {
    said.into_iter()
        .map(|(name, value)| match value {
            Value::String(text) => (name, text),
            other => (name, other.to_string()),
        })
        .collect()
}

fn mentions(line: &LogLine, text: &str) -> bool {
    let has = |said: &str| said.to_lowercase().contains(text);
    text.is_empty()
        || has(&line.message)
        || has(&line.target)
        || line
            .fields
            .iter()
            .any(|(name, value)| has(name) || has(value))
}
