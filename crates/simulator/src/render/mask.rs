//! Masking of secrets in its three eras.

use serde_json::{Map, Value};

use crate::config::MaskingEra;

/// Members that are secrets wherever they appear.
const SECRETS: [&str; 19] = [
    "access_token",
    "refresh_token",
    "id_token",
    "oauth_token",
    "oauth_token_secret",
    "generic_api_key",
    "api_key",
    "bearer_token",
    "basic_encoded",
    "token",
    "password",
    "credentials_json",
    "private_key",
    "client_secret",
    "sessionId",
    "devKey",
    "code_verifier",
    "webhook_signature",
    "Authorization",
];

/// What is never shown for managed auth configs in the newest era.
const ALWAYS: [&str; 3] = ["access_token", "refresh_token", "Authorization"];

/// Whether what a member of this name holds is a secret.
pub(crate) fn is_secret(name: &str) -> bool {
    SECRETS.contains(&name)
}

/// How secrets of one account are shown.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Masking {
    pub(crate) era: MaskingEra,
    /// The project's flag.
    pub(crate) flag: bool,
    /// Whether the account's auth config is Composio's own.
    pub(crate) managed: bool,
}

impl Masking {
    /// Masks every secret in `map`, however deep.
    pub(crate) fn apply(self, map: &mut Map<String, Value>) {
        for (name, value) in map.iter_mut() {
            match value {
                Value::Object(inner) => self.apply(inner),
                Value::String(text) if is_secret(name) => {
                    if let Some(shown) = self.shown(name, text) {
                        *text = shown;
                    }
                }
                _ => {}
            }
        }
    }

    /// What stands for a secret; `None` leaves it readable.
    fn shown(self, name: &str, text: &str) -> Option<String> {
        let literal = || Some("REDACTED".to_owned());
        match self.era {
            MaskingEra::Plain => None,
            MaskingEra::ManagedRedacted if self.managed && ALWAYS.contains(&name) => literal(),
            _ if !self.flag => None,
            MaskingEra::Redacted => literal(),
            MaskingEra::Four | MaskingEra::ManagedRedacted => Some(four(text)),
        }
    }
}

/// `ya29...`; a short secret shows nothing at all.
pub(crate) fn four(text: &str) -> String {
    if text.chars().count() <= 4 {
        return "...".to_owned();
    }
    let head: String = text.chars().take(4).collect();
    format!("{head}...")
}

#[cfg(test)]
mod tests {
    use super::{Masking, four};
    use crate::config::MaskingEra;
    use serde_json::{Map, json};

    fn shown(era: MaskingEra, flag: bool, managed: bool) -> String {
        let mut map = Map::new();
        map.insert("access_token".into(), json!("ya29.sim-1234"));
        Masking { era, flag, managed }.apply(&mut map);
        map["access_token"].as_str().unwrap().to_owned()
    }

    #[test]
    fn each_era_masks_in_its_own_way() {
        assert_eq!(shown(MaskingEra::ManagedRedacted, false, true), "REDACTED");
        assert_eq!(shown(MaskingEra::ManagedRedacted, true, false), "ya29...");
        assert_eq!(
            shown(MaskingEra::ManagedRedacted, false, false),
            "ya29.sim-1234"
        );
        assert_eq!(shown(MaskingEra::Redacted, true, false), "REDACTED");
        assert_eq!(shown(MaskingEra::Four, true, true), "ya29...");
        assert_eq!(shown(MaskingEra::Plain, true, true), "ya29.sim-1234");
        assert_eq!(four("abc"), "...");
    }
}
