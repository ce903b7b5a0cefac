//! The connectivity doctor: what stands between this computer and Composio.

use serde::{Deserialize, Serialize};

/// One thing that is looked at, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Checkup {
    /// Whether the name of Composio's host can be resolved.
    Name,
    /// Whether the proxy can be reached.
    Proxy,
    /// Whether a trusted connection can be made.
    Trust,
    /// Whether the two clocks agree.
    Clock,
    /// Whether the key is accepted.
    Key,
    /// What the key may read.
    Permission,
    /// How much of the budget is left.
    Limit,
}

impl Checkup {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Name,
        Self::Proxy,
        Self::Trust,
        Self::Clock,
        Self::Key,
        Self::Permission,
        Self::Limit,
    ];

    /// A stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Proxy => "proxy",
            Self::Trust => "trust",
            Self::Clock => "clock",
            Self::Key => "key",
            Self::Permission => "permission",
            Self::Limit => "limit",
        }
    }
}

/// How a check came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Not looked at yet.
    Waiting,
    /// Being looked at.
    Running,
    /// As it should be.
    Good,
    /// In the way.
    Bad,
    /// It could not be found out.
    Unknown,
}

impl Verdict {
    /// A stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Unknown => "unknown",
        }
    }
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckupView {
    /// Of what.
    pub of: Checkup,
    /// How it came out.
    pub verdict: Verdict,
    /// What was found, in a sentence.
    pub said: String,
    /// What to do about it.
    pub fix: Option<String>,
    /// How long it took, in milliseconds.
    pub took_millis: Option<u32>,
}

impl CheckupView {
    /// One that was not looked at yet.
    #[must_use]
    pub const fn waiting(of: Checkup) -> Self {
        Self {
            of,
            verdict: Verdict::Waiting,
            said: String::new(),
            fix: None,
            took_millis: None,
        }
    }
}

/// A visit of the doctor.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoctorView {
    /// Whether it goes on.
    pub running: bool,
    /// Whether a person ended it early.
    pub stopped: bool,
    /// The checks, in order.
    pub checks: Vec<CheckupView>,
}

/// Calls the doctor. Only reads are made, and the answer is a series of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CallDoctor {}

/// Sends the doctor away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StopDoctor {}
