//! What the core that is searched leaves for the one who searches.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::canary::TOKENS;
use crate::desk::Desk;

/// Where the one who searches waits.
pub(crate) const PLACE: &str = "FLOWS_PLACE";
/// The directory of what was said, below [`PLACE`].
pub(crate) const OUT: &str = "out";
/// The directory in which the core has its home, below [`PLACE`].
pub(crate) const HOME: &str = "home";
/// The list of secrets.
pub(crate) const SECRETS: &str = "secrets";
/// The list of flows, and how each came out.
pub(crate) const FLOWS: &str = "flows";

/// What is handed to the desktop by commands that are made to hand on a link.
const DOORS: [&str; 2] = ["copy_link", "copy_message"];

pub(crate) struct Record {
    out: PathBuf,
    flows: String,
    secrets: String,
    known: HashSet<String>,
    events: usize,
    copied: usize,
    unrecorded: usize,
    opened: usize,
}

impl Record {
    pub(crate) fn new(place: &Path) -> Self {
        let out = place.join(OUT);
        for directory in ["said", "doors"] {
            std::fs::create_dir_all(out.join(directory)).unwrap();
        }
        Self {
            out,
            flows: String::new(),
            secrets: String::new(),
            known: HashSet::new(),
            events: 0,
            copied: 0,
            unrecorded: 0,
            opened: 0,
        }
    }

    /// From now on this must be found nowhere.
    pub(crate) fn secret(&mut self, kind: &str, secret: &str) {
        if self.known.insert(secret.to_owned()) && !self.secrets.contains(secret) {
            writeln!(self.secrets, "{kind}\t{secret}").unwrap();
        }
    }

    /// The state of a link home.
    pub(crate) fn state_of(&mut self, home: &str) {
        let state = home.split("state=").nth(1).unwrap();
        self.secret("state", state.split('&').next().unwrap());
    }

    /// All secrets that the simulator holds now, of whatever account: which of them the core was
    /// told is not asked.
    pub(crate) fn handed_out(&mut self, desk: &Desk) {
        for (name, secret) in desk.sim.secrets() {
            match name.as_str() {
                "callback_url" if secret.contains("state=") => self.state_of(&secret),
                // A page of the customer's.
                "callback_url" => {}
                "link_token" => self.secret("link", &secret),
                _ => self.token(&name, &secret),
            }
        }
        std::fs::write(self.out.join(SECRETS), &self.secrets).unwrap();
    }

    /// One that begins as others do is looked for by that: then it is found also as it was before it
    /// was refreshed.
    fn token(&mut self, name: &str, token: &str) {
        if TOKENS.iter().any(|begin| token.starts_with(begin)) {
            return;
        }
        let refreshed = ["access_token", "refresh_token", "id_token"].contains(&name);
        assert!(!refreshed, "it is not known how `{token}` begins");
        self.secret("token", token);
    }

    /// What opens a link, wherever the link is handed on: to the browser, into a message, or, as
    /// part of another address, into a draft.
    fn link_in(&mut self, text: &str) {
        let decoded = text.replace("%2F", "/");
        for (at, _) in decoded.match_indices("/link/") {
            let token = &decoded[at + "/link/".len()..];
            let end = token.find(|it: char| !it.is_ascii_alphanumeric() && it != '_');
            self.secret("link", &token[..end.unwrap_or(token.len())]);
        }
    }

    /// A flow is over: keeps all that came of it.
    pub(crate) fn flow(&mut self, desk: &Desk, name: &str, told: &str, answer: &str) {
        writeln!(self.flows, "{name}\t{told}").unwrap();
        let mut said = answer.to_owned();
        for event in &desk.events.lock().unwrap()[self.events..] {
            self.events += 1;
            let json = serde_json::to_string(event).unwrap();
            write!(said, "\n{event:?}\n{json}").unwrap();
        }
        for alert in desk.host.alerts.lock().unwrap().iter() {
            write!(said, "\n{} {}", alert.title, alert.body).unwrap();
        }
        let mut doors = String::new();
        for copied in &desk.host.copied.lock().unwrap()[self.copied..] {
            self.copied += 1;
            writeln!(said, "\n{copied}").unwrap();
        }
        let unrecorded = desk.host.unrecorded.lock().unwrap()[self.unrecorded..].to_vec();
        for copied in unrecorded {
            self.unrecorded += 1;
            let door = DOORS.contains(&name);
            writeln!(if door { &mut doors } else { &mut said }, "\n{copied}").unwrap();
            self.link_in(&copied);
        }
        let opened: Vec<String> = desk.host.opened.lock().unwrap()[self.opened..].to_vec();
        for opened in opened {
            self.opened += 1;
            writeln!(doors, "{opened}").unwrap();
            self.link_in(&opened);
        }
        std::fs::write(self.out.join("said").join(name), said).unwrap();
        std::fs::write(self.out.join("doors").join(name), doors).unwrap();
        // After each, so that it is known how far a core came that stopped.
        std::fs::write(self.out.join(SECRETS), &self.secrets).unwrap();
        std::fs::write(self.out.join(FLOWS), &self.flows).unwrap();
    }
}
