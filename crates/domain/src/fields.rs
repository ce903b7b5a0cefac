//! Fields that a person fills in to connect.

/// Words that a secret's name holds.
const SECRET: [&str; 10] = [
    "secret",
    "password",
    "passwd",
    "token",
    "api_key",
    "apikey",
    "private",
    "credential",
    "bearer",
    "signature",
];

/// Whether a field is treated as secret though nobody said so. Hiding what is not
/// secret costs little; showing what is costs much.
#[must_use]
pub fn sounds_secret(name: &str) -> bool {
    let name = name.to_lowercase().replace(['-', ' '], "_");
    SECRET.iter().any(|word| name.contains(word)) || name == "key" || name.ends_with("_key")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_sounds_like_a_secret_is_hidden_and_an_address_is_not() {
        for secret in [
            "api_key",
            "generic_api_key",
            "API Key",
            "clientSecret",
            "Bearer",
            "access-token",
            "key",
        ] {
            assert!(sounds_secret(secret), "{secret}");
        }
        for plain in [
            "subdomain",
            "region",
            "shop",
            "instance_url",
            "email",
            "keyboard",
        ] {
            assert!(!sounds_secret(plain), "{plain}");
        }
    }
}
