//! Whatever an answer contains, it becomes a value or a typed error.

use composio::Client;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};
use tokio::runtime::Runtime;

use crate::docs::{auth_config, in_clear, managed, page};
use crate::every_call::{Asked, ask_everything};
use crate::scripted::{KEY, Reply, Scripted, client, json as answer, reply};

/// Of each property; every case asks every call.
const CASES: u32 = 128;

/// Names that lead into the depths of the decoders, and others.
fn names() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "items",
            "id",
            "status",
            "toolkit",
            "slug",
            "auth_config",
            "state",
            "val",
            "data",
            "access_token",
            "id_token",
            "scope",
            "expires_in",
            "created_at",
            "next_cursor",
            "error",
            "message",
            "errors",
            "code",
            "headers",
            "successful",
            "credentials",
            "meta",
            "user_id",
            "connected_account_id",
            "authScheme",
            "authed_user",
            "total_items",
            "request_id",
        ])
        .prop_map(str::to_owned),
        "[a-z_]{0,12}",
    ]
}

fn scalars() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|f| json!(f)),
        any::<String>().prop_map(Value::from),
        prop::sample::select(vec![
            "ACTIVE",
            "REDACTED",
            "...",
            "2026-10-01T08:00:00Z",
            "a.b.c",
            "-99999-01-01",
            "9e999",
            "ya29.CANARY-random",
            KEY
        ])
        .prop_map(Value::from),
    ]
}

fn any_json() -> impl Strategy<Value = Value> {
    scalars().prop_recursive(6, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((names(), inner), 0..8)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect::<Map<_, _>>())),
        ]
    })
}

/// A good document with one member, anywhere, replaced by anything.
fn damaged() -> impl Strategy<Value = Value> {
    let good = prop::sample::select(vec![managed("ca_1"), in_clear("ca_1"), auth_config()]);
    (good, any::<prop::sample::Index>(), any_json()).prop_map(|(mut document, at, value)| {
        let spots = spots(&document, "");
        let spot = at.get(&spots);
        if let Some(found) = document.pointer_mut(spot) {
            *found = value;
        }
        document
    })
}

fn spots(value: &Value, here: &str) -> Vec<String> {
    let mut all = vec![here.to_owned()];
    if let Value::Object(map) = value {
        for (key, value) in map {
            all.extend(spots(value, &format!("{here}/{key}")));
        }
    }
    all
}

fn anything() -> impl Strategy<Value = Value> {
    prop_oneof![any_json(), damaged()]
}

/// Ids, aliases and cursors are keys: the caller needs them as they are, so they are
/// the one place where a text is not searched for credentials.
const KEYS: &[&str] = &[
    "id",
    "user_id",
    "alias",
    "slug",
    "next_cursor",
    "connected_account_id",
];

