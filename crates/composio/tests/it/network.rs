//! The way to the server: whose certificates are trusted, and through which proxy.

use composio::{ApiKey, Cause, Client, Config, Error, ListAccounts, ProxyChoice};
use simulator::{Running, Simulator};
use url::Url;

use crate::scripted::{Scripted, reply};
use crate::ways::{Authority, Manner, Proxy, dead_port};

const KEY: &str = "ak_sim_CANARYway";

async fn simulator() -> Running {
    let config = simulator::Config {
        api_key: KEY.into(),
        ..simulator::Config::default()
    };
    Simulator::start(config).await.unwrap()
}

fn port(sim: &Running) -> u16 {
    let base: Url = sim.base_url().parse().unwrap();
    base.port().unwrap()
}

/// A way to `base` that trusts `pem` besides the system and goes by `proxy`.
fn client(base: &str, pem: Option<&str>, proxy: ProxyChoice) -> Client {
    let mut config = Config::new(base.parse().unwrap(), ApiKey::new(KEY.into()));
    config.extra_root_cert_pem = pem.map(|pem| pem.as_bytes().to_vec());
    config.proxy = proxy;
    Client::new(config).unwrap().without_retries()
}

fn through(url: &str) -> ProxyChoice {
    ProxyChoice::Through(url.parse().unwrap())
}

async fn list(client: &Client) -> Result<(), Error> {
    let ask = ListAccounts::default();
    client.connected_accounts().list(&ask).await.map(drop)
}

fn cause(told: Result<(), Error>) -> Cause {
    match told.unwrap_err() {
        Error::Unreachable { kind, .. } => kind,
        other => panic!("another error: {other}"),
    }
}

#[tokio::test]
async fn a_private_authority_is_refused_until_it_is_added() {
    let sim = simulator().await;
    let (ours, another) = (Authority::new("Ours"), Authority::new("Another"));
    let base = format!("https://127.0.0.1:{}", ours.front(port(&sim)).await);
    for pem in [None, Some(another.pem.as_str())] {
        let told = list(&client(&base, pem, ProxyChoice::System)).await;
        assert_eq!(cause(told), Cause::Tls, "trusting nobody or somebody else");
    }
    assert_eq!(sim.requests().len(), 0, "the key never left");
    let both = format!("{}{}", another.pem, ours.pem);
    for pem in [&ours.pem, &both] {
        list(&client(&base, Some(pem), ProxyChoice::System))
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_proxy_learns_the_host_and_never_the_key() {
    let sim = simulator().await;
    let authority = Authority::new("Ours");
    let proxy = Proxy::start(Manner::Lead(authority.front(port(&sim)).await)).await;
    let client = client(
        "https://composio.test",
        Some(&authority.pem),
        through(&proxy.url()),
    );
    list(&client).await.unwrap();
    let asked = proxy.asked();
    assert_eq!(asked.len(), 1);
    assert!(
        asked[0].starts_with("CONNECT composio.test:443 "),
        "{}",
        asked[0]
    );
    assert!(!asked[0].contains("CANARY") && !asked[0].contains("x-api-key"));
    assert_eq!(sim.requests().len(), 1, "behind it is Composio");
}

#[tokio::test]
async fn a_proxy_that_is_away_refuses_or_wants_a_sign_in_is_told_as_such() {
    let away = format!("http://127.0.0.1:{}", dead_port().await);
    let told = list(&client("https://composio.test", None, through(&away))).await;
    assert_eq!(cause(told), Cause::Proxy);
    for (status, wanted) in [
        (407, Cause::ProxySignIn),
        (403, Cause::Proxy),
        (502, Cause::Proxy),
    ] {
        let proxy = Proxy::start(Manner::Answer(status)).await;
        let told = list(&client(
            "https://composio.test",
            None,
            through(&proxy.url()),
        ))
        .await;
        assert_eq!(cause(told), wanted, "{status}");
    }
}

#[tokio::test]
async fn a_write_that_a_proxy_stopped_was_certainly_not_carried_out() {
    let proxy = Proxy::start(Manner::Answer(407)).await;
    let client = client("https://composio.test", None, through(&proxy.url()));
    let error = client
        .connected_accounts()
        .delete("ca_1", composio::DeleteOptions::default())
        .await
        .unwrap_err();
    assert!(!error.outcome_unknown());
}

#[tokio::test]
async fn this_computer_is_reached_without_a_proxy_whatever_is_set() {
    let sim = simulator().await;
    let proxy = Proxy::start(Manner::Answer(502)).await;
    let authority = Authority::new("Ours");
    let encrypted = format!("https://localhost:{}", authority.front(port(&sim)).await);
    for (base, pem) in [
        (sim.base_url(), None),
        (encrypted, Some(authority.pem.as_str())),
    ] {
        list(&client(&base, pem, through(&proxy.url())))
            .await
            .unwrap();
    }
    assert_eq!(proxy.asked(), Vec::<String>::new());
}

#[tokio::test]
async fn a_redirect_to_elsewhere_is_not_followed_through_a_proxy_either() {
    let target = [("location", "https://elsewhere.test/api")];
    let server = Scripted::start([reply(302, &target, "")]).await;
    let authority = Authority::new("Ours");
    let front = authority.front(server.origin.port().unwrap()).await;
    let proxy = Proxy::start(Manner::Lead(front)).await;
    let client = client(
        "https://composio.test",
        Some(&authority.pem),
        through(&proxy.url()),
    );
    assert_eq!(cause(list(&client).await), Cause::Redirect);
    let asked = proxy.asked().join("\n");
    assert!(!asked.contains("elsewhere"), "{asked}");
}

#[tokio::test]
async fn knocking_needs_no_key_and_tells_the_time() {
    let sim = simulator().await;
    let client = client(&sim.base_url(), None, ProxyChoice::System);
    let reached = client.reach().await.unwrap();
    assert!(reached.clock_offset.is_some(), "{reached:?}");
    let away = format!("http://127.0.0.1:{}", dead_port().await);
    let away = self::client(&away, None, ProxyChoice::System);
    assert_eq!(cause(away.reach().await.map(drop)), Cause::Connect);
}
