//! Whatever an answer contains, it becomes a value or a typed error.

use composio::{Client, Error, ListAccounts, ListAuthConfigs, Proxy, TriggerFilter};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::{Map, Value, json};
use tokio::runtime::Runtime;

use crate::docs::{auth_config, in_clear, managed, page};
use crate::scripted::{KEY, Scripted, client, json as answer};

const CASES: u32 = 256;

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

/// Asks everything and looks only at what may be said about the answers.
async fn ask_everything(client: &Client) -> Vec<String> {
    let mut said = Vec::new();
    macro_rules! ask {
        ($($call:expr),+ $(,)?) => {$(
            match $call.await {
                Ok(value) => said.push(format!("{value:?}")),
                Err(error) => said.push(about(&error)),
            }
        )+};
    }
    ask!(
        client.connected_accounts().get("ca_1"),
        client.connected_accounts().list(&ListAccounts::default()),
        client.connected_accounts().revoke("ca_1"),
        client
            .connected_accounts()
            .delete("ca_1", Default::default()),
        client.auth_configs().get("ac_1"),
        client.auth_configs().list(&ListAuthConfigs::default()),
        client.triggers().active(&TriggerFilter::default()),
        client.tools().proxy(&Proxy::get("ca_1", "/me")),
        client.tools().execute("X", &Default::default()),
        client.project_config().get(),
        client.session().info(),
        client.links().create(&Default::default()),
    );
    said
}

fn about(error: &Error) -> String {
    let facts = (
        error.is_transient(),
        error.outcome_unknown(),
        error.request_id(),
    );
    format!("{error} {error:?} {facts:?} {:?}", error.suggested_fix())
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

    fn check(&self, status: u16, mut document: Value) -> Result<(), TestCaseError> {
        spare_keys(&mut document);
        self.server.say([answer(status, document)]);
        for text in self.runtime.block_on(ask_everything(&self.client)) {
            prop_assert!(!text.contains("CANARY"), "{text}");
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
    hold(anything(), |document| bench.check(200, document));
}

#[test]
fn any_json_in_a_page_becomes_a_value_or_a_typed_error() {
    let bench = Bench::new();
    let items = prop::collection::vec(anything(), 0..4);
    hold(items, |items| bench.check(200, page(items, None)));
}

#[test]
fn any_refusal_becomes_a_typed_error() {
    let bench = Bench::new();
    hold((400u16..500, any_json()), |(status, document)| {
        bench.check(status, document.clone())?;
        bench.check(status, json!({ "error": document }))
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
