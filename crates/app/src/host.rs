//! The one seam to the world outside: what a shell must lend the core.

use std::net::{Ipv4Addr, TcpListener};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use domain::{AuthConfigId, ConnectedAccountId, IntegrationId, Timestamp};
use secrecy::SecretString;
use wire::{DemoSize, SabotageKind};

/// A boxed future, so that [`Host`] can be a trait object.
pub type Future<'a, T> = Pin<Box<dyn std::future::Future<Output = T> + Send + 'a>>;

/// Why the shell could not do it, in a few words without any URL.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct HostError(pub String);

/// Something that ended while nobody was watching.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// In a few words.
    pub title: String,
    /// One sentence.
    pub body: String,
    /// The row it is about.
    pub integration: IntegrationId,
}

/// What this computer is, in words that name nobody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SystemFacts {
    /// The operating system and its version.
    pub os: String,
    /// The web view's version.
    pub webview: String,
    /// What kind of display the window is on.
    pub display: String,
}

/// What a shell lends the core. Nothing here decides anything.
pub trait Host: Send + Sync + 'static {
    /// The clock on the wall.
    fn now(&self) -> Timestamp;

    /// Waits so long. Every wait of the core's that decides anything about an account is made
    /// here, and every time-out and pause of its client, so that a shell whose time is not the
    /// system's (a test, say) has all of it in one place. What only ticks beside that, such as
    /// the idle lock and the listener on loopback, takes the system's.
    fn sleep(&self, wait: Duration) -> Future<'_, ()> {
        Box::pin(tokio::time::sleep(wait))
    }

    /// Opens an address in the system browser. The core has checked it.
    ///
    /// # Errors
    /// [`HostError`] when no browser could be started. `Ok` means only that one was
    /// asked to.
    fn open_url(&self, url: &str) -> Result<(), HostError>;

    /// Puts a text on the clipboard.
    ///
    /// # Errors
    /// [`HostError`] when there is no clipboard.
    fn copy(&self, text: &str) -> Result<(), HostError>;

    /// The same for what may be pasted and not kept: no history of the clipboard is to have it.
    ///
    /// # Errors
    /// [`HostError`] when there is no clipboard.
    fn copy_unrecorded(&self, text: &str) -> Result<(), HostError>;

    /// Whether links of our scheme reach this program.
    fn handles_links(&self) -> bool;

    /// A port on 127.0.0.1 that only this program answers, where a browser can come home
    /// to while links of our scheme do not reach it.
    ///
    /// # Errors
    /// When the system gives none: a firewall, a sandbox, no port left.
    fn door(&self) -> std::io::Result<TcpListener> {
        TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
    }

    /// Brings the window to the front.
    fn raise(&self);

    /// Tells the person through the desktop, who may be looking elsewhere. A click on
    /// it opens the row, where the desktop can say that there was one.
    fn alert(&self, alert: Alert);

    /// Shows the window at this size, in percent.
    fn zoom(&self, percent: u16);

    /// Closes the app.
    fn quit(&self);

    /// Writes more into the log, or no longer.
    fn log_in_detail(&self, on: bool);

    /// What this computer is, for who helps.
    fn system(&self) -> SystemFacts;

    /// Starts a fresh demo workspace on loopback.
    fn start_demo(&self, size: DemoSize) -> Future<'_, Result<Arc<dyn DemoServer>, HostError>>;
}

/// The stand-in for Composio behind the demo workspace. It ends when dropped.
pub trait DemoServer: Send + Sync + 'static {
    /// Its origin.
    fn base_url(&self) -> String;

    /// The key it accepts.
    fn api_key(&self) -> SecretString;

    /// The names of its tenants, as (user id, name).
    fn tenant_names(&self) -> Vec<(String, String)>;

    /// Breaks something.
    fn sabotage(
        &self,
        kind: SabotageKind,
        account: Option<ConnectedAccountId>,
    ) -> Future<'_, Result<(), HostError>>;

    /// The provider changes the client secret of an auth config, or (`renewed`) somebody
    /// enters the new one at Composio.
    ///
    /// # Errors
    /// [`HostError`] when there is no such auth config.
    fn client_secret(&self, config: &AuthConfigId, renewed: bool) -> Result<(), HostError>;

    /// Whether the project masks secrets.
    fn masks(&self) -> bool;
}
