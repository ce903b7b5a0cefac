//! A simulator in a process of its own, and before it what keeps its pages, so that the work of
//! neither is counted as anybody's.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::Error;
use crate::pass::Target;

/// The key of a simulator's main project.
const KEY: &str = "ak_sim_main_0000000000";

/// Runs until it is dropped.
pub(crate) struct Server {
    _simulator: Process,
    _replay: Process,
    /// Its address and the file with its key.
    pub(crate) target: Target,
}

impl Server {
    /// A project of that many integrations, with five of them a tenant.
    pub(crate) fn fleet(integrations: usize, directory: &Path) -> Result<Self, Error> {
        let own = std::env::current_exe()?;
        let tenants = (integrations / 5).max(1).to_string();
        let simulator = Process::start(
            Command::new(own.with_file_name("simulator"))
                .args(["serve", "--listen", "127.0.0.1:0", "--scenario", "fleet"])
                .args(["--tenants", &tenants])
                .args(["--integrations", &integrations.to_string()])
                .args(["--rate-limit", "1000000/60s", "--for", "7200s"])
                .args(["--api-key", KEY]),
        )?;
        let replay =
            Process::start(Command::new(own).args(["replay", "--base-url", &simulator.url]))?;
        let api_key_file = directory.join("key");
        std::fs::write(&api_key_file, KEY)?;
        Ok(Self {
            target: Target {
                base_url: replay.url.clone(),
                api_key_file,
            },
            _simulator: simulator,
            _replay: replay,
        })
    }
}

/// A server that printed where it listens. Ends when it is dropped.
struct Process {
    child: Child,
    url: String,
}

impl Process {
    fn start(command: &mut Command) -> Result<Self, Error> {
        let program = command.get_program().to_string_lossy().into_owned();
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        let child = child.map_err(|error| Error::Said(format!("{program}: {error}")))?;
        let mut started = Self {
            child,
            url: String::new(),
        };
        let mut line = String::new();
        if let Some(out) = started.child.stdout.take() {
            BufReader::new(out).read_line(&mut line)?;
        }
        let at = line.find("http://");
        let at = at.ok_or_else(|| Error::Said(format!("{program} did not start")))?;
        line[at..].trim().clone_into(&mut started.url);
        Ok(started)
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
