//! From Composio's answer to our facts. The only file that translates words.

use composio::ConnectedAccount;
use domain::{
    AccountFacts, AuthConfigId, ConnectedAccountId, Identity, IdentitySource, Lost, Observation,
    Sighting, Status, Timestamp, TokenShape, ToolkitSlug, UserId,
};

/// An account as the house sees it.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) account: ConnectedAccountId,
    pub(crate) user: UserId,
    pub(crate) auth_config: AuthConfigId,
    pub(crate) toolkit: ToolkitSlug,
    pub(crate) status: Status,
    pub(crate) look: Observation,
    pub(crate) facts: AccountFacts,
    /// What the account's own data says about whose it is.
    pub(crate) identity: Option<Identity>,
}

impl Seen {
    /// Reads an account. `None` when it lacks what a row needs: it is counted as
    /// unreadable, and nothing is guessed.
    pub(crate) fn read(account: &ConnectedAccount, at: Timestamp) -> Option<Self> {
        let status = Status::from_wire(account.status.as_str());
        let reason = account
            .status_reason
            .clone()
            .or_else(|| account.state.error_description.clone())
            .or_else(|| account.state.error.clone());
        Some(Self {
            account: ConnectedAccountId::parse(account.id.as_str()).ok()?,
            user: UserId::parse(account.user_id.clone()?).ok()?,
            auth_config: AuthConfigId::parse(account.auth_config.id.clone()?).ok()?,
            toolkit: ToolkitSlug::parse(account.toolkit_slug.clone()?).ok()?,
            look: Observation {
                sighting: Sighting::Present(status.clone()),
                reason,
                at,
            },
            status,
            facts: facts(account),
            identity: identity(account),
        })
    }

    /// What Composio's words on the account say about how the sign-in ended.
    pub(crate) fn told(&self) -> Option<Lost> {
        let told = |text: &Option<String>| text.as_deref().and_then(Lost::told);
        told(&self.facts.error).or_else(|| told(&self.look.reason))
    }
}

fn facts(account: &ConnectedAccount) -> AccountFacts {
    let state = &account.state;
    let secret = |names: &[&str]| {
        let shapes = || names.iter().map(|name| shape(state.secret(name)));
        // One that is there before one that is empty; what is malformed is told.
        shapes()
            .find(|shape| shape.is_token() || *shape == TokenShape::Malformed)
            .or_else(|| shapes().find(|shape| *shape != TokenShape::Absent))
            .unwrap_or_default()
    };
    AccountFacts {
        created_at: account.created_at.map(time),
        updated_at: account.updated_at.map(time),
        scheme: state.scheme.as_ref().map(ToString::to_string),
        alias: account.alias.clone(),
        word_id: account.word_id.clone(),
        scopes: state.scopes.clone(),
        requested_scopes: account.requested_scopes.clone(),
        access_token: secret(&[
            "access_token",
            "oauth_token",
            "generic_api_key",
            "api_key",
            "bearer_token",
            "token",
            "password",
        ]),
        refresh_token: secret(&["refresh_token"]),
        id_token: secret(&["id_token"]),
        token_type: state.token_type.clone(),
        expires_in: state.expires_in,
        expires_at: state.expires_at.map(time),
        ended_at: state.expired_at.or(state.revoked_at).map(time),
        fingerprint: None,
        outline: state
            .outline
            .iter()
            .map(|(name, kind)| (name.clone(), (*kind).to_owned()))
            .collect(),
        shared: account.account_type.as_deref() == Some("SHARED"),
        error: state.error.clone(),
    }
}

const fn shape(shape: composio::TokenShape) -> TokenShape {
    match shape {
        composio::TokenShape::Absent => TokenShape::Absent,
        composio::TokenShape::Empty => TokenShape::Empty,
        composio::TokenShape::MaskedLong => TokenShape::MaskedLong,
        composio::TokenShape::Malformed => TokenShape::Malformed,
        composio::TokenShape::Redacted => TokenShape::Redacted,
        composio::TokenShape::Masked => TokenShape::Masked,
        composio::TokenShape::Readable => TokenShape::Readable,
    }
}

fn identity(account: &ConnectedAccount) -> Option<Identity> {
    let state = &account.state;
    // An address that its own issuer did not verify may be anybody's.
    let claimed = state
        .id_claims
        .as_ref()
        .filter(|claims| claims.email_verified != Some(false))
        .and_then(|claims| claims.email.as_deref());
    // With user name and password the name is often the address; a mere name is none
    // of ours to show as who signed in.
    let typed = state.parameters.get("username").map(String::as_str);
    let told = || {
        [
            (state.display_name.as_deref(), IdentitySource::DisplayName),
            (state.email.as_deref(), IdentitySource::AccountData),
            (typed, IdentitySource::AccountData),
            (claimed, IdentitySource::IdToken),
        ]
        .into_iter()
        .filter_map(|(name, source)| Identity::told(name?, source))
    };
    told()
        .find(Identity::is_address)
        .or_else(|| told().find(|who| who.source == IdentitySource::DisplayName))
}

/// So many letters of a name from outside are shown.
const LONGEST: usize = 254;

/// A name from outside, short enough for a row and without control characters, those included
/// that turn the order of letters round and make one name look like another.
pub(crate) fn clipped(name: &str) -> String {
    // Most are plain and short. This is asked of every row whenever a project is opened.
    let is_plain = |byte: u8| byte == b' ' || byte.is_ascii_graphic();
    if name.len() <= LONGEST && name.bytes().all(is_plain) {
        return name.to_owned();
    }
    name.chars()
        .filter(|c| !c.is_control() && !domain::identity::is_unseen(*c))
        .take(LONGEST)
        .collect()
}

/// Composio's time in ours.
pub(crate) fn time(at: impl Into<jiff::Timestamp>) -> Timestamp {
    Timestamp::from_millis(at.into().as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_turns_its_letters_round_is_shown_as_it_was_typed() {
        assert_eq!(clipped("\u{202e}gro.elpmaxe@eve"), "gro.elpmaxe@eve");
        assert_eq!(clipped("a\u{2066}b\u{0007}c\u{2069}"), "abc");
        assert_eq!(clipped("עברית"), "עברית", "a language is not a trick");
    }
}
