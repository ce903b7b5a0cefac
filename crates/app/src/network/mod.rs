//! By which way a project is reached: its proxy, and the certificates that it trusts
//! besides the system's. A way is tried before it is kept.
//!
//! A proxy with a user name or password is refused (ARCHITECTURE.md says why), so
//! nothing here is a secret.

mod certificates;
mod road;
mod save;
mod subject;

use std::sync::Arc;

use composio::{ApiKey, Client};
use domain::ProfileId;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use url::Url;
use wire::ProxyChoice;

pub(crate) use self::road::Road;

use crate::core::App;
use crate::error::Error;
use crate::host_clock::HostClock;

/// Under which name it is kept on the desk.
pub(crate) fn setting(profile: &ProfileId) -> String {
    format!("network:{profile}")
}

/// The network of a project.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Network {
    proxy: ProxyChoice,
    /// PEM.
    certificates: Option<String>,
}

/// The system's proxy is not taken in its place: somebody chose another way.
const UNREAD: &str = "The proxy of this project cannot be read, so nothing is sent past it. Choose it again in Network. Nothing changed.";

/// As it is kept; the certificates are a file.
#[derive(Serialize, Deserialize)]
struct Kept {
    proxy: ProxyChoice,
}

impl Network {
    /// A client that goes this way.
    pub(crate) fn client(
        &self,
        clock: Arc<HostClock>,
        base_url: &str,
        key: SecretString,
    ) -> Result<Client, Error> {
        let base = Url::parse(base_url)
            .map_err(|_| Error::Input("The address of Composio is not one."))?;
        let proxy = match &self.proxy {
            ProxyChoice::System => {
                self.road(Some(&base)).is_readable()?;
                composio::ProxyChoice::System
            }
            ProxyChoice::None => composio::ProxyChoice::Direct,
            ProxyChoice::Url(url) => composio::ProxyChoice::Through(road::proxy(url)?),
        };
        let mut config = composio::Config {
            clock,
            proxy,
            ..composio::Config::new(base, ApiKey::new(key))
        };
        config.extra_root_cert_pem = self.certificates.clone().map(String::into_bytes);
        Ok(Client::new(config)?)
    }

    /// One that can only knock, where there is no key.
    pub(crate) fn keyless(&self, clock: Arc<HostClock>, base_url: &str) -> Result<Client, Error> {
        // Knocking sends no key; the client must have one of some kind.
        self.client(clock, base_url, SecretString::from("none"))
    }

    pub(crate) fn certificates(&self) -> usize {
        let pem = self.certificates.as_deref();
        pem.map_or(0, |pem| pem.matches("-----BEGIN CERTIFICATE").count())
    }

    pub(crate) fn proxy_in_words(&self) -> String {
        match self.proxy {
            ProxyChoice::System => "as the system says",
            ProxyChoice::None => "none",
            ProxyChoice::Url(_) => "one set by hand",
        }
        .to_owned()
    }
}

impl App {
    /// The network of a project as it is kept; the usual one where nothing is. What cannot be
    /// read is an error: a key must not go another way for it, nor the way be kept without it.
    pub(crate) async fn network_of(&self, profile: &ProfileId) -> Result<Network, Error> {
        Ok(Network {
            proxy: self.proxy_of(profile).await?,
            certificates: self.certificates_of(profile).await?,
        })
    }

    async fn proxy_of(&self, profile: &ProfileId) -> Result<ProxyChoice, Error> {
        let desk = self.0.desk.as_ref().map_err(|_| Error::NoWorkspace)?;
        let kept = desk.setting(&setting(profile)).await?;
        // One that was forgotten is empty.
        let Some(text) = kept.filter(|text| !text.is_empty()) else {
            return Ok(ProxyChoice::default());
        };
        let kept: Kept = serde_json::from_str(&text).map_err(|_| Error::ProxyUnread(UNREAD))?;
        Ok(kept.proxy)
    }

    async fn certificates_of(&self, profile: &ProfileId) -> Result<Option<String>, Error> {
        match tokio::fs::read_to_string(self.certificates_path(profile)).await {
            Ok(pem) => Ok(Some(pem)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::Typed(format!(
                "The certificates that this project trusts cannot be read: {}. Make their file in the data directory readable, or give them again in Network. Nothing changed.",
                error.kind()
            ))),
        }
    }

    /// Forgets the network of a project.
    pub(crate) async fn forget_network(&self, profile: &ProfileId) -> Result<(), Error> {
        let desk = self.0.desk.as_ref().map_err(|_| Error::NoWorkspace)?;
        desk.set_setting(&setting(profile), "").await?;
        match tokio::fs::remove_file(self.certificates_path(profile)).await {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(Error::Input(
                "The certificates of the project could not be deleted. Try again.",
            )),
            _ => Ok(()),
        }
    }

    fn certificates_path(&self, profile: &ProfileId) -> std::path::PathBuf {
        let directory = self.0.config.home.join("certificates");
        directory.join(format!("{profile}.pem"))
    }
}
