//! Everything the simulator knows. Nothing here speaks HTTP or JSON bodies;
//! every change of an account goes through [`lifecycle`] so that `updated_at`
//! moves with it.

mod account;
mod accounts;
mod auth_config;
mod lifecycle;
mod org;
mod project;

pub(crate) use account::{Account, Extra, Health, Reason, Status};
pub(crate) use auth_config::AuthConfig;
pub(crate) use lifecycle::{Started, Verdict};
pub(crate) use org::{ApiKey, Org};
pub(crate) use project::{LogEntry, Project, Subscription, Trigger};

use std::collections::HashMap;

use crate::clock::Clock;
use crate::config::Config;
use crate::dice;

/// How a person entered the consent pages, which decides what the callback
/// is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    /// `POST /connected_accounts/link`, on the hosted page.
    Link,
    /// The older initiate or refresh, straight to the provider.
    Initiate,
}

/// One connection request: a page that a person may open.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub(crate) project: usize,
    pub(crate) account: u32,
    pub(crate) entry: Entry,
    pub(crate) expires_at: i64,
    /// The account was decided on through this link.
    pub(crate) used: bool,
    pub(crate) short: String,
}

/// A consent given but not yet confirmed by the project's verifier.
#[derive(Debug, Clone)]
pub(crate) struct Handover {
    pub(crate) project: usize,
    pub(crate) account: u32,
    pub(crate) verdict: Verdict,
    pub(crate) expires_at: i64,
}

/// Switches that the demo panel and tests flip.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Weather {
    pub(crate) provider_outage: bool,
    pub(crate) key_refused: bool,
    pub(crate) slow: bool,
}

/// Everything the simulator knows.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) config: Config,
    pub(crate) base_url: String,
    pub(crate) clock: Clock,
    pub(crate) weather: Weather,
    pub(crate) org: Org,
    pub(crate) projects: Vec<Project>,
    pub(crate) links: HashMap<String, Link>,
    /// Short link to link token.
    pub(crate) shorts: HashMap<String, String>,
    pub(crate) handovers: HashMap<String, Handover>,
    /// Makes identifiers of later starts differ, so that a restarted
    /// simulator never hands out an id twice for different accounts.
    nonce: u64,
    counter: u64,
}

impl World {
    pub(crate) fn new(config: Config, base_url: String) -> Self {
        let clock = Clock::default();
        let now = clock.now();
        let nonce = dice::mix(config.seed, u64::try_from(now).unwrap_or_default());
        Self {
            org: Org::new(config.seed, now),
            config,
            base_url,
            clock,
            weather: Weather::default(),
            projects: Vec::new(),
            links: HashMap::new(),
            shorts: HashMap::new(),
            handovers: HashMap::new(),
            nonce,
            counter: 0,
        }
    }

    /// A number never handed out before.
    pub(crate) fn fresh(&mut self) -> u64 {
        self.counter += 1;
        dice::mix(self.nonce, self.counter)
    }

    pub(crate) fn now(&self) -> i64 {
        self.clock.now()
    }

    /// Expires what is due everywhere, before anything is read.
    pub(crate) fn settle(&mut self) {
        let now = self.now();
        for project in &mut self.projects {
            project.accounts.expire_due(now);
        }
    }
}
