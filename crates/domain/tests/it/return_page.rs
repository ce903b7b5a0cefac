//! Where a customer may land after the sign-in.

use domain::return_page::{BadPage, MAX_PAGE, check, host, landing};

#[test]
fn a_plain_page_of_the_team_is_taken() {
    for fine in [
        "https://team.example/connected?ref=7",
        "https://app.team.example",
        "HTTPS://Team.Example:8443/done",
    ] {
        assert_eq!(check(fine), Ok(()), "{fine}");
    }
}

#[test]
fn each_thing_that_is_wrong_has_its_own_words() {
    let long = format!("https://team.example/{}", "x".repeat(MAX_PAGE));
    for (page, bad) in [
        ("", BadPage::NotHttps),
        ("http://team.example/", BadPage::NotHttps),
        (
            "dev.switchboard.desktop://oauth/callback",
            BadPage::NotHttps,
        ),
        ("javascript:alert(1)", BadPage::NotHttps),
        ("https://user:pass@team.example/", BadPage::Credentials),
        ("https://team.example/#top", BadPage::Fragment),
        ("https://team.example/ x", BadPage::OddLetter),
        ("https://tëam.example/", BadPage::OddLetter),
        ("https://team.example\\x", BadPage::OddLetter),
        ("https://localhost/", BadPage::Host),
        ("https://app.localhost/", BadPage::Host),
        ("https://printer.local/", BadPage::Host),
        ("https://127.0.0.1/", BadPage::Host),
        ("https://[::1]/", BadPage::Host),
        ("https://team/", BadPage::Host),
        ("https://.example/", BadPage::Host),
        ("https:///x", BadPage::Host),
        (&long, BadPage::TooLong),
    ] {
        assert_eq!(check(page), Err(bad), "{page}");
    }
}

#[test]
fn the_customer_lands_with_what_came_of_it() {
    assert_eq!(host("https://team.example:8443/x?y"), "team.example");
    assert_eq!(
        landing("https://team.example/x"),
        "https://team.example/x?status=success&connected_account_id=ca_…"
    );
    assert!(landing("https://team.example/x?y=1").contains("?y=1&status=success"));
}