fn spare_keys(value: &mut Value) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(spare_keys),
        Value::Object(map) => {
            for (key, value) in map {
                if KEYS.contains(&key.as_str()) && value.is_string() {
                    *value = json!("spared");
                }
                spare_keys(value);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A server and a client that are used for all cases of a property.
struct Bench {
    runtime: Runtime,
    server: Scripted,
    client: Client,
}

impl Bench {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let server = runtime.block_on(Scripted::start([answer(200, json!({}))]));
        let client = client(&server.origin, |config| config.retry.tries = 1);
        Self {
            runtime,
            server,
            client,
        }
    }

    /// Asks everything under a script; nothing that comes of it may say a secret.
    fn ask(&self, reply: Reply) -> Result<Vec<Asked>, TestCaseError> {
        self.server.say([reply]);
        let all = self.runtime.block_on(ask_everything(&self.client));
        for asked in &all {
            prop_assert!(
                !asked.said.contains("CANARY"),
                "{}: {}",
                asked.call,
                asked.said
            );
        }
        Ok(all)
    }

    fn check(&self, mut document: Value) -> Result<(), TestCaseError> {
        spare_keys(&mut document);
        self.ask(answer(200, document)).map(|_| ())
    }

    /// No refusal may be taken for an answer.
    fn check_refusal(&self, reply: Reply) -> Result<(), TestCaseError> {
        for asked in self.ask(reply)? {
            prop_assert!(!asked.answered, "{}: {}", asked.call, asked.said);
        }
        Ok(())
    }
}

/// Runs a property; the smallest counterexample is in the panic.
fn hold<S: Strategy>(cases: S, property: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let config = ProptestConfig {
        cases: CASES,
        ..ProptestConfig::default()
    };
    if let Err(broken) = TestRunner::new(config).run(&cases, property) {
        panic!("{broken}");
    }
}

#[test]
fn any_json_becomes_a_value_or_a_typed_error() {
    let bench = Bench::new();
    hold(anything(), |document| bench.check(document));
}

#[test]
fn any_json_in_a_page_becomes_a_value_or_a_typed_error() {
    let bench = Bench::new();
    let items = prop::collection::vec(anything(), 0..4);
    hold(items, |items| bench.check(page(items, None)));
}

/// What may stand in the body of a refusal: JSON with and without the envelope,
/// a page of some proxy, text that was cut, nothing at all.
fn refusals() -> impl Strategy<Value = (&'static str, String)> {
    let json = |value: Value| ("application/json", value.to_string());
    prop_oneof![
        any_json().prop_map(json),
        any_json().prop_map(move |inner| json(json!({ "error": inner }))),
        (any_json(), any_json()).prop_map(move |(message, code)| json(
            json!({ "error": { "message": message, "code": code, "slug": "X", "status": 400 } })
        )),
        any::<String>().prop_map(move |text| json(json!({ "message": text }))),
        any::<String>().prop_map(|text| ("text/html", format!("<html><body>{text}</body></html>"))),
        Just(("application/json", "{\"error\": {\"mess".to_owned())),
        Just(("text/plain", String::new())),
    ]
}

fn statuses() -> impl Strategy<Value = u16> {
    prop_oneof![300u16..400, 400u16..500, 500u16..600]
}

/// Where a redirect may try to lead: home, in a circle, elsewhere, nowhere.
fn locations() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "/api/v3.1/toolkits",
        "https://elsewhere.example/api",
        "http://127.0.0.1:1/",
        "file:///etc/passwd",
        "::not a url::",
    ])
}

#[test]
fn any_refusal_of_any_class_becomes_a_typed_error() {
    let bench = Bench::new();
    let cases = (statuses(), refusals(), locations(), "[0-9]{0,3}");
    hold(cases, |(status, (kind, body), location, after)| {
        let headers = [
            ("content-type", kind),
            ("location", location),
            ("retry-after", after.as_str()),
        ];
        bench.check_refusal(reply(status, &headers, body))
    });
}

#[test]
fn a_page_of_somebody_elses_is_never_an_answer() {
    let bench = Bench::new();
    hold("\\PC{0,60}", |text| {
        let page = format!("<!doctype html><title>{text}</title>");
        bench.check_refusal(reply(200, &[("content-type", "text/html")], page))
    });
}

#[test]
fn only_the_exact_word_reads_as_active() {
    let bench = Bench::new();
    let words = prop_oneof![
        "\\PC{0,80}",
        "[ACTIVEactive ]{5,7}",
        Just("ACTIVE".to_owned())
    ];
    hold(words, |word| {
        let mut document = managed("ca_1");
        document["status"] = json!(word);
        bench.server.say([answer(200, document)]);
        let got = bench
            .runtime
            .block_on(bench.client.connected_accounts().get("ca_1"));
        if let Ok(account) = got {
            prop_assert_eq!(account.status.is_active(), word == "ACTIVE");
            prop_assert!(account.status.as_str().chars().count() <= 65);
        } else {
            prop_assert!(word.is_empty());
        }
        Ok(())
    });
}
