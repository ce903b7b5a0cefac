//! Names that people type: shown everywhere, logged in the audit list, partly sent to
//! Composio. A key that was pasted into the wrong box must not become one.

use crate::error::Error;

/// Refuses a name that holds a credential. The message does not repeat it.
pub(crate) fn no_credential<'a>(typed: impl IntoIterator<Item = &'a str>) -> Result<(), Error> {
    let found = typed.into_iter().any(composio::holds_credential);
    match found {
        true => Err(Error::Input(
            "That holds what looks like an API key or a token, and names are shown to everybody. Nothing was saved.",
        )),
        false => Ok(()),
    }
}
