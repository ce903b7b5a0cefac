//! `screenshots DIRECTORY`: walks every screen, light and dark, into PNGs. The README's pictures
//! come from here.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use e2e::{Decision, Desk, Script, Simulator, Window, hook};

/// Obviously fake, and never the one that the simulator accepts.
const WRONG_KEY: &str = "ak_sim_wrong_0000000000";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let directory = std::env::args().nth(1).context("no directory")?;
    let directory = PathBuf::from(directory);
    for dark in [false, true] {
        refused(&directory, dark).await?;
        walk(&directory, dark).await?;
    }
    Ok(())
}

/// The pictures of one walk.
struct Album<'a> {
    window: Window,
    directory: &'a Path,
    theme: &'static str,
}

impl<'a> Album<'a> {
    async fn open(desk: &Desk, directory: &'a Path, dark: bool) -> Result<Self> {
        let window = desk.start_app().await?;
        window.find(&hook("setup")).await?;
        Ok(Self {
            window,
            directory,
            theme: if dark { "dark" } else { "light" },
        })
    }

    async fn take(&self, name: &str) -> Result<()> {
        let file = format!("{name}-{}.png", self.theme);
        self.window.screenshot(&self.directory.join(file)).await?;
        Ok(())
    }

    async fn click(&self, name: &str) -> Result<()> {
        self.window.click(&hook(name)).await
    }

    async fn see(&self, name: &str) -> Result<()> {
        self.window.find(&hook(name)).await.map(|_| ())
    }

    /// Waits for the attempt in the sheet to be in `state`.
    async fn attempt(&self, state: &str) -> Result<()> {
        let css = format!("{}[data-state=\"{state}\"]", hook("attempt-state"));
        self.window.find(&css).await.map(|_| ())
    }

    /// Opens the first row that a filter leaves and that says `what`.
    async fn row(&self, filter: &str, what: &str) -> Result<()> {
        self.window.type_into(&hook("filter"), filter).await?;
        self.window.click_row(what).await?;
        self.see("pane").await
    }
}

/// Entering a key that Composio does not take.
async fn refused(directory: &Path, dark: bool) -> Result<()> {
    let mut desk = Desk::new().await?;
    desk.prefer_dark(dark);
    let simulator = Simulator::start(desk.root(), &["--scenario", "empty"])?;
    let album = Album::open(&desk, directory, dark).await?;
    album.take("setup").await?;
    let window = &album.window;
    window.type_into(&hook("setup-key"), WRONG_KEY).await?;
    window.type_into(&hook("setup-name"), "Northwind").await?;
    album.click("setup-advanced").await?;
    let base = simulator.base().as_str();
    window.type_into(&hook("setup-url"), base).await?;
    album.click("setup-save").await?;
    album.see("setup-refused").await?;
    album.take("setup-refused").await?;
    album.window.close().await
}

/// The demo workspace, from the first look to the audit list.
async fn walk(directory: &Path, dark: bool) -> Result<()> {
    let mut desk = Desk::new().await?;
    desk.prefer_dark(dark);
    desk.register_scheme().await?;
    let browser = desk.install_browser().await?;
    let script = |decision| Script {
        decision,
        account: Some("jane@example.com".to_owned()),
        ..Script::default()
    };
    let album = Album::open(&desk, directory, dark).await?;
    album.click("setup-demo").await?;
    let idle = format!("{}[data-phase=\"idle\"]", hook("status-sync"));
    album.window.find(&idle).await?;
    album.take("integrations").await?;

    album.row("acme", "Gmail").await?;
    album.take("integration-expired").await?;
    browser.follow(&script(Decision::Nothing))?;
    album.click("action-reconnect").await?;
    album.see("attempt-link").await?;
    album.take("connect-waiting").await?;
    browser.follow(&script(Decision::Allow))?;
    album.click("attempt-open").await?;
    album.attempt("won").await?;
    album.take("connect-success").await?;
    album.click("attempt-done").await?;
    album.take("integration-active").await?;

    album.click("action-disconnect").await?;
    album.see("confirm-disconnect").await?;
    album.take("confirm-disconnect").await?;
    let reason = "Asked for in ticket 7";
    album
        .window
        .type_into(&hook("disconnect-reason"), reason)
        .await?;
    album.click("disconnect-confirm").await?;
    album.see("disconnect-report").await?;
    album.take("disconnect-report").await?;
    album.click("disconnect-close").await?;
    album.take("integration-revoked").await?;

    browser.follow(&script(Decision::Deny))?;
    album.click("action-connect").await?;
    album.see("connect-config").await?;
    album.take("connect-config").await?;
    album.click("connect-submit").await?;
    album.attempt("lost").await?;
    album.take("connect-declined").await?;
    album.click("attempt-close").await?;

    album.click("connect-account").await?;
    album.see("connect-sheet").await?;
    album.take("connect-choose").await?;
    album.click("sheet-close").await?;
    lists(&album).await?;
    album.window.close().await
}

async fn lists(album: &Album<'_>) -> Result<()> {
    album.click("nav-triage").await?;
    album.see("cause-fix").await?;
    album.take("triage").await?;
    album.click("cause-expand").await?;
    album.click("cause-row").await?;
    album.see("diagnosis").await?;
    album.take("triage-open").await?;
    album.click("pane-close").await?;
    album.click("nav-tenants").await?;
    album.see("grid").await?;
    album.take("tenants").await?;
    album.window.click_row("Acme").await?;
    album.see("tenant-pane").await?;
    album.take("tenant").await?;
    album.click("nav-activity").await?;
    album.see("audit-row").await?;
    album.take("activity").await?;

    album.click("nav-integrations").await?;
    album.click("demo-reject-key").await?;
    album.see("demo-said").await?;
    album.click("sync-now").await?;
    album.see("sync-failed").await?;
    album.take("key-refused").await?;
    Ok(())
}
