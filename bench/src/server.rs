//! A simulator in a process of its own, so that its work is not counted as ours.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::Error;
use crate::pass::Target;

/// The key of a simulator's main project.
const KEY: &str = "ak_sim_main_0000000000";

/// Runs until it is dropped.
pub(crate) struct Server {
    child: Child,
    /// Its address and the file with its key.
    pub(crate) target: Target,
}

impl Server {
    /// A project of that many integrations, with five of them a tenant.
    pub(crate) fn fleet(integrations: usize, directory: &Path) -> Result<Self, Error> {
        let own = std::env::current_exe()?;
        let program = own.with_file_name("simulator");
        let tenants = (integrations / 5).max(1).to_string();
        let mut child = Command::new(&program)
            .args(["serve", "--listen", "127.0.0.1:0", "--scenario", "fleet"])
            .args(["--tenants", &tenants])
            .args(["--integrations", &integrations.to_string()])
            .args(["--rate-limit", "1000000/60s", "--for", "3600s"])
            .args(["--api-key", KEY])
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| Error::Said(format!("{}: {error}", program.display())))?;
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut line)?;
        }
        let Some(at) = line.find("http://") else {
            let _ = child.kill();
            return Err(Error::Said("the simulator did not start".to_owned()));
        };
        let api_key_file = directory.join("key");
        std::fs::write(&api_key_file, KEY)?;
        Ok(Self {
            child,
            target: Target {
                base_url: line[at..].trim().to_owned(),
                api_key_file,
            },
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
