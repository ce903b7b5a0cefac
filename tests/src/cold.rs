//! A window that was only just started, for figures: what it took since its process began, what
//! its processes hold, and what they do.

use std::{collections::BTreeSet, fs, time::SystemTime};

use anyhow::{Context, Result, anyhow};
use fantoccini::Client;
use serde_json::Value;

use crate::{
    binaries,
    desk::Desk,
    driver,
    poll::PATIENCE,
    process::{Started, family, stat},
};

/// How the kernel counts time for people, per second.
const TICKS: f64 = 100.0;

/// A window under a driver in which nobody has waited for anything yet.
#[derive(Debug)]
pub struct Cold {
    client: Client,
    driver: Started,
}

impl Cold {
    /// The built program.
    pub async fn ours(desk: &Desk) -> Result<Self> {
        Self::open(desk, &binaries::switchboard()?).await
    }

    /// A window with nothing behind it.
    pub async fn bare(desk: &Desk) -> Result<Self> {
        Self::open(desk, &binaries::bare()?).await
    }

    async fn open(desk: &Desk, program: &std::path::Path) -> Result<Self> {
        let (client, driver) = driver::session_of(desk, program).await?;
        Ok(Self { client, driver })
    }

    /// Runs a script that calls its last argument when it is done.
    pub async fn run_async(&self, script: &str) -> Result<Value> {
        let asked = self.client.execute_async(script, Vec::new());
        let answer = tokio::time::timeout(PATIENCE, asked).await;
        Ok(answer.context("the driver does not answer")??)
    }

    /// When its process began, in milliseconds since 1970, to a hundredth of a second.
    pub fn began_ms(&self) -> Result<f64> {
        let first = self.processes()?.into_iter().next();
        let first = first.ok_or_else(|| anyhow!("the driver started no program"))?;
        let begun: f64 = stat(first)?.get(19).context("no start")?.parse()?;
        let up = fs::read_to_string("/proc/uptime")?;
        let up: f64 = up.split(' ').next().context("no uptime")?.parse()?;
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
        Ok((now.as_secs_f64() - up + begun / TICKS) * 1_000.0)
    }

    /// What all its processes hold, each shared page divided among those who share it, in KiB.
    pub fn memory_kib(&self) -> Result<f64> {
        let mut sum = 0.0;
        for process in self.processes()? {
            let text = fs::read_to_string(format!("/proc/{process}/smaps_rollup"))?;
            let line = text.lines().find_map(|line| line.strip_prefix("Pss:"));
            let number = line.and_then(|line| line.split_whitespace().next());
            sum += number.context("no Pss")?.parse::<f64>()?;
        }
        Ok(sum)
    }

    /// Processor time of all its processes so far, in milliseconds.
    pub fn cpu_ms(&self) -> Result<f64> {
        let mut ticks = 0.0;
        for process in self.processes()? {
            for field in stat(process)?.get(11..13).context("no times")? {
                ticks += field.parse::<f64>()?;
            }
        }
        Ok(ticks / TICKS * 1_000.0)
    }

    /// The program and all that it started, in the order of their ids.
    fn processes(&self) -> Result<BTreeSet<u32>> {
        let mut found = family(self.driver.pid())?;
        found.remove(&self.driver.pid());
        Ok(found)
    }

    /// Closes the window, and waits for the program to end.
    pub async fn close(self) -> Result<()> {
        Ok(self.client.clone().close().await?)
    }
}
