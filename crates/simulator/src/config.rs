//! What a simulator is started with.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::str::FromStr;
use std::time::Duration;

/// Which world the simulator starts with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scenario {
    /// About 60 tenants and 220 integrations in every state.
    #[default]
    Demo,
    /// Toolkits and auth configs, but no connected account.
    Empty,
    /// As many tenants and integrations as asked for.
    Fleet,
}

/// How secrets in answers are masked; the project's flag is honoured in each
/// era but `Plain`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MaskingEra {
    /// Nothing is masked.
    Plain,
    /// The literal `REDACTED` while the flag is on.
    Redacted,
    /// First four characters and `...` while the flag is on.
    Four,
    /// As `Four`, and tokens of Composio-managed auth configs are `REDACTED`
    /// whatever the flag says.
    #[default]
    ManagedRedacted,
}

/// Whether `POST /connected_accounts` still works for managed OAuth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Initiate {
    /// 400 with the message that official clients match on.
    #[default]
    Retired,
    /// 201 with `Deprecation` and `Sunset` headers.
    Allowed,
}

/// Who gives the customer's consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Consent {
    /// A person or a script, on the consent pages.
    #[default]
    Manual,
    /// The nth GET of a pending account turns it ACTIVE without a browser.
    AllowAfterPolls(u32),
}

/// So many requests per window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// Requests allowed in one window.
    pub requests: u32,
    /// Length of the window.
    pub window: Duration,
}

impl Default for RateLimit {
    fn default() -> Self {
        Self {
            requests: 10_000,
            window: Duration::from_secs(60),
        }
    }
}

/// What a simulator is started with. The default is the demo workspace on a
/// free loopback port, with the control routes off.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where to listen; anything but loopback is refused.
    pub listen: SocketAddr,
    /// The world to start with.
    pub scenario: Scenario,
    /// Tenants; 0 means the scenario's own number.
    pub tenants: usize,
    /// Integrations; 0 means the scenario's own number.
    pub integrations: usize,
    /// The same seed gives the same world.
    pub seed: u64,
    /// Key of the main project.
    pub api_key: String,
    /// Added to every API answer.
    pub latency: Duration,
    /// How secrets are masked.
    pub masking_era: MaskingEra,
    /// Whether the retired initiate still works.
    pub initiate: Initiate,
    /// Requests per window and organisation.
    pub rate_limit: RateLimit,
    /// Who gives consent.
    pub consent: Consent,
    /// Whether the `/_sim` routes exist.
    pub control: bool,
}

/// The main project's key unless another one is given; obviously not real.
pub(crate) const DEFAULT_KEY: &str = "ak_sim_main_0000000000";

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0),
            scenario: Scenario::default(),
            tenants: 0,
            integrations: 0,
            seed: 1,
            api_key: DEFAULT_KEY.to_owned(),
            latency: Duration::ZERO,
            masking_era: MaskingEra::default(),
            initiate: Initiate::default(),
            rate_limit: RateLimit::default(),
            consent: Consent::default(),
            control: false,
        }
    }
}

/// Reads `50ms`, `60s`, `10m`, `2h`; a bare number is seconds.
///
/// # Errors
/// When the text is no such span.
pub fn parse_duration(text: &str) -> Result<Duration, String> {
    let text = text.trim();
    let split = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(split);
    let number: u64 = number
        .parse()
        .map_err(|_| format!("`{text}` is no time span like 50ms"))?;
    let millis = match unit {
        "ms" => 1,
        "" | "s" => 1000,
        "m" | "min" => 60_000,
        "h" => 3_600_000,
        _ => return Err(format!("`{text}` has an unknown unit; use ms, s, m or h")),
    };
    number
        .checked_mul(millis)
        .map(Duration::from_millis)
        .ok_or_else(|| format!("`{text}` is longer than anybody waits"))
}

macro_rules! words {
    ($type:ty { $($word:literal => $value:expr),+ $(,)? }) => {
        impl FromStr for $type {
            type Err = String;
            fn from_str(text: &str) -> Result<Self, String> {
                match text {
                    $($word => Ok($value),)+
                    _ => Err(format!("`{text}` is none of {}", [$($word),+].join(", "))),
                }
            }
        }
    };
}

words!(Scenario { "demo" => Self::Demo, "empty" => Self::Empty, "fleet" => Self::Fleet });
words!(MaskingEra {
    "plain" => Self::Plain,
    "redacted" => Self::Redacted,
    "four" => Self::Four,
    "managed_redacted" => Self::ManagedRedacted,
});
words!(Initiate { "retired" => Self::Retired, "allowed" => Self::Allowed });

impl FromStr for RateLimit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no rate like 2000/60s");
        let (requests, window) = text.split_once('/').ok_or_else(wrong)?;
        let requests = requests.trim().parse().map_err(|_| wrong())?;
        let window = parse_duration(window)?;
        if requests == 0 || window.is_zero() {
            return Err(wrong());
        }
        Ok(Self { requests, window })
    }
}

impl FromStr for Consent {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "manual" {
            return Ok(Self::Manual);
        }
        text.strip_prefix("allow-after-polls=")
            .and_then(|polls| polls.parse().ok())
            .filter(|polls| *polls > 0)
            .map(Self::AllowAfterPolls)
            .ok_or_else(|| format!("`{text}` is neither manual nor allow-after-polls=N"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Consent, RateLimit, parse_duration};
    use std::time::Duration;

    #[test]
    fn flags_read_as_the_contract_writes_them() {
        assert!("0/60s".parse::<RateLimit>().is_err());
        assert!("allow-after-polls=0".parse::<Consent>().is_err());
        assert_eq!(
            "allow-after-polls=3".parse(),
            Ok(Consent::AllowAfterPolls(3))
        );
        assert_eq!(
            "2000/60s".parse(),
            Ok(RateLimit {
                requests: 2000,
                window: Duration::from_secs(60)
            })
        );
        assert_eq!(parse_duration("50ms"), Ok(Duration::from_millis(50)));
        for wrong in ["soon", "", "5d", "1.5s", "-1s", "99999999999999999h"] {
            assert!(parse_duration(wrong).is_err(), "{wrong}");
        }
    }
}
