//! The log and what is made of it for somebody who helps.

use domain::Timestamp;
use serde::{Deserialize, Serialize};

/// How bad a line of the log is; a filter lets through what is at least as bad.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum LogLevel {
    /// Every step inside.
    Trace,
    /// What detailed logs add.
    #[default]
    Debug,
    /// What happened.
    Info,
    /// What did not work.
    Warn,
    /// What must not happen.
    Error,
}

impl LogLevel {
    /// Every level, from the least.
    pub const ALL: &[Self] = &[
        Self::Trace,
        Self::Debug,
        Self::Info,
        Self::Warn,
        Self::Error,
    ];

    /// As it stands in the log.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Trace => "TRACE",
            Self::Debug => "DEBUG",
            Self::Info => "INFO",
            Self::Warn => "WARN",
            Self::Error => "ERROR",
        }
    }

    /// Reads [`Self::as_str`] back.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let known = Self::ALL.iter().find(|level| level.as_str() == text);
        known.copied()
    }
}

/// Where a line of the log begins.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LogPlace {
    /// The file's name.
    pub file: String,
    /// Bytes from its beginning.
    pub offset: u32,
}

/// Lines of the log, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FindLogs {
    /// Only what was written before this.
    pub before: Option<LogPlace>,
    /// At least this bad.
    pub level: LogLevel,
    /// Only lines with this in them.
    pub text: String,
    /// At most so many.
    pub limit: u32,
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    /// Where it begins.
    pub place: LogPlace,
    /// When it was written.
    pub at: Option<Timestamp>,
    /// How bad it is.
    pub level: Option<LogLevel>,
    /// What it says.
    pub message: String,
    /// The part of the program that says it.
    pub target: String,
    /// What it says besides, as names and values.
    pub fields: Vec<(String, String)>,
}

/// A page of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogPage {
    /// Newest first.
    pub lines: Vec<LogLine>,
    /// Where older ones begin; `None` when there are none.
    pub older: Option<LogPlace>,
    /// The folder of the log.
    pub directory: String,
    /// How much room the log takes.
    pub bytes: u32,
    /// Until when the log is detailed.
    pub detailed_until: Option<Timestamp>,
}

/// Makes the log detailed for a quarter of an hour, or ends that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetDetailedLogs {
    /// On or off.
    pub on: bool,
}

/// Puts the folder of the log on the clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopyLogFolder {}

/// Puts together what somebody who helps needs to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PreviewDiagnostics {
    /// Names of tenants and their ids may be in it.
    pub tenant_ids: bool,
}

/// The diagnostics as they would be handed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DiagnosticsView {
    /// Names this text; another preview has another one.
    pub id: String,
    /// Every letter of it.
    pub text: String,
}

/// Puts the previewed diagnostics on the clipboard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopyDiagnostics {
    /// Which preview.
    pub id: String,
}

/// Writes the previewed diagnostics to a file in the data directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SaveDiagnostics {
    /// Which preview.
    pub id: String,
}
