//! The built `simulator`, started and controlled as its contract says.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use url::Url;

use crate::{binaries, http::Http, process::Started};

/// A running stand-in for Composio, with its control open.
#[derive(Debug)]
pub struct Simulator {
    base: Url,
    http: Http,
    process: Started,
}

impl Simulator {
    /// Starts one; `arguments` are those after `serve --listen 127.0.0.1:0 --control`. What it
    /// complains about goes to `simulator.log` in `directory`.
    pub fn start(directory: &Path, arguments: &[&str]) -> Result<Self> {
        Self::start_at(directory, "127.0.0.1:0", arguments)
    }

    /// The same at an address, where one was before.
    pub fn start_at(directory: &Path, address: &str, arguments: &[&str]) -> Result<Self> {
        let log = std::fs::File::create(directory.join("simulator.log"))?;
        let mut process = Started::new(
            Command::new(binaries::simulator()?)
                .args(["serve", "--listen", address, "--control"])
                .args(arguments)
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(log),
        )?;
        let pipe = process.child().stdout.take().context("no pipe")?;
        let mut line = String::new();
        BufReader::new(pipe).read_line(&mut line)?;
        let base = line
            .trim()
            .strip_prefix("simulator listening on ")
            .with_context(|| format!("the first line was `{}`", line.trim()))?;
        Ok(Self {
            base: base.parse()?,
            http: Http::new(),
            process,
        })
    }

    /// Where it listens.
    pub fn base(&self) -> &Url {
        &self.base
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.process.pid()
    }

    /// `GET path`, as JSON.
    pub async fn get(&self, path: &str) -> Result<Value> {
        let answer = self.http.get(&self.base.join(path)?).await?;
        ensure!(answer.status == 200, "{path}: {}", answer.body);
        Ok(serde_json::from_str(&answer.body)?)
    }

    /// `GET path` as a client of Composio with `key`.
    pub async fn get_as(&self, key: &str, path: &str) -> Result<Value> {
        let url = self.base.join(path)?;
        let answer = self.http.get_with(&url, &[("x-api-key", key)]).await?;
        ensure!(answer.status == 200, "{path}: {}", answer.body);
        Ok(serde_json::from_str(&answer.body)?)
    }

    /// `POST path`, as JSON.
    pub async fn post(&self, path: &str, body: &Value) -> Result<Value> {
        let answer = self.http.post_json(&self.base.join(path)?, body).await?;
        ensure!(
            (200..300).contains(&answer.status),
            "{path}: {}",
            answer.body
        );
        Ok(serde_json::from_str(&answer.body).unwrap_or(Value::Null))
    }

    /// Deletes the auth configs of a toolkit, as somebody in Composio's dashboard would.
    pub async fn without_config(&self, key: &str, toolkit: &str) -> Result<()> {
        let state = self.state().await?;
        let configs = state["auth_configs"]
            .as_array()
            .context("no auth configs")?;
        for config in configs.iter().filter(|it| it["toolkit"] == toolkit) {
            let id = config["id"].as_str().context("no id")?;
            let url = self.base.join(&format!("/api/v3/auth_configs/{id}"))?;
            let answer = self.http.delete_as(key, &url).await?;
            ensure!((200..300).contains(&answer.status), "{}", answer.body);
        }
        Ok(())
    }

    /// From now on nothing goes wrong any more.
    pub async fn clear_faults(&self) -> Result<()> {
        let url = self.base.join("/_sim/faults")?;
        let answer = self.http.delete_as("", &url).await?;
        ensure!(answer.status == 200, "{}", answer.body);
        Ok(())
    }

    /// The ids a test needs.
    pub async fn state(&self) -> Result<Value> {
        self.get("/_sim/state").await
    }

    /// What it has received so far.
    pub async fn requests(&self) -> Result<Value> {
        self.get("/_sim/requests").await
    }

    /// Every account there ever was, deleted ones too.
    pub async fn accounts(&self) -> Result<Value> {
        self.get("/_sim/accounts").await
    }
}
