//! Which proxy stands on the way, if one does.

use std::env;

use url::{Host, Url};
use wire::ProxyChoice;

use super::Network;
use crate::error::Error;

/// What stands between this computer and the base URL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Road {
    /// Nothing: it is this computer.
    Loopback,
    /// Nothing, and why.
    Direct(&'static str),
    /// A proxy, and who says so.
    Through {
        host: String,
        port: u16,
        set_by: String,
    },
    /// Something that cannot be read.
    Unreadable(&'static str),
}

impl Road {
    pub(crate) const fn leads_through_a_proxy(&self) -> bool {
        matches!(self, Self::Through { .. })
    }

    /// Fails where a proxy is named that nobody can read: the client would pass it over in silence,
    /// and whoever named it expects everything to go through it.
    pub(super) fn is_readable(&self) -> Result<(), Error> {
        match self {
            Self::Unreadable(_) => Err(Error::ProxyUnread(
                "The proxy that the system names in HTTPS_PROXY or ALL_PROXY cannot be read, so nothing is sent past it. Correct it and start Switchboard again, or choose a proxy, or none, in Network. Nothing changed.",
            )),
            Self::Loopback | Self::Direct(_) | Self::Through { .. } => Ok(()),
        }
    }
}

/// Whether a URL names this computer.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// A proxy as a person types it.
pub(crate) fn proxy(typed: &str) -> Result<Url, Error> {
    let typed = typed.trim();
    let full = match typed.contains("://") {
        true => typed.to_owned(),
        false => format!("http://{typed}"),
    };
    let not_one = Error::Input(
        "The proxy is not an address. It looks like http://proxy.example:3128. Nothing changed.",
    );
    let Ok(url) = Url::parse(&full) else {
        return Err(not_one);
    };
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Error::Input(
            "A proxy with a user name or password is not taken: it would be one more secret to keep. Run a local proxy that signs in for you and enter that one. Nothing changed.",
        ));
    }
    match url.scheme() {
        "http" | "https" if url.has_host() => {}
        scheme if scheme.starts_with("socks") => {
            return Err(Error::Input(
                "SOCKS proxies are not supported; enter an http or https proxy. Nothing changed.",
            ));
        }
        _ => return Err(not_one),
    }
    if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
        return Err(Error::Input(
            "The address of a proxy ends after its port. Nothing changed.",
        ));
    }
    Ok(url)
}

impl Network {
    /// What stands on the way to the base URL.
    pub(crate) fn road(&self, base: Option<&Url>) -> Road {
        if base.is_some_and(is_loopback) {
            return Road::Loopback;
        }
        match &self.proxy {
            ProxyChoice::None => Road::Direct("None is used, as chosen in Network."),
            ProxyChoice::Url(typed) => match proxy(typed) {
                Ok(url) => through(&url, "Network"),
                Err(_) => Road::Unreadable("The proxy in Network cannot be read."),
            },
            ProxyChoice::System => system(base),
        }
    }
}

/// What the system says, as the client reads it.
pub(super) fn system(base: Option<&Url>) -> Road {
    said(base, |name| env::var(name).ok())
}

/// The same of these variables.
fn said(base: Option<&Url>, variable: impl Fn(&str) -> Option<String>) -> Road {
    let host = base.and_then(Url::host_str).unwrap_or_default();
    // Of two spellings the first that is there counts, though it may be empty; the second two stand
    // in for the first.
    let spelt = |names: [&'static str; 2]| {
        let found = names.into_iter().find_map(|it| Some((it, variable(it)?)));
        found.filter(|(_, value)| !value.is_empty())
    };
    let https = spelt(["HTTPS_PROXY", "https_proxy"]);
    let all = spelt(["ALL_PROXY", "all_proxy"]);
    if https.is_none() && all.is_none() {
        return Road::Direct("The system names none.");
    }
    let spared = ["NO_PROXY", "no_proxy"]
        .into_iter()
        .find_map(variable)
        .unwrap_or_default();
    if spares(&spared, host) {
        return Road::Direct("The system's NO_PROXY spares this host.");
    }
    let read = [https, all]
        .into_iter()
        .flatten()
        .find_map(|(name, value)| Some((name, named(&value)?)));
    match read {
        Some((name, url)) => through(&url, name),
        None => Road::Unreadable("The proxy that the system names cannot be read."),
    }
}

/// A proxy as the system names it, where the client takes it for one too: blanks, letters that
/// belong in no address, a path without a scheme and a SOCKS in capitals are more than it reads.
fn named(value: &str) -> Option<Url> {
    let plain = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte);
    if !value.bytes().all(plain) {
        return None;
    }
    let full = match value.contains("://") {
        true => value.to_owned(),
        false if value.contains(['/', '?', '#']) => return None,
        false => format!("http://{value}"),
    };
    let (scheme, _) = full.split_once("://")?;
    let is = |web: &str| web.eq_ignore_ascii_case(scheme);
    let known =
        is("http") || is("https") || ["socks4", "socks4a", "socks5", "socks5h"].contains(&scheme);
    Url::parse(&full).ok().filter(|url| known && url.has_host())
}

