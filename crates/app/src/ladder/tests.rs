use domain::{Cause, IdentitySource, Verdict};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;

fn name(rung: &Rung, answer: &Value) -> Option<String> {
    who(rung, answer).map(|who| who.name)
}

#[test]
fn an_answer_of_another_shape_names_nobody() {
    let profile = &GMAIL[0];
    for odd in [
        json!(null),
        json!("jane@example.com"),
        json!([]),
        json!({ "emailAddress": 7 }),
        json!({ "emailAddress": null }),
        json!({ "emailAddress": { "value": "jane@example.com" } }),
        json!({ "emailAddress": ["jane@example.com"] }),
        json!({ "emailAddress": "" }),
        json!({ "emailAddress": "jane" }),
        json!({ "emailAddress": "jane@localhost" }),
        json!({ "emailAddress": "Jane <jane@example.com>" }),
        json!({ "emailAddress": "a@example.com,b@example.com" }),
        json!({ "emailAddress": format!("{}@example.com", "x".repeat(2_000_000)) }),
        json!({ "email": "jane@example.com" }),
    ] {
        assert_eq!(name(profile, &odd), None);
    }
}

#[test]
fn control_characters_do_not_reach_a_row() {
    let answer = json!({ "emailAddress": "jane@exam\u{0}ple.com\r\n" });
    assert_eq!(
        name(&GMAIL[0], &answer).as_deref(),
        Some("jane@example.com")
    );
}

#[test]
fn each_rung_reads_the_answer_that_the_fact_sheet_shows() {
    for (rung, answer) in [
        (
            &GMAIL[0],
            json!({ "emailAddress": "jane@example.com", "messagesTotal": 3 }),
        ),
        (
            &GMAIL[0],
            json!({ "response_data": { "emailAddress": "jane@example.com" } }),
        ),
        (&GMAIL[1], json!({ "emailAddress": "jane@example.com" })),
        (
            &CALENDAR[0],
            json!({ "kind": "calendar#calendar", "id": "jane@example.com" }),
        ),
        (
            &CALENDAR[1],
            json!({ "calendar_data": { "id": "jane@example.com" } }),
        ),
        (
            &DRIVE[0],
            json!({ "user": { "emailAddress": "jane@example.com" } }),
        ),
        (
            &USER_INFO,
            json!({ "id": "1098", "email": "jane@example.com", "name": "Jane" }),
        ),
    ] {
        assert_eq!(
            name(rung, &answer).as_deref(),
            Some("jane@example.com"),
            "{answer}"
        );
    }
}

#[test]
fn a_current_user_is_found_wherever_the_provider_puts_it_an_address_before_a_name() {
    for (answer, who) in [
        (
            json!({ "ok": true, "user": { "id": "U1", "email": "jane@example.com" } }),
            Some("jane@example.com"),
        ),
        (
            json!({ "ok": true, "user": "jane", "user_id": "U1" }),
            Some("jane"),
        ),
        (
            json!({ "user": "jane@example.com", "hub_id": 7 }),
            Some("jane@example.com"),
        ),
        (
            json!({ "login": "jane", "id": 7, "email": null }),
            Some("jane"),
        ),
        (
            json!({ "login": "jane", "email": "jane@example.com" }),
            Some("jane@example.com"),
        ),
        (
            json!({ "name": "Switchboard", "bot": { "owner": { "user": { "person": { "email": "jane@example.com" } } } } }),
            Some("jane@example.com"),
        ),
        (
            json!({ "type": "bot", "name": "Switchboard", "bot": { "owner": { "type": "user", "user": { "name": "Jane", "person": {} } } } }),
            Some("Jane"),
        ),
        (
            json!({ "type": "bot", "name": "Switchboard", "bot": { "owner": { "type": "workspace" } } }),
            None,
        ),
        (
            json!({ "data": { "viewer": { "name": "Jane" } } }),
            Some("Jane"),
        ),
        (
            json!({ "organization": { "email": "somebody@example.com" } }),
            None,
        ),
        (json!({ "id": "1098" }), None),
        (json!({ "name": "x".repeat(2_000_000) }), None),
    ] {
        assert_eq!(name(&CURRENT_USER, &answer).as_deref(), who);
    }
}

