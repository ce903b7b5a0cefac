//! Whose account it is, and how we know.

use serde::{Deserialize, Serialize};

use crate::expected::is_address;

/// Where an identity was read, cheapest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum IdentitySource {
    /// `state.val.displayName` of the connected account.
    DisplayName,
    /// `state.val.email`, an extra key that some accounts carry.
    AccountData,
    /// Claims of an id token that could be read.
    IdToken,
    /// The toolkit's own "current user" endpoint, asked through Composio's proxy.
    CurrentUser,
    /// A tool such as `GMAIL_GET_PROFILE`, run through Composio.
    Tool,
    /// The provider's own profile, asked through Composio's proxy.
    Proxy,
    /// The primary calendar, whose id is the account's address.
    PrimaryCalendar,
    /// Google's user info, for accounts that granted an identity scope.
    UserInfo,
}

impl IdentitySource {
    /// How the source is named to a person: it is read after "from".
    #[must_use]
    pub fn words(self, toolkit: &str) -> String {
        match self {
            Self::DisplayName => "Composio's name for the account".to_owned(),
            Self::AccountData => "the account's data at Composio".to_owned(),
            Self::IdToken => "the sign-in token".to_owned(),
            Self::CurrentUser => format!("{toolkit}'s current user"),
            Self::Tool | Self::Proxy => format!("{toolkit}'s profile"),
            Self::PrimaryCalendar => "the primary calendar".to_owned(),
            Self::UserInfo => "Google's user info".to_owned(),
        }
    }
}

/// Why a read of the provider brought no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unnamed {
    /// Whoever could be asked was asked and named nobody. That is normal.
    Absent,
    /// Somebody who may know could not be reached; it is asked again later.
    Unreachable,
}

/// The longest name that is believed, in characters. More than this is not a name.
const MAX_NAME: usize = 254;

/// Whether a letter turns the order of others round, or stands between them without being
/// seen: with one of them a name looks like another. The joiners of scripts and of emoji
/// are not among them.
#[must_use]
pub const fn is_unseen(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{200b}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}'
    )
}

/// Who an account belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// An e-mail address, or the provider's name for the account.
    pub name: String,
    /// Where it was read.
    pub source: IdentitySource,
}

impl Identity {
    /// Takes a name from outside, if it can be one: it is short, has something to see,
    /// and none of what would make it look like another.
    #[must_use]
    pub fn told(text: &str, source: IdentitySource) -> Option<Self> {
        // Nothing that long is looked at twice, whatever is in it.
        if text.len() > MAX_NAME * 4 {
            return None;
        }
        let seen = |c: &char| !c.is_control() && !is_unseen(*c);
        let name: String = text.chars().filter(seen).collect();
        let name = name.trim();
        let fits = !name.is_empty() && name.chars().count() <= MAX_NAME;
        fits.then(|| Self {
            name: name.to_owned(),
            source,
        })
    }

    /// Whether the name is one e-mail address.
    #[must_use]
    pub fn is_address(&self) -> bool {
        is_address(&self.name)
    }

    /// Whether both name the same account: letters may differ in case, dots and
    /// plus signs may not (they are part of some providers' addresses).
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        self.name.to_lowercase() == other.name.to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn name(text: &str) -> Option<String> {
        Identity::told(text, IdentitySource::Tool).map(|who| who.name)
    }

    #[test]
    fn what_cannot_be_a_name_is_nobody() {
        for text in [
            "",
            "  ",
            "\u{0}\u{7}",
            "\u{202e}",
            &"x".repeat(2_000_000),
            &"x".repeat(300),
        ] {
            assert_eq!(name(text), None, "{} bytes", text.len());
        }
    }

    #[test]
    fn a_name_is_kept_without_what_would_disguise_it() {
        assert_eq!(
            name(" jane@example.com\n").as_deref(),
            Some("jane@example.com")
        );
        assert_eq!(
            name("\u{202e}gro.elpmaxe@eve").as_deref(),
            Some("gro.elpmaxe@eve")
        );
        assert_eq!(
            name("עברית").as_deref(),
            Some("עברית"),
            "a language is no trick"
        );
    }

    #[test]
    fn every_source_is_told_apart_in_words_that_name_the_toolkit_where_it_was_asked() {
        assert_eq!(IdentitySource::Tool.words("Gmail"), "Gmail's profile");
        assert_eq!(
            IdentitySource::CurrentUser.words("Slack"),
            "Slack's current user"
        );
        assert_eq!(
            IdentitySource::UserInfo.words("Google Sheets"),
            "Google's user info"
        );
    }

    proptest! {
        #[test]
        fn whatever_is_told_a_name_fits_a_row(text in any::<String>()) {
            if let Some(name) = name(&text) {
                prop_assert!(name.chars().count() <= MAX_NAME);
                prop_assert!(!name.chars().any(char::is_control));
            }
        }
    }
}
