//! The link in a note. A person wrote it or pasted it, so it is checked like anything
//! from outside, when it is kept and again before it is opened.

use url::{Host, Url};

/// The longest link that is kept, in bytes.
const MAX_LINK: usize = 2_000;

/// The first https address in a text that may be opened.
pub(super) fn first_in(text: &str) -> Option<String> {
    text.split_whitespace()
        .map(|word| word.trim_start_matches(|c| "<([{\"'".contains(c)))
        .map(|word| word.trim_end_matches(|c| ">)]}\"',;.!?:".contains(c)))
        .find_map(may_open)
        .map(String::from)
}

/// An https address of a named host at the usual port, without a user name in it.
pub(super) fn may_open(address: &str) -> Option<Url> {
    let clean = |byte: u8| byte.is_ascii_graphic() && byte != b'\\';
    if address.len() > MAX_LINK || !address.bytes().all(clean) {
        return None;
    }
    let url = Url::parse(address).ok()?;
    let named = matches!(url.host(), Some(Host::Domain(host)) if host.contains('.'));
    let plain = url.username().is_empty() && url.password().is_none() && url.port().is_none();
    (url.scheme() == "https" && named && plain).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_but_https_to_a_named_host_is_a_link() {
        for bad in [
            "http://tickets.example/1",
            "https://user@tickets.example/1",
            "https://tickets.example:8443/1",
            "https://127.0.0.1/1",
            "https://[::1]/1",
            "https://localhost/1",
            "https:\\\\tickets.example/1",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "mailto:maya@acme.example",
            "tickets.example/1",
            "",
        ] {
            assert_eq!(first_in(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_first_link_of_a_sentence_is_found_without_its_full_stop() {
        assert_eq!(
            first_in("See (https://tickets.example/4711). Then https://other.example/").as_deref(),
            Some("https://tickets.example/4711")
        );
    }

    proptest! {
        #[test]
        fn what_is_kept_may_be_opened(text in "\\PC{0,60}(https://[a-z.:@/\\\\]{0,30})?\\PC{0,20}") {
            if let Some(link) = first_in(&text) {
                prop_assert!(may_open(&link).is_some());
                prop_assert!(link.starts_with("https://"));
            }
        }
    }
}