#[test]
fn every_toolkit_has_rungs_and_the_ones_of_the_fact_sheet_have_their_own() {
    let sources = |toolkit: &str| -> Vec<IdentitySource> {
        rungs(toolkit).iter().map(|rung| rung.source).collect()
    };
    use IdentitySource as From;
    assert_eq!(sources("gmail"), [From::Tool, From::Proxy, From::UserInfo]);
    assert_eq!(
        sources("googlecalendar"),
        [From::PrimaryCalendar, From::PrimaryCalendar, From::UserInfo]
    );
    assert_eq!(sources("googledrive"), [From::Proxy, From::UserInfo]);
    assert_eq!(sources("googlesheets"), [From::CurrentUser, From::UserInfo]);
    assert_eq!(sources("slack"), [From::CurrentUser, From::Tool]);
    assert_eq!(sources("nobody-knows-it"), [From::CurrentUser]);
    for toolkit in [
        "gmail",
        "googlecalendar",
        "googledrive",
        "slack",
        "github",
        "x",
    ] {
        let rungs = rungs(toolkit);
        assert!(
            (1..=3).contains(&rungs.len()),
            "few reads of a customer's account"
        );
    }
}

#[test]
fn it_stops_where_asking_more_would_bring_nothing() {
    let silent = Verdict::Unclear(Cause::ProviderSilent);
    let dead = Verdict::Refused(Cause::GrantRefused);
    for (verdict, named, on) in [
        (Verdict::Good, true, false),
        (Verdict::Good, false, true),
        (dead, false, false),
        (silent, false, false),
        (Verdict::Unclear(Cause::RateLimited), false, false),
        (Verdict::Unclear(Cause::KeyLimited), false, true),
        (Verdict::Unclear(Cause::Unrecognised), false, true),
        (Verdict::Refused(Cause::ScopeMissing), false, true),
        (Verdict::Refused(Cause::ScopeMissing), true, false),
        (Verdict::NoRead, false, true),
    ] {
        assert_eq!(goes_on(verdict, named), on, "{verdict:?} {named}");
    }
    assert!(unreachable(silent) && !unreachable(dead) && !unreachable(Verdict::Good));
}

#[test]
fn a_narrow_grant_is_good_only_when_nothing_that_was_asked_for_is_missing() {
    let narrow = Verdict::Refused(Cause::ScopeMissing);
    assert!(outweighs(narrow, Verdict::Good, Some(false)));
    assert!(!outweighs(narrow, Verdict::Good, Some(true)));
    assert!(
        !outweighs(narrow, Verdict::Good, None),
        "nobody said what was asked for"
    );
    assert!(!outweighs(
        Verdict::Refused(Cause::GrantRefused),
        Verdict::Good,
        Some(false)
    ));
    assert!(!outweighs(Verdict::Good, narrow, Some(true)));
    assert!(outweighs(
        Verdict::Unclear(Cause::KeyLimited),
        Verdict::Good,
        None
    ));
}

fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    let key = prop::sample::select(vec![
        "emailAddress",
        "email",
        "id",
        "user",
        "data",
        "name",
        "login",
        "x",
    ]);
    leaf.prop_recursive(6, 60, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(key.clone(), inner, 0..6).prop_map(|map| {
                map.into_iter()
                    .map(|(key, value)| (key.to_owned(), value))
                    .collect::<serde_json::Map<_, _>>()
                    .into()
            }),
        ]
    })
}

proptest! {
    #[test]
    fn no_answer_panics_or_names_somebody_who_does_not_fit(answer in anything()) {
        for toolkit in ["gmail", "googlecalendar", "googledrive", "googlesheets", "slack"] {
            for rung in rungs(toolkit) {
                if let Some(who) = who(rung, &answer) {
                    prop_assert!(!who.name.is_empty() && who.name.chars().count() <= 254);
                    prop_assert!(!who.name.chars().any(char::is_control));
                }
            }
        }
    }
}
