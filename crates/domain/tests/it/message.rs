//! The message around a connect link.

use domain::Timestamp;
use domain::message::{DEFAULT_TEMPLATE, Fields, expiry_words, fill, names_link, unknown};
use proptest::prelude::*;

const FIELDS: Fields<'static> = Fields {
    tenant: "Acme",
    app: "Gmail",
    link: "https://connect.example/l",
    expiry: "within 9 minutes",
    account: "maya@acme.example",
};

#[test]
fn a_message_without_a_place_for_the_link_gets_it_at_the_end() {
    assert_eq!(
        fill("Hi {tenant}", &FIELDS),
        "Hi Acme\nhttps://connect.example/l\n"
    );
    assert_eq!(fill("", &FIELDS), "https://connect.example/l\n");
}

#[test]
fn a_tenant_named_like_a_placeholder_stays_a_name() {
    let odd = Fields {
        tenant: "{link}",
        ..FIELDS
    };
    assert_eq!(
        fill("{tenant} {link}", &odd),
        "{link} https://connect.example/l"
    );
}

#[test]
fn a_word_in_braces_that_is_no_placeholder_is_left_and_named() {
    assert_eq!(
        fill("{name} {link}", &FIELDS),
        "{name} https://connect.example/l"
    );
    assert_eq!(unknown("{name} {link} { x } {tenant}"), ["name"]);
}

#[test]
fn the_first_template_uses_every_placeholder_and_leaves_none() {
    let text = fill(DEFAULT_TEMPLATE, &FIELDS);
    for part in ["Acme", "Gmail", FIELDS.link, FIELDS.expiry, FIELDS.account] {
        assert!(text.contains(part), "{part}");
    }
    assert!(!text.contains('{') && unknown(DEFAULT_TEMPLATE).is_empty());
}

#[test]
fn the_time_left_is_said_so_that_it_is_true_in_any_time_zone() {
    let end = Timestamp::from_millis((14 * 60 + 42) * 60_000);
    let before = |minutes: i64| expiry_words(end, end.plus_millis(-minutes * 60_000));
    assert_eq!(before(9), "within 9 minutes (until 14:42 UTC)");
    assert_eq!(before(1), "within 1 minute (until 14:42 UTC)");
    assert_eq!(before(-5), "within a minute (until 14:42 UTC)");
}

proptest! {
    #[test]
    fn whatever_is_typed_the_message_holds_the_link(template in ".{0,80}|[{}a-z ]{0,40}") {
        let text = fill(&template, &FIELDS);
        prop_assert!(text.contains(FIELDS.link));
        if !template.contains('{') {
            prop_assert!(text.starts_with(&template));
        }
        prop_assert_eq!(names_link(&template), template.contains("{link}"));
    }
}
