//! Choosing the network of a project: what is typed is read, tried live, and kept.

use domain::ProfileId;
use url::Url;
use wire::{
    CertificatesView, CheckCertificates, Fault, Handle, NetworkChoice, NetworkView, ProxyChoice,
    SaveNetwork, ShowNetwork,
};

use super::road::{self, Road};
use super::{Kept, Network, certificates, setting};
use crate::core::App;
use crate::desk_deed::DeskDeed;
use crate::error::Error;
use crate::private;

/// What follows where something that is kept cannot be read: a project that was opened before that
/// keeps the way that was read then.
const fn what_is_sent(goes_on: bool) -> &'static str {
    match goes_on {
        true => {
            ". As long as the project is open, it goes on by the way with which it was opened; afterwards nothing is sent"
        }
        false => ", so nothing is sent",
    }
}

/// Said where the fields to choose it anew stand right below.
fn proxy_unread(goes_on: bool) -> String {
    let sent = what_is_sent(goes_on);
    format!(
        "The proxy that is kept for this project cannot be read{sent}: not through the system's proxy, nor without one. Choose a proxy, or none, and save it."
    )
}

/// The same of its certificates.
fn certificates_unread(goes_on: bool) -> String {
    let sent = what_is_sent(goes_on);
    format!(
        "The certificates that this project trusts besides the system's cannot be read{sent}. Make their file in the data directory readable, or give them again, or take them away, and save."
    )
}

impl App {
    /// The network that a person chose, read and found to be one.
    pub(crate) async fn chosen_network(
        &self,
        choice: NetworkChoice,
        profile: &ProfileId,
    ) -> Result<Network, Error> {
        let proxy = match choice.proxy {
            ProxyChoice::Url(typed) => {
                let url = road::proxy(&typed)?;
                ProxyChoice::Url(url.as_str().trim_end_matches('/').to_owned())
            }
            other => other,
        };
        let keeps = choice.certificates == wire::CertificateSource::Keep;
        // What cannot be read can still be replaced or taken away.
        let kept = match keeps {
            true => self.certificates_of(profile).await?,
            false => None,
        };
        let pem = certificates::fetch(choice.certificates, kept).await?;
        let certificates = match pem {
            // What is kept was read when it came; that it is too old is shown, not refused.
            Some(pem) if keeps => Some(pem),
            Some(pem) => Some(certificates::read(&pem, self.0.host.now())?.0),
            None => None,
        };
        Ok(Network {
            proxy,
            certificates,
        })
    }

    /// Keeps the network of a project.
    pub(crate) async fn keep_network(
        &self,
        profile: &ProfileId,
        network: &Network,
    ) -> Result<(), Error> {
        let desk = self.0.desk.as_ref().map_err(|_| Error::NoWorkspace)?;
        let path = self.certificates_path(profile);
        let pem = network.certificates.clone();
        let written = tokio::task::spawn_blocking(move || match pem {
            Some(pem) => {
                if let Some(directory) = path.parent() {
                    std::fs::create_dir_all(directory)?;
                }
                private::write(&path, pem.as_bytes())
            }
            None => match std::fs::remove_file(&path) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
                _ => Ok(()),
            },
        })
        .await;
        if !matches!(written, Ok(Ok(()))) {
            return Err(Error::Input(
                "The certificates cannot be written to the data directory. Free or repair the disk; the project's network is as before.",
            ));
        }
        let kept = Kept {
            proxy: network.proxy.clone(),
        };
        let text = serde_json::to_string(&kept)
            .map_err(|_| Error::Input("The proxy cannot be kept. Nothing changed."))?;
        desk.set_setting(&setting(profile), &text).await?;
        Ok(())
    }

    fn network_view(&self, base_url: &str, network: &Network) -> NetworkView {
        let base = Url::parse(base_url).ok();
        let now = self.0.host.now();
        let pem = network.certificates.as_deref().unwrap_or_default();
        let read = certificates::shown(pem, now);
        NetworkView {
            proxy: network.proxy.clone(),
            system: system_in_words(base.as_ref()),
            certificates: read,
            loopback: base.as_ref().is_some_and(road::is_loopback),
            unread: Vec::new(),
        }
    }

    /// Whether a project is open and speaks to Composio.
    fn goes_on(&self, profile: &ProfileId) -> bool {
        let open = self.state().workspace.clone();
        open.is_some_and(|open| open.profile.id == *profile && open.client().is_ok())
    }

    async fn save_network(&self, ask: SaveNetwork) -> Result<NetworkView, Fault> {
        let known = self.profile(&ask.profile)?;
        if known.demo {
            return Err(Error::Input(
                "The demo is on this computer, so it has no proxy and no certificates. Nothing changed.",
            )
            .into());
        }
        let network = self.chosen_network(ask.network, &known.id).await?;
        // To try such a choice again, or to keep it anyway, is no way out: it is wrong itself.
        let client = match network.keyless(self.clock(), &known.base_url) {
            Err(Error::ProxyUnread(why)) => return Err(Error::Input(why).into()),
            client => client?.without_retries(),
        };
        if !ask.anyway {
            client.reach().await.map_err(Error::from)?;
        }
        {
            let _one = self.0.switching.lock().await;
            let deed = DeskDeed::new("Change the network of a project", &known.name);
            let intent = self.intend_on_desk(&deed).await?;
            let done = self.keep_network(&known.id, &network).await;
            self.conclude_on_desk(&deed, intent, &done).await;
            done?;
        }
        // What is open goes the new way from now on.
        let open = self.state().workspace.clone();
        if open.is_some_and(|open| open.profile.id == known.id) {
            self.use_profile(Some(known.id.clone())).await?;
        }
        Ok(self.network_view(&known.base_url, &network))
    }
}

fn system_in_words(base: Option<&Url>) -> String {
    match road::system(base) {
        Road::Through { host, port, set_by } => format!("{host}:{port}, named by {set_by}"),
        Road::Direct(why) | Road::Unreadable(why) => why.to_owned(),
        Road::Loopback => "None: Composio is on this computer.".to_owned(),
    }
}

impl Handle<ShowNetwork> for App {
    async fn handle(&self, ask: ShowNetwork) -> Result<NetworkView, Fault> {
        let known = self.profile(&ask.profile)?;
        let mut unread = Vec::new();
        let goes_on = self.goes_on(&known.id);
        // What cannot be read is told, and another can be given in its place.
        let proxy = match self.proxy_of(&known.id).await {
            Err(Error::ProxyUnread(why)) => {
                tracing::warn!(why, "the proxy of a project is not shown");
                unread.push(proxy_unread(goes_on));
                ProxyChoice::default()
            }
            proxy => proxy?,
        };
        let certificates = self.certificates_of(&known.id).await;
        let certificates = certificates.unwrap_or_else(|error| {
            tracing::warn!(%error, "the certificates of a project are not shown");
            unread.push(certificates_unread(goes_on));
            None
        });
        let network = Network {
            proxy,
            certificates,
        };
        Ok(NetworkView {
            unread,
            ..self.network_view(&known.base_url, &network)
        })
    }
}

impl Handle<CheckCertificates> for App {
    async fn handle(&self, ask: CheckCertificates) -> Result<CertificatesView, Fault> {
        let pem = certificates::fetch(ask.certificates, None).await?;
        let certificates = match pem {
            Some(pem) => certificates::read(&pem, self.0.host.now())?.1,
            None => Vec::new(),
        };
        Ok(CertificatesView { certificates })
    }
}

impl Handle<SaveNetwork> for App {
    async fn handle(&self, ask: SaveNetwork) -> Result<NetworkView, Fault> {
        self.save_network(ask).await
    }
}
