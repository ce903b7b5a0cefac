//! The built program as a command: the handler of our links, or a start that ends by itself.

use std::process::Command;

use anyhow::{Result, ensure};

use crate::{
    binaries,
    desk::Desk,
    process::{Ended, run},
};

impl Desk {
    /// Runs the built program, changed so, to its end.
    pub async fn run_app(&self, change: impl FnOnce(&mut Command)) -> Result<Ended> {
        let mut command = self.command(binaries::switchboard()?);
        change(&mut command);
        run(&mut command).await
    }

    /// Makes the built program the handler of our links, as `cargo xtask run` does.
    pub async fn register_scheme(&self) -> Result<()> {
        self.good("--register-scheme").await
    }

    /// Takes that back.
    pub async fn unregister_scheme(&self) -> Result<()> {
        self.good("--unregister-scheme").await
    }

    /// Whether the program takes itself for the handler of our links.
    pub async fn handler_registered(&self) -> Result<bool> {
        Ok(self.asked("--handler-registered").await?.code == Some(0))
    }

    async fn good(&self, word: &str) -> Result<()> {
        let ended = self.asked(word).await?;
        ensure!(ended.code == Some(0), "{word}: {}", ended.stderr);
        Ok(())
    }

    async fn asked(&self, word: &str) -> Result<Ended> {
        self.run_app(|app| {
            app.arg(word);
        })
        .await
    }
}
