//! Whether a token is the one of before: a salted hash, cut short, is all that is
//! kept of it. The salt is random, made once per workspace, and lies with the facts;
//! what it protects are long random tokens, which no guess reaches. A password could
//! be guessed, so none is ever hashed.

use composio::ConnectedAccount;
use domain::Fingerprint;
use store::Store;

use crate::error::Error;
use crate::observed::Seen;
use crate::random::{random_hex, unhexed};

/// Where the salt is kept.
const SALT: &str = "fingerprint_salt";

/// The workspace's salt; made at its first use.
pub(crate) async fn salt(store: &Store) -> Result<Vec<u8>, Error> {
    if let Some(salt) = store.meta(SALT).await? {
        return Ok(unhexed(&salt));
    }
    let salt = random_hex::<32>()?;
    store.set_meta(SALT, &salt).await?;
    Ok(unhexed(&salt))
}

/// Notes the fingerprint of a token that a look at this account alone could read.
pub(crate) fn marked(mut seen: Seen, raw: &ConnectedAccount, salt: &[u8]) -> Seen {
    let at = seen.look.at;
    seen.facts.fingerprint = raw
        .fingerprint(salt)
        .map(|mark| Box::new(Fingerprint::seen(mark, at)));
    seen
}
