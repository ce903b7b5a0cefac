//! Every public call of the client, asked once; and the proof that it is every one.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::path::{Path, PathBuf};

use composio::{
    AuthScheme, Client, CompleteAuth, CreateAuthConfig, CreateLink, DeleteOptions, Error, Execute,
    Initiate, ListAccounts, ListAuthConfigs, ListToolkits, ListTools, NewAuth, Pages,
    ProjectConfigPatch, Proxy, Refresh, SecretFields, TriggerFilter, UpdateAccount,
    UpdateAuthConfig,
};
use futures_util::StreamExt as _;

use crate::scripted::{Scripted, json as answer};

/// What came of one call.
pub(crate) struct Asked {
    /// Its name, `Type::function`.
    pub(crate) call: &'static str,
    /// Whether it gave a value rather than an error.
    pub(crate) answered: bool,
    /// Everything that can be printed about it.
    pub(crate) said: String,
}

impl Asked {
    fn of<T: Debug>(call: &'static str, outcome: Result<T, Error>) -> Self {
        Self {
            call,
            answered: outcome.is_ok(),
            said: match outcome {
                Ok(value) => format!("{value:?} {value:#?}"),
                Err(error) => about(&error),
            },
        }
    }
}

fn about(error: &Error) -> String {
    let facts = (
        error.is_transient(),
        error.outcome_unknown(),
        error.request_id(),
    );
    format!("{error} {error:?} {facts:?} {:?}", error.suggested_fix())
}

/// The first pages of a stream, or its error.
async fn walk<T: Debug>(pages: Pages<T>) -> Result<Vec<T>, Error> {
    let pages: Vec<_> = pages.take(3).collect().await;
    let pages: Result<Vec<_>, Error> = pages.into_iter().collect();
    Ok(pages?.into_iter().flat_map(|page| page.items).collect())
}

fn fields() -> SecretFields {
    SecretFields::new()
        .plain("subdomain", "acme")
        .secret("api_key", "CANARY-sent".into())
}

fn link() -> CreateLink {
    CreateLink {
        auth_config_id: "ac_1".into(),
        user_id: "t".into(),
        ..CreateLink::default()
    }
}

fn initiate() -> Initiate {
    Initiate {
        auth_config_id: "ac_1".into(),
        user_id: "t".into(),
        callback_url: None,
        alias: None,
        state: Some((AuthScheme::ApiKey, fields())),
    }
}

fn who() -> CompleteAuth {
    CompleteAuth {
        session_uri: "session_CANARY".into(),
        user_id: "t".into(),
    }
}

fn relabel() -> UpdateAccount {
    UpdateAccount {
        alias: Some("x".into()),
        credentials: Some((AuthScheme::ApiKey, fields())),
    }
}

fn new_config() -> CreateAuthConfig {
    CreateAuthConfig {
        toolkit_slug: "gmail".into(),
        name: Some("x".into()),
        auth: NewAuth::Custom {
            scheme: AuthScheme::OAuth2,
            credentials: fields(),
        },
    }
}

fn change() -> UpdateAuthConfig {
    UpdateAuthConfig::Custom {
        name: Some("x".into()),
        credentials: Some(fields()),
    }
}

