//! The steps. Each says what it found in a sentence, and what to do when it is bad;
//! where an earlier one failed, a later one says that it could not be found out.

use std::time::Duration;

use composio::{Cause, Client, Reached};
use tokio::net::{TcpStream, lookup_host};
use tokio::time::timeout;
use url::Url;
use wire::{Area, Can, Checkup};

use crate::key_probe;
use crate::network::{Network, Road};
use crate::number::counted;
use crate::workspace::Workspace;

/// How long a name or a connection may take.
const PATIENCE: Duration = Duration::from_secs(6);
/// The clocks may differ by this much.
const SKEW_SECONDS: i64 = 120;

/// What came of a step.
pub(super) enum Finding {
    Good(String),
    /// What is wrong, and the one thing to do.
    Bad(String, String),
    Unknown(String),
}

/// One way to Composio.
pub(super) struct Visit {
    base: Option<Url>,
    road: Road,
    /// With the key, where there is one.
    client: Option<Client>,
    /// The same way without it.
    knock: Result<Client, String>,
    reached: Option<Reached>,
    key_works: bool,
}

impl Visit {
    pub(super) fn new(workspace: &Workspace, network: &Network) -> Self {
        let base = Url::parse(&workspace.profile.base_url).ok();
        let client = workspace.client().ok().map(Client::without_retries);
        let knock = match &client {
            Some(client) => Ok(client.clone()),
            None => network
                .keyless(workspace.clock(), &workspace.profile.base_url)
                .map(Client::without_retries)
                .map_err(|error| error.to_string()),
        };
        Self {
            road: network.road(base.as_ref()),
            base,
            client,
            knock,
            reached: None,
            key_works: false,
        }
    }

    pub(super) async fn check(&mut self, of: Checkup) -> Finding {
        match of {
            Checkup::Name => self.name().await,
            Checkup::Proxy => self.proxy().await,
            Checkup::Trust => self.trust().await,
            Checkup::Clock => self.clock(),
            Checkup::Key => self.key().await,
            Checkup::Permission => self.permission().await,
            Checkup::Limit => self.limit(),
        }
    }

    async fn name(&self) -> Finding {
        let Some(base) = &self.base else {
            return bad(
                "The project's address cannot be read.",
                "Add the project again with Composio's address.",
            );
        };
        let Some(host) = base.domain() else {
            return good("The address is a number, so there is no name to look up.");
        };
        if self.road.leads_through_a_proxy() {
            return unknown("The proxy looks the name up, not this computer.");
        }
        match resolve(host, base.port_or_known_default().unwrap_or(443)).await {
            Ok(found) => {
                let addresses = counted(found, "address", "addresses");
                Finding::Good(format!("{host} has {addresses}."))
            }
            Err(()) => Finding::Bad(
                format!("The name {host} cannot be resolved."),
                "Check that this computer is online and its DNS works. Behind a company proxy, set it in Network.".to_owned(),
            ),
        }
    }

    async fn proxy(&self) -> Finding {
        match &self.road {
            Road::Loopback => good("None: Composio is on this computer."),
            Road::Direct(why) => Finding::Good((*why).to_owned()),
            Road::Through { host, port, set_by } => {
                let asked = timeout(PATIENCE, TcpStream::connect((host.as_str(), *port))).await;
                if matches!(asked, Ok(Ok(_))) {
                    return Finding::Good(format!("{host}:{port} answers; set by {set_by}."));
                }
                Finding::Bad(
                    format!("The proxy {host}:{port}, set by {set_by}, cannot be reached."),
                    "Check the proxy's address in Network, and whether it needs the company network or VPN.".to_owned(),
                )
            }
            Road::Unreadable(why) => Finding::Bad(
                (*why).to_owned(),
                "Set the proxy again in Network.".to_owned(),
            ),
        }
    }

    async fn trust(&mut self) -> Finding {
        let knock = match &self.knock {
            Ok(knock) => knock.clone(),
            Err(why) => {
                return Finding::Bad(
                    format!(
                        "No connection can be set up: {}.",
                        why.trim_end_matches('.')
                    ),
                    "Look at the certificates and the proxy in Network.".to_owned(),
                );
            }
        };
        let encrypted = self
            .base
            .as_ref()
            .is_some_and(|base| base.scheme() == "https");
        match knock.reach().await {
            Ok(reached) => {
                self.reached = Some(reached);
                Finding::Good(match encrypted {
                    true => "The certificate is trusted, and the server answers.".to_owned(),
                    false => "The server answers. It is on this computer, so nothing is encrypted."
                        .to_owned(),
                })
            }
            Err(composio::Error::Unreachable { kind, .. }) => unreached(kind),
            Err(error) => Finding::Unknown(error.to_string()),
        }
    }

    fn clock(&self) -> Finding {
        let Some(ahead) = self.reached.and_then(|reached| reached.clock_offset) else {
            return unknown("The server did not tell its time.");
        };
        let seconds = ahead.as_secs();
        if seconds.abs() <= SKEW_SECONDS {
            return good("The clocks agree.");
        }
        let side = if seconds > 0 { "behind" } else { "ahead of" };
        Finding::Bad(
            format!(
                "This computer's clock is {} minutes {side} Composio's.",
                seconds.abs() / 60
            ),
            "Set the clock, best by the network. Until then times in lists are off; deadlines are kept by Composio's clock.".to_owned(),
        )
    }

