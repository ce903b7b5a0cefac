//! Whose account it is: a name, and the word for where it was read.

use domain::{Identity, IdentitySource};

const SOURCES: [IdentitySource; 8] = [
    IdentitySource::DisplayName,
    IdentitySource::AccountData,
    IdentitySource::IdToken,
    IdentitySource::CurrentUser,
    IdentitySource::Tool,
    IdentitySource::Proxy,
    IdentitySource::PrimaryCalendar,
    IdentitySource::UserInfo,
];

/// The stable text in the store.
pub(crate) const fn source_word(source: IdentitySource) -> &'static str {
    match source {
        IdentitySource::DisplayName => "display_name",
        IdentitySource::AccountData => "account_data",
        IdentitySource::IdToken => "id_token",
        IdentitySource::CurrentUser => "current_user",
        IdentitySource::Tool => "tool",
        IdentitySource::Proxy => "proxy",
        IdentitySource::PrimaryCalendar => "primary_calendar",
        IdentitySource::UserInfo => "user_info",
    }
}

/// Reads [`source_word`] back.
pub(crate) fn source(word: &str) -> Option<IdentitySource> {
    SOURCES
        .into_iter()
        .find(|source| source_word(*source) == word)
}

/// An identity is both halves or nothing.
pub(crate) fn read(name: Option<String>, source: Option<IdentitySource>) -> Option<Identity> {
    Some(Identity {
        name: name?,
        source: source?,
    })
}