fn through(url: &Url, set_by: &str) -> Road {
    Road::Through {
        host: url.host_str().unwrap_or_default().to_owned(),
        port: url.port_or_known_default().unwrap_or(1080),
        set_by: set_by.to_owned(),
    }
}

/// Whether a list of exceptions names this host or a domain above it.
fn spares(list: &str, host: &str) -> bool {
    let list = list.to_ascii_lowercase();
    list.split(',').map(str::trim).any(|entry| {
        let entry = entry.trim_start_matches("*.").trim_start_matches('.');
        entry == "*"
            || (!entry.is_empty()
                && host
                    .strip_suffix(entry)
                    .is_some_and(|rest| rest.is_empty() || rest.ends_with('.')))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_bare_http_proxy_is_taken() {
        for (typed, taken) in [
            ("http://proxy.example:3128", true),
            ("https://proxy.example", true),
            (" proxy.example:3128 ", true),
            ("http://[::1]:3128/", true),
            ("http://jane:CANARY@proxy.example", false),
            ("http://jane@proxy.example", false),
            ("socks5://proxy.example", false),
            ("ftp://proxy.example", false),
            ("http://proxy.example/path", false),
            ("http://proxy.example?x=1", false),
            ("", false),
            ("http://", false),
        ] {
            let told = proxy(typed);
            assert_eq!(told.is_ok(), taken, "{typed}");
            if let Err(error) = told {
                assert!(!error.to_string().contains("CANARY"));
            }
        }
    }

    #[test]
    fn a_proxy_of_the_system_that_the_client_would_pass_over_is_refused_and_not_gone_around() {
        let base = Url::parse("https://backend.composio.dev").unwrap();
        for (value, readable) in [
            ("http://proxy.example:3128", true),
            ("http://proxy.example:3128/", true),
            ("proxy.example:3128", true),
            ("http://jane:pass@proxy.example", true),
            ("socks5://proxy.example:1080", true),
            ("HTTP://proxy.example:3128", true),
            ("", true),
            (" http://proxy.example:3128", false),
            ("http://proxy.example:3128 ", false),
            ("proxy.example:3128/", false),
            ("http:/proxy.example", false),
            ("ftp://proxy.example", false),
            ("SOCKS5://proxy.example:1080", false),
            ("http://proxy.example:port", false),
            ("http://pröxy.example", false),
            ("http://", false),
            ("proxy example", false),
        ] {
            let only = |name: &str| (name == "HTTPS_PROXY").then(|| value.to_owned());
            let road = said(Some(&base), only);
            assert_eq!(road.is_readable().is_ok(), readable, "{value:?}: {road:?}");
            let spared = |name: &str| match name {
                "NO_PROXY" => Some("composio.dev".to_owned()),
                other => only(other),
            };
            assert!(said(Some(&base), spared).is_readable().is_ok(), "{value:?}");
        }
    }

    #[test]
    fn the_variables_are_taken_in_the_order_in_which_the_client_takes_them() {
        let base = Url::parse("https://backend.composio.dev").unwrap();
        let (one, two) = ("http://one.example:1", "http://two.example:2");
        for (variables, proxy) in [
            (["HTTPS_PROXY", one, "ALL_PROXY", two], Some("HTTPS_PROXY")),
            (["https_proxy", one, "ALL_PROXY", two], Some("https_proxy")),
            (["HTTPS_PROXY", "", "all_proxy", two], Some("all_proxy")),
            (
                ["HTTPS_PROXY", "ftp://x", "ALL_PROXY", two],
                Some("ALL_PROXY"),
            ),
            (["HTTPS_PROXY", "", "https_proxy", one], None),
        ] {
            let of = |name: &str| {
                let mut pairs = variables.chunks(2);
                pairs.find_map(|pair| (pair[0] == name).then(|| pair[1].to_owned()))
            };
            let set_by = match said(Some(&base), of) {
                Road::Through { set_by, .. } => Some(set_by),
                Road::Direct(_) => None,
                road => panic!("{variables:?}: {road:?}"),
            };
            assert_eq!(set_by.as_deref(), proxy, "{variables:?}");
        }
    }

    #[test]
    fn an_exception_holds_for_the_host_and_what_is_below_it() {
        assert!(spares("a.example, composio.dev", "backend.composio.dev"));
        assert!(spares(".composio.dev", "composio.dev"));
        assert!(spares("Composio.dev", "backend.composio.dev"));
        assert!(spares("*", "composio.dev"));
        assert!(!spares("posio.dev", "composio.dev"));
        assert!(!spares("", "composio.dev"));
    }

    #[test]
    fn this_computer_is_reached_without_a_proxy_whatever_is_chosen() {
        let network = Network {
            proxy: ProxyChoice::Url("http://proxy.example:1".to_owned()),
            certificates: None,
        };
        for base in [
            "http://127.0.0.1:9",
            "https://localhost:9",
            "http://[::1]:9",
        ] {
            let base = Url::parse(base).unwrap();
            assert_eq!(network.road(Some(&base)), Road::Loopback);
        }
    }
}
