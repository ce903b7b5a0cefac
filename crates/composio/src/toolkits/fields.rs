//! Descriptions of the fields that a person or an integrator fills in.

use crate::http::decode::{Read, flag, text, words_of};
use crate::http::json::Object;

/// One field of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InputField {
    /// Its name in requests.
    pub name: String,
    /// Its name for people.
    pub display_name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Its type, such as `string`.
    pub kind: Option<String>,
    /// Whether it must be given.
    pub required: bool,
    /// Whether its value is secret. Without a word on it, `None`.
    pub is_secret: Option<bool>,
    /// What it is when nothing is given. Never for secret fields.
    pub default: Option<String>,
}

impl InputField {
    pub(crate) fn read(map: &Object<'_>) -> Read<Self> {
        let is_secret = flag(map, "is_secret");
        let default = words_of(map, "default").filter(|_| is_secret != Some(true));
        Ok(Self {
            name: text(map, "name")?,
            display_name: words_of(map, "displayName"),
            description: words_of(map, "description"),
            kind: words_of(map, "type"),
            required: flag(map, "required").unwrap_or(false),
            is_secret,
            default,
        })
    }
}
