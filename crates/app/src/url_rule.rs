//! Which addresses may be opened. What Composio sends is checked like anything
//! else from outside.

use url::{Host, Url};

/// Why an address is not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unsafe {
    /// It does not parse, or holds characters no address needs.
    #[error("the address is malformed")]
    Malformed,
    /// It shows another host than it opens.
    #[error("the address carries a user name")]
    Credentials,
    /// Neither https nor the loopback of this profile.
    #[error("the address is not https")]
    Scheme,
    /// A host that is not one of Composio's.
    #[error("the address is not at Composio")]
    Host,
}

/// Composio's own hosts, and any name below them is not one of them.
const COMPOSIO: [&str; 4] = [
    "backend.composio.dev",
    "connect.composio.dev",
    "platform.composio.dev",
    "app.composio.dev",
];

/// Checks an address against the base URL of the profile: https on Composio's hosts
/// or on the profile's own, default port; plain http only to the loopback address
/// and port of a loopback base URL.
///
/// # Errors
/// [`Unsafe`] says why it must not be opened.
pub fn may_open(address: &str, base: &Url) -> Result<Url, Unsafe> {
    let clean = |byte: u8| byte.is_ascii_graphic() && byte != b'\\';
    if address.len() > 4_096 || !address.bytes().all(clean) {
        return Err(Unsafe::Malformed);
    }
    let url = Url::parse(address).map_err(|_| Unsafe::Malformed)?;
    if !url.username().is_empty() || url.password().is_some() || address.contains('@') {
        return Err(Unsafe::Credentials);
    }
    match url.scheme() {
        "http" if is_loopback(&url) && is_loopback(base) && url.port() == base.port() => Ok(url),
        "https" => match url.host() {
            Some(Host::Domain(host)) if url.port().is_none() => {
                let own = base.scheme() == "https" && base.host_str() == Some(host);
                if own || COMPOSIO.contains(&host) {
                    Ok(url)
                } else {
                    Err(Unsafe::Host)
                }
            }
            _ => Err(Unsafe::Host),
        },
        _ => Err(Unsafe::Scheme),
    }
}

/// Whether a customer may be led to this page after the sign-in: an https page by
/// name, and never this computer or a scheme of a program.
pub(crate) fn is_return_page(address: &str) -> bool {
    let clean = |byte: u8| byte.is_ascii_graphic() && byte != b'\\' && byte != b'@';
    address.len() <= 1_024
        && address.bytes().all(clean)
        && Url::parse(address).is_ok_and(|url| {
            // A name with a dot behind it is the same name: `localhost.` is this computer.
            let named = matches!(url.host(), Some(Host::Domain(host)) if host.contains('.')
                && !host.ends_with('.') && !host.ends_with(".localhost"));
            url.scheme() == "https" && named && url.fragment().is_none()
        })
}