/// Asks everything. A call that is missing here fails the test below.
pub(crate) async fn ask_everything(client: &Client) -> Vec<Asked> {
    let mut all = Vec::new();
    macro_rules! ask {
        ($($name:literal: $call:expr,)+) => {$(
            all.push(Asked::of($name, $call.await));
        )+};
    }
    let accounts = client.connected_accounts();
    let configs = client.auth_configs();
    let (toolkits, tools) = (client.toolkits(), client.tools());
    ask! {
        "ConnectedAccounts::list": accounts.list(&ListAccounts::default()),
        "ConnectedAccounts::pages": walk(accounts.pages(ListAccounts::default())),
        "ConnectedAccounts::get": accounts.get("ca_1"),
        "ConnectedAccounts::create_link": accounts.create_link(&link()),
        "ConnectedAccounts::initiate": accounts.initiate(&initiate()),
        "ConnectedAccounts::set_enabled": accounts.set_enabled("ca_1", false),
        "ConnectedAccounts::delete": accounts.delete("ca_1", DeleteOptions { revoke: true }),
        "ConnectedAccounts::revoke": accounts.revoke("ca_1"),
        "ConnectedAccounts::refresh": accounts.refresh("ca_1", &Refresh::default()),
        "ConnectedAccounts::update": accounts.update("ca_1", &relabel()),
        "ConnectedAccounts::complete_auth": accounts.complete_auth(&who()),
        "Links::create": client.links().create(&link()),
        "Links::initiate": client.links().initiate(&initiate()),
        "AuthConfigs::list": configs.list(&ListAuthConfigs::default()),
        "AuthConfigs::pages": walk(configs.pages(ListAuthConfigs::default())),
        "AuthConfigs::get": configs.get("ac_1"),
        "AuthConfigs::create": configs.create(&new_config()),
        "AuthConfigs::update": configs.update("ac_1", &change()),
        "AuthConfigs::set_enabled": configs.set_enabled("ac_1", true),
        "AuthConfigs::delete": configs.delete("ac_1"),
        "ProjectConfigs::get": client.project_config().get(),
        "ProjectConfigs::patch":
            client.project_config().patch(&ProjectConfigPatch::TwoFactor(true)),
        "Session::info": client.session().info(),
        "Toolkits::list": toolkits.list(&ListToolkits::default()),
        "Toolkits::pages": walk(toolkits.pages(ListToolkits::default())),
        "Toolkits::get": toolkits.get("gmail"),
        "Toolkits::categories": toolkits.categories(),
        "Tools::list": tools.list(&ListTools::default()),
        "Tools::pages": walk(tools.pages(ListTools::default())),
        "Tools::get": tools.get("X", None),
        "Tools::execute": tools.execute("X", &Execute::default()),
        "Tools::proxy": tools.proxy(&Proxy::get("ca_1", "/me")),
        "Triggers::active": client.triggers().active(&TriggerFilter::default()),
        "Triggers::pages": walk(client.triggers().pages(TriggerFilter::default())),
        "Client::detect_generation": client.detect_generation(),
    }
    all
}

fn sources(dir: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            found.push(path);
        }
    }
}

/// The public calls of a source text: what is async, and what gives pages.
fn public_calls(text: &str) -> Vec<String> {
    let mut of = String::new();
    let mut calls = Vec::new();
    for line in text.lines() {
        if let Some(rest) = line.strip_prefix("impl ") {
            let name = rest.split([' ', '<']).next().unwrap();
            of = name.to_owned();
        }
        let name = line
            .strip_prefix("    pub async fn ")
            .or_else(|| line.strip_prefix("    pub fn pages").map(|_| "pages("));
        if let Some(name) = name {
            let name = name.split(['(', '<']).next().unwrap();
            calls.push(format!("{of}::{name}"));
        }
    }
    calls
}

#[tokio::test]
async fn every_public_call_is_asked() {
    let mut files = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    let written: BTreeSet<String> = files
        .iter()
        .flat_map(|path| public_calls(&std::fs::read_to_string(path).unwrap()))
        .collect();
    let server = Scripted::start([answer(200, serde_json::json!({}))]).await;
    let asked: BTreeSet<String> = ask_everything(&server.client())
        .await
        .into_iter()
        .map(|asked| asked.call.to_owned())
        .collect();
    assert!(written.len() > 30, "the sources were read: {written:?}");
    // It takes in no answer: whatever comes shows that the way is open.
    let written: BTreeSet<String> = written
        .into_iter()
        .filter(|call| call != "Client::reach")
        .collect();
    let missing: Vec<_> = written.difference(&asked).collect();
    let gone: Vec<_> = asked.difference(&written).collect();
    assert!(
        missing.is_empty(),
        "add these to ask_everything: {missing:?}"
    );
    assert!(
        gone.is_empty(),
        "take these out of ask_everything: {gone:?}"
    );
}

#[test]
fn a_new_call_would_be_noticed() {
    let text = "impl Things<'_> {\n    pub async fn melt(&self) {\n    pub fn pages(&self) {\n    async fn own(&self) {\n}\n";
    assert_eq!(public_calls(text), ["Things::melt", "Things::pages"]);
}
