//! Which links into the app are believed.

use domain::links::{AppLink, LinkError, MAX_LINK_BYTES, parse};
use proptest::prelude::*;

const STATE: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

#[test]
fn a_link_that_is_not_exactly_ours_is_refused() {
    let ours = format!("dev.switchboard.desktop://oauth/callback?attempt=a1&state={STATE}");
    assert!(parse(&ours).is_ok());
    for (bad, why) in [
        (
            ours.replace("dev.switchboard.desktop", "DEV.switchboard.desktop"),
            "scheme in capitals",
        ),
        (ours.replace("://oauth", "://user@oauth"), "user info"),
        (ours.replace("://oauth", "://oauth:80"), "port"),
        (ours.replace("/callback", "/callback/"), "path"),
        (
            ours.replace("/callback", "/../oauth/callback"),
            "dot segments",
        ),
        (format!("{ours}#fragment"), "fragment"),
        (format!("{ours}&attempt=a2"), "a parameter twice"),
        (ours.replace("attempt=a1", "attempt="), "an empty id"),
        (ours.replace("attempt=a1", "attempt=a%31"), "an encoded id"),
        (ours.replace(STATE, &STATE[1..]), "a short state"),
        (
            ours.replace(STATE, &STATE.to_uppercase()),
            "a state in capitals",
        ),
        (ours.replace('?', " ?"), "a space"),
        (ours.replace("a1", "ä1"), "letters beyond ASCII"),
        (format!("{ours}&x=\0"), "a control character"),
        (
            "https://oauth/callback?attempt=a1".to_owned(),
            "another scheme",
        ),
        (
            "dev.switchboard.desktop:oauth/callback".to_owned(),
            "no slashes",
        ),
        (
            "dev.switchboard.desktop://delete/integration/1".to_owned(),
            "a verb",
        ),
        (String::new(), "nothing"),
    ] {
        assert!(parse(&bad).is_err(), "{why}: {bad:?}");
    }
}

#[test]
fn a_link_beyond_the_limit_is_not_looked_at() {
    let long = format!(
        "dev.switchboard.desktop://open/integration/{}",
        "x".repeat(MAX_LINK_BYTES)
    );
    assert_eq!(parse(&long), Err(LinkError::TooLong));
}

#[test]
fn what_composio_adds_to_a_callback_is_read_past() {
    let link = format!(
        "dev.switchboard.desktop://oauth/callback?attempt=a1&state={STATE}&status=success&connected_account_id=ca_x"
    );
    let Ok(AppLink::Callback(callback)) = parse(&link) else {
        panic!("a callback is a callback")
    };
    assert_eq!(callback.attempt.as_str(), "a1");
    assert!(
        !format!("{callback:?}").contains("0011"),
        "a state is not for logs"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]
    #[test]
    fn no_text_makes_the_parser_panic(link in ".{0,200}") {
        let _ = parse(&link);
    }

    #[test]
    fn no_tail_makes_the_parser_panic_or_believe_a_second_attempt(tail in "[ -~]{0,120}") {
        let link = format!("dev.switchboard.desktop://oauth/callback?attempt=a1&state={STATE}{tail}");
        if let Ok(AppLink::Callback(callback)) = parse(&link) {
            prop_assert_eq!(callback.attempt.as_str(), "a1");
        }
    }
}

#[test]
fn only_the_word_about_another_browser_is_kept_of_what_a_way_back_says() {
    let hint = |rest: &str| {
        let link = format!(
            "dev.switchboard.desktop://oauth/callback?attempt=a1&state={STATE}&status=failed{rest}"
        );
        match parse(&link) {
            Ok(AppLink::Callback(callback)) => callback.other_browser,
            _ => panic!("ours"),
        }
    };
    assert!(hint(
        "&error=This%20connection%20was%20started%20from%20a%20different%20browser"
    ));
    assert!(hint("&error_description=a+Different+Browser+or+device"));
    assert!(!hint("&error=access_denied"));
    assert!(!hint("&note=different+browser"));
}