    async fn key(&mut self) -> Finding {
        use composio::Error as E;
        let Some(client) = &self.client else {
            return bad(
                "This project has no key at hand.",
                "Enter the key, or unlock the keyring, in Projects and keys.",
            );
        };
        if self.reached.is_none() {
            return unknown("Composio was not reached, so the key was not tried.");
        }
        let one = composio::ListAccounts {
            limit: Some(1),
            ..composio::ListAccounts::default()
        };
        match client.connected_accounts().list(&one).await {
            Ok(_) => {
                self.key_works = true;
                good("Composio accepts the key.")
            }
            Err(E::Unauthorized(_)) => bad(
                "Composio refuses the key.",
                "Make a new one in Composio's dashboard and enter it in Projects and keys.",
            ),
            // It was understood, so it is a key; what it may do is the next question.
            Err(E::Forbidden(_)) => {
                self.key_works = true;
                good("Composio knows the key.")
            }
            Err(E::RateLimited { .. }) => {
                self.key_works = true;
                good("Composio knows the key, and asks to wait.")
            }
            Err(E::Unreachable { kind, .. }) => unreached(kind),
            Err(E::Unavailable { status, .. }) => Finding::Bad(
                format!("Composio answers with an error of its own ({status})."),
                "Wait, and look at Composio's status page. Nothing here is wrong.".to_owned(),
            ),
            Err(error) => Finding::Unknown(error.to_string()),
        }
    }

    async fn permission(&self) -> Finding {
        let (Some(client), true) = (&self.client, self.key_works) else {
            return unknown("The key was not accepted, so nothing more was asked.");
        };
        let areas = match key_probe::areas(client).await {
            Ok(areas) => areas,
            Err(error) => return Finding::Unknown(error.to_string()),
        };
        let names = |can: fn(&Can) -> bool| -> Vec<&'static str> {
            let those = areas.iter().filter(|area| can(&area.can));
            those.map(|area| area_name(area.area)).collect()
        };
        let refused = names(|can| *can == Can::No);
        let unclear = names(|can| matches!(can, Can::Unknown(_)));
        match (refused.as_slice(), unclear.as_slice()) {
            ([], []) => good("The key may read everything that Switchboard reads."),
            ([], unclear) => Finding::Unknown(format!("No answer about {}.", unclear.join(", "))),
            (refused, _) => Finding::Bad(
                format!("The key may not read {}.", refused.join(", ")),
                "For Support that may be meant. Else give the key these areas in Composio's dashboard.".to_owned(),
            ),
        }
    }

    fn limit(&self) -> Finding {
        let limit = self.client.as_ref().and_then(Client::rate_limit);
        let Some(limit) = limit.filter(|_| self.reached.is_some()) else {
            return unknown("Composio did not say how many requests are left.");
        };
        let are = if limit.remaining == 1 { "is" } else { "are" };
        let said = format!(
            "{} of {} requests {are} left until Composio counts anew, for the whole organisation.",
            limit.remaining, limit.limit
        );
        if limit.remaining.saturating_mul(10) >= limit.limit {
            return Finding::Good(said);
        }
        Finding::Bad(
            said,
            "Wait a minute. If it stays so, something else uses the organisation's requests up."
                .to_owned(),
        )
    }
}

async fn resolve(host: &str, port: u16) -> Result<usize, ()> {
    let found = timeout(PATIENCE, lookup_host((host, port))).await;
    let found = found.map_err(drop)?.map_err(drop)?.count();
    if found == 0 { Err(()) } else { Ok(found) }
}

/// Why the server was not reached, and what to do.
pub(crate) fn why_unreached(kind: Cause) -> (&'static str, &'static str) {
    match kind {
        Cause::Config(why) => (why, "Look at the project's address and at Network."),
        Cause::Dns => (
            "The name cannot be resolved.",
            "Check that this computer is online and its DNS works.",
        ),
        Cause::Connect => (
            "No connection can be made.",
            "Check the network and the firewall. Behind a company proxy, set it in Network.",
        ),
        Cause::Proxy => (
            "The proxy cannot be reached, or does not let Composio through.",
            "Check the proxy in Network, and ask who runs it to allow Composio's host.",
        ),
        Cause::ProxySignIn => (
            "The proxy wants a sign-in, which Switchboard does not do.",
            "Use a local proxy that signs in for you, or ask for one that needs no sign-in.",
        ),
        Cause::Tls => (
            "The server's certificate is not trusted here.",
            "If your company inspects connections, add its certificate in Network. Else do not go on: somebody may be in between.",
        ),
        Cause::Timeout => (
            "No answer came in time.",
            "Check the network; a firewall may swallow the connection.",
        ),
        Cause::Reset | Cause::Truncated => (
            "The connection broke.",
            "Try again. If it stays so, something on the way cuts it.",
        ),
        Cause::Redirect | Cause::BodyTooLarge => (
            "What answers is not Composio.",
            "Look at the project's address; a portal of the network may be in between.",
        ),
    }
}

fn unreached(kind: Cause) -> Finding {
    let (said, fix) = why_unreached(kind);
    bad(said, fix)
}

const fn area_name(area: Area) -> &'static str {
    match area {
        Area::ConnectedAccounts => "connected accounts",
        Area::AuthConfigs => "auth configs",
        Area::ProjectConfig => "project settings",
        Area::Tools => "tools",
        Area::Triggers => "triggers",
    }
}

fn good(said: &str) -> Finding {
    Finding::Good(said.to_owned())
}

fn bad(said: &str, fix: &str) -> Finding {
    Finding::Bad(said.to_owned(), fix.to_owned())
}

fn unknown(said: &str) -> Finding {
    Finding::Unknown(said.to_owned())
}
