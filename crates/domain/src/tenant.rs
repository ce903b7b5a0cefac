//! What a person says of a tenant, and what is asked of it before it is kept.

use serde::{Deserialize, Serialize};

use crate::expected::{Expected, is_address};
use crate::identity::is_unseen;

/// The longest name of a tenant, in characters.
pub const MAX_NAME: usize = 200;
/// The longest tag, in characters.
pub const MAX_TAG: usize = 40;
/// The most tags of one tenant or integration.
pub const MAX_TAGS: usize = 20;

/// Why what was typed is not kept, in words for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadDetail {
    /// A name is there, and short enough to be shown.
    #[error("A name has 1 to {MAX_NAME} characters, all of them visible.")]
    Name,
    /// A contact is one address.
    #[error("The contact must be one e-mail address, such as maya@acme.example.")]
    Contact,
    /// What is expected is one address or one domain.
    #[error(
        "The expected account must be an e-mail address or a domain, such as maya@acme.example or acme.example."
    )]
    Expected,
    /// A tag is a short word.
    #[error("A tag has 1 to {MAX_TAG} characters and no comma.")]
    Tag,
    /// More tags than anybody reads.
    #[error("More than {MAX_TAGS} are not kept.")]
    TooMany,
}

/// What a person says of a tenant beyond its name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenantDetails {
    /// Whom to write to.
    pub contact: Option<String>,
    /// Who is expected to sign in.
    pub expected: Option<Expected>,
    /// Words to find it by.
    pub tags: Vec<String>,
}

impl TenantDetails {
    /// Reads what was typed; an empty text is nothing.
    ///
    /// # Errors
    /// [`BadDetail`] names the first field that cannot be kept.
    pub fn read(contact: &str, expected: &str, tags: &[String]) -> Result<Self, BadDetail> {
        Ok(Self {
            contact: read_contact(contact)?,
            expected: read_expected(expected)?,
            tags: read_tags(tags)?,
        })
    }
}

/// Reads a name.
///
/// # Errors
/// [`BadDetail::Name`].
pub fn read_name(typed: &str) -> Result<String, BadDetail> {
    let name = typed.trim();
    let hidden = |c: char| c.is_control() || is_unseen(c);
    let fine = (1..=MAX_NAME).contains(&name.chars().count()) && !name.chars().any(hidden);
    fine.then(|| name.to_owned()).ok_or(BadDetail::Name)
}

/// Reads a contact.
///
/// # Errors
/// [`BadDetail::Contact`].
pub fn read_contact(typed: &str) -> Result<Option<String>, BadDetail> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    if is_address(typed) {
        Ok(Some(typed.to_owned()))
    } else {
        Err(BadDetail::Contact)
    }
}

/// Reads who is expected.
///
/// # Errors
/// [`BadDetail::Expected`].
pub fn read_expected(typed: &str) -> Result<Option<Expected>, BadDetail> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    Expected::parse(typed).map(Some).ok_or(BadDetail::Expected)
}

/// Reads tags: each once, whatever its case, in the order in which they were typed.
///
/// # Errors
/// [`BadDetail::Tag`] or [`BadDetail::TooMany`].
pub fn read_tags(typed: &[String]) -> Result<Vec<String>, BadDetail> {
    let mut tags: Vec<String> = Vec::new();
    for tag in typed
        .iter()
        .map(|tag| tag.trim())
        .filter(|tag| !tag.is_empty())
    {
        let odd = |c: char| c.is_control() || is_unseen(c) || c == ',';
        if tag.chars().count() > MAX_TAG || tag.chars().any(odd) {
            return Err(BadDetail::Tag);
        }
        if !tags
            .iter()
            .any(|held| held.to_lowercase() == tag.to_lowercase())
        {
            tags.push(tag.to_owned());
        }
    }
    if tags.len() > MAX_TAGS {
        return Err(BadDetail::TooMany);
    }
    Ok(tags)
}

/// Tags as one line that a person types.
#[must_use]
pub fn split_tags(line: &str) -> Vec<String> {
    line.split(',').map(|tag| tag.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    #[test]
    fn a_name_that_nobody_could_read_is_refused() {
        for bad in ["", "  ", "a\u{7}b", "a\nb", &"x".repeat(MAX_NAME + 1)] {
            assert_eq!(read_name(bad), Err(BadDetail::Name), "{bad:?}");
        }
        assert_eq!(
            read_name("  Acme Ünïcode GmbH "),
            Ok("Acme Ünïcode GmbH".to_owned())
        );
    }

    #[test]
    fn what_is_no_address_is_no_contact() {
        for bad in [
            "maya",
            "maya@",
            "@acme.example",
            "a b@acme.example",
            "a@b@c.example",
        ] {
            assert_eq!(read_contact(bad), Err(BadDetail::Contact), "{bad:?}");
        }
        assert_eq!(read_contact(" "), Ok(None));
    }

    #[test]
    fn a_tag_is_kept_once_and_a_tag_with_a_comma_never() {
        assert_eq!(
            read_tags(&words(&["EU", "eu", " ", "beta"])),
            Ok(words(&["EU", "beta"]))
        );
        assert_eq!(read_tags(&words(&["a,b"])), Err(BadDetail::Tag));
        let many: Vec<String> = (0..=MAX_TAGS).map(|n| n.to_string()).collect();
        assert_eq!(read_tags(&many), Err(BadDetail::TooMany));
    }

    proptest! {
        #[test]
        fn what_is_kept_is_kept_again_unchanged(line in "[ -~]{0,80}") {
            if let Ok(tags) = read_tags(&split_tags(&line)) {
                prop_assert_eq!(read_tags(&split_tags(&tags.join(", "))), Ok(tags));
            }
        }
    }
}
