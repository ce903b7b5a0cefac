//! Who is expected to sign in for a tenant: one address, or anybody of a domain.

use serde::{Deserialize, Serialize};

use crate::identity::Identity;

/// The longest address, in bytes (RFC 5321).
const MAX_ADDRESS: usize = 254;

/// Who is expected to sign in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Expected {
    /// Exactly this account.
    Address(String),
    /// Any account of this domain, or of one below it.
    Domain(String),
}

impl Expected {
    /// Reads an address, a domain, or a domain with an `@` before it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().to_lowercase();
        if is_address(&text) {
            return Some(Self::Address(text));
        }
        let domain = text.strip_prefix('@').unwrap_or(&text);
        is_domain(domain).then(|| Self::Domain(domain.to_owned()))
    }

    /// Whether this identity is the expected one. `None` when that cannot be told: the
    /// provider gave a name that is no address.
    #[must_use]
    pub fn agrees(&self, identity: &Identity) -> Option<bool> {
        let found = identity.name.trim().to_lowercase();
        if !is_address(&found) {
            return None;
        }
        Some(match self {
            Self::Address(address) => found == *address,
            Self::Domain(domain) => found
                .rsplit_once('@')
                .is_some_and(|(_, of)| of == domain || of.ends_with(&format!(".{domain}"))),
        })
    }
}

impl std::fmt::Display for Expected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Address(address) => f.write_str(address),
            Self::Domain(domain) => write!(f, "@{domain}"),
        }
    }
}

impl From<Expected> for String {
    fn from(expected: Expected) -> Self {
        expected.to_string()
    }
}

/// A text that names neither an address nor a domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("neither an address nor a domain")]
pub struct NotExpected;

impl TryFrom<String> for Expected {
    type Error = NotExpected;
    fn try_from(text: String) -> Result<Self, NotExpected> {
        Self::parse(&text).ok_or(NotExpected)
    }
}

/// Whether a text is one e-mail address: something, one `@`, a domain with a dot.
#[must_use]
pub fn is_address(text: &str) -> bool {
    let Some((name, domain)) = text.split_once('@') else {
        return false;
    };
    let odd = |c: char| c.is_whitespace() || c.is_control() || "<>()[],;:\\\"@".contains(c);
    text.len() <= MAX_ADDRESS && !name.is_empty() && !name.contains(odd) && is_domain(domain)
}

/// Labels of letters, digits and hyphens with dots between them.
fn is_domain(text: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
    };
    text.len() <= 253 && text.contains('.') && text.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::IdentitySource;
    use proptest::prelude::*;

    fn who(name: &str) -> Identity {
        Identity {
            name: name.to_owned(),
            source: IdentitySource::Tool,
        }
    }

    #[test]
    fn what_is_neither_an_address_nor_a_domain_is_refused() {
        for bad in [
            "",
            "acme",
            "@",
            "@acme",
            "a@b",
            "a b.example",
            "-a.example",
            "a..example",
            "x@y@z.example",
        ] {
            assert_eq!(Expected::parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn a_domain_takes_anybody_of_it_and_nobody_of_a_look_alike() {
        let acme = Expected::parse("@Acme.example").unwrap();
        for (name, told) in [
            ("maya@acme.example", Some(true)),
            ("MAYA@ACME.EXAMPLE", Some(true)),
            ("maya@eu.acme.example", Some(true)),
            ("maya@notacme.example", Some(false)),
            ("maya@acme.example.evil.example", Some(false)),
            ("acme.example@evil.example", Some(false)),
            ("maya", None),
            ("Acme workspace", None),
        ] {
            assert_eq!(acme.agrees(&who(name)), told, "{name}");
        }
    }

    #[test]
    fn an_address_takes_only_itself() {
        let maya = Expected::parse("Maya@acme.example").unwrap();
        assert_eq!(maya.agrees(&who("maya@ACME.example")), Some(true));
        assert_eq!(maya.agrees(&who("m.aya@acme.example")), Some(false));
        assert_eq!(maya.agrees(&who("maya+x@acme.example")), Some(false));
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back_as_the_same(text in "[A-Za-z0-9@.-]{0,40}") {
            if let Some(expected) = Expected::parse(&text) {
                prop_assert_eq!(Expected::parse(&expected.to_string()), Some(expected));
            }
        }
    }
}