/// Whether it points to 127.0.0.1 by plain http.
fn is_loopback(url: &Url) -> bool {
    url.scheme() == "http"
        && matches!(url.host(), Some(Host::Ipv4(ip)) if ip.octets() == [127, 0, 0, 1])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn public() -> Url {
        Url::parse("https://backend.composio.dev").unwrap()
    }

    /// A line of the list as it is meant: with the characters that nobody can see.
    fn meant(written: &str) -> String {
        let mut meant = String::new();
        let mut rest = written;
        while let Some((before, after)) = rest.split_once('\\') {
            meant.push_str(before);
            let (letter, behind) = after.split_at(1);
            rest = behind;
            meant.push(match letter {
                "t" => '\t',
                "r" => '\r',
                "n" => '\n',
                "0" => '\0',
                "s" => ' ',
                "u" => {
                    let (digits, behind) = behind[1..].split_once('}').unwrap();
                    rest = behind;
                    char::from_u32(u32::from_str_radix(digits, 16).unwrap()).unwrap()
                }
                other => {
                    assert_eq!(other, "\\", "{written}");
                    '\\'
                }
            });
        }
        meant + rest
    }

    #[test]
    fn nothing_but_composios_own_hosts_is_opened() {
        let (mut base, mut tried) = (public(), 0);
        let mut wrong = Vec::new();
        let lines = include_str!("url_rule/addresses.txt").lines();
        for line in lines.filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let (expected, written) = line.split_once(' ').unwrap();
            if expected == "base" {
                base = Url::parse(written).unwrap();
                continue;
            }
            let verdict = match may_open(&meant(written), &base) {
                Ok(_) => "open",
                Err(Unsafe::Malformed) => "malformed",
                Err(Unsafe::Credentials) => "credentials",
                Err(Unsafe::Scheme) => "scheme",
                Err(Unsafe::Host) => "host",
            };
            tried += 1;
            if verdict != expected {
                wrong.push(format!("{line}: {verdict}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(tried > 300, "{tried}");
    }

    #[test]
    fn an_address_of_4096_bytes_is_the_longest_that_is_looked_at() {
        let start = "https://connect.composio.dev/link/";
        let of = |length: usize| start.to_owned() + &"x".repeat(length - start.len());
        assert!(may_open(&of(4_096), &public()).is_ok());
        assert_eq!(may_open(&of(4_097), &public()), Err(Unsafe::Malformed));
    }

    #[test]
    fn a_customer_is_never_led_to_this_computer_or_into_a_program() {
        for bad in [
            "http://team.example/done",
            "https://localhost/done",
            "https://127.0.0.1/done",
            "https://app.localhost/done",
            "https://localhost./done",
            "https://app.localhost./done",
            "dev.switchboard.desktop://oauth/callback",
            "https://user@team.example/",
            "https://team.example/ x",
            "javascript:alert(1)",
            "",
        ] {
            assert!(!is_return_page(bad), "{bad}");
        }
        assert!(is_return_page("https://team.example/connected?ref=7"));
    }

    proptest! {
        #[test]
        fn whatever_is_opened_parses_to_a_host_on_the_list(text in "(https?://)?[a-z.@:/\\\\0-9-]{0,40}(composio\\.dev)?[/:@.]?[a-z0-9]{0,8}") {
            if let Ok(url) = may_open(&text, &public()) {
                prop_assert!(COMPOSIO.contains(&url.host_str().unwrap()));
                prop_assert_eq!(url.scheme(), "https");
            }
        }
    }

    /// A fuzz target: what is opened is at Composio by https, what a customer is led to is
    /// a page by name, and both are what was asked for, letter by letter.
    #[test]
    fn fuzz_an_address() {
        let good = [
            "https://connect.composio.dev/link/lk_x",
            "https://backend.composio.dev/api/v3/x?y=z#w",
            "https://team.example/connected?ref=7",
            "http://127.0.0.1:4567/link/lk_x",
        ];
        let pieces = [
            "@",
            ":",
            "/",
            "//",
            "\\",
            ".",
            "%40",
            "%2e",
            "?",
            "#",
            "xn--",
            ".dev",
            "composio",
            "javascript:",
            "[::1]",
            "127.0.0.1",
            "localhost",
            "\u{ff0e}",
            "\u{3002}",
            "\u{ad}",
        ];
        bolero::check!()
            .with_iterations(1_000)
            .for_each(|bytes: &[u8]| {
                let text = crate::spoil::spoil(bytes, &good, &pieces);
                if let Ok(url) = may_open(&text, &public()) {
                    assert_eq!(url.scheme(), "https", "{text:?}");
                    assert!(COMPOSIO.contains(&url.host_str().unwrap()), "{text:?}");
                    assert!(
                        url.port().is_none() && url.username().is_empty(),
                        "{text:?}"
                    );
                    let host = url.host_str().unwrap();
                    assert!(text.to_ascii_lowercase().contains(host), "{text:?}");
                }
                if is_return_page(&text) {
                    let url = Url::parse(&text).unwrap();
                    assert_eq!(url.scheme(), "https", "{text:?}");
                    let host = url.host_str().unwrap();
                    let name = host.trim_end_matches('.');
                    let here = name == "localhost" || name.ends_with(".localhost");
                    assert!(name.contains('.') && !here, "{text:?}");
                    assert!(host.parse::<std::net::IpAddr>().is_err(), "{text:?}");
                }
            });
    }
}
