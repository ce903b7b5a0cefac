//! Names that people type: shown everywhere, logged in the audit list, partly sent to
//! Composio. A key that was pasted into the wrong box must not become one.

use url::Url;

use crate::error::Error;
use crate::url_rule::may_open;

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

/// Refuses a text that is kept to be used again, when it holds a key or a link that somebody could
/// sign in with. The message does not repeat it.
pub(crate) fn no_link<'a>(text: &'a str, base_url: &str) -> Result<(), Error> {
    let base = Url::parse(base_url).ok();
    // What Switchboard itself would open as one, unless nothing follows the host.
    let is_link = |address: &'a str| {
        let opens = base.as_ref().and_then(|base| may_open(address, base).ok());
        opens.is_some_and(|url| url.path() != "/")
    };
    if composio::holds_credential(text) || addresses(text).any(is_link) {
        return Err(Error::Input(
            "That holds what looks like a real sign-in link, an API key or a token. Write {link} where the link goes. Nothing was saved.",
        ));
    }
    Ok(())
}

/// What may be an address of the web in a text.
fn addresses(text: &str) -> impl Iterator<Item = &str> {
    let part = |letter: char| letter.is_ascii_graphic() && !"\"'<>()[]{}`".contains(letter);
    text.split(move |letter| !part(letter)).filter_map(|word| {
        let at = word.to_ascii_lowercase().find("http")?;
        word.get(at..)
    })
}

#[cfg(test)]
mod tests {
    use super::no_link;

    const BASE: &str = "https://backend.composio.dev";

    #[test]
    fn a_link_somebody_could_sign_in_with_is_refused_wherever_it_stands() {
        for text in [
            "Hi, open https://connect.composio.dev/link/short and sign in.",
            "Open it(HTTPS://connect.composio.dev/link/short).",
            "[here](https://backend.composio.dev/api/v3/s/short)",
            "Open »https://connect.composio.dev/link/short«",
            "the key is ak_0123456789abcdef",
            "lk_0123456789abcdef",
        ] {
            let fault = no_link(text, BASE).unwrap_err().to_string();
            assert!(fault.contains("Nothing was saved"), "{text}");
            assert!(
                !fault.contains("short") && !fault.contains("0123"),
                "{fault}"
            );
        }
    }

    #[test]
    fn a_message_with_the_pages_of_a_team_is_none() {
        for text in [
            domain::message::DEFAULT_TEMPLATE,
            "See https://team.example/help/link/ and https://connect.composio.dev first: {link}",
            "",
        ] {
            assert!(no_link(text, BASE).is_ok(), "{text}");
        }
    }
}
