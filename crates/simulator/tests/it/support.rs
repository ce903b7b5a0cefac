//! A simulator to talk to, and a plain client that checks every answer.

use reqwest::header::HeaderMap;
use reqwest::{Client, Method, redirect};
use serde_json::{Value, json};
use simulator::{Config, Running, Scenario, Simulator};

use crate::schema;

/// One answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// A text inside the body, by JSON pointer.
    pub(crate) fn text(&self, pointer: &str) -> String {
        let found = self.body.pointer(pointer).and_then(Value::as_str);
        found
            .unwrap_or_else(|| panic!("no text at {pointer} in {}", self.body))
            .to_owned()
    }

    pub(crate) fn items(&self) -> &Vec<Value> {
        self.body["items"]
            .as_array()
            .unwrap_or_else(|| panic!("no page: {}", self.body))
    }

    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }
}

/// A simulator and a client for it.
pub(crate) struct Desk {
    pub(crate) sim: Running,
    pub(crate) client: Client,
    pub(crate) key: String,
}

impl Desk {
    pub(crate) async fn new(config: Config) -> Self {
        let sim = Simulator::start(config).await.unwrap();
        let client = Client::builder()
            .redirect(redirect::Policy::none())
            .build()
            .unwrap();
        let key = sim.api_key();
        Self { sim, client, key }
    }

    pub(crate) async fn demo() -> Self {
        Self::new(Config {
            control: true,
            ..Config::default()
        })
        .await
    }

    pub(crate) async fn empty() -> Self {
        Self::new(Config {
            scenario: Scenario::Empty,
            control: true,
            ..Config::default()
        })
        .await
    }

    /// A call with headers of one's own, judged by the documents.
    pub(crate) async fn raw(
        &self,
        method: &str,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let url = format!("{}{path}", self.sim.base_url());
        let mut request = self
            .client
            .request(Method::from_bytes(method.as_bytes()).unwrap(), url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.unwrap();
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        let plain = path.split('?').next().unwrap();
        // The one route that a generation lacks answers without the envelope.
        let absent = plain == "/api/v3.1/org/project/config";
        if plain.starts_with("/api/") && !plain.contains("/s/") && !absent {
            schema::judge(method, plain, status, &body);
        }
        Answer {
            status,
            headers,
            text,
            body,
        }
    }

    /// A call with the main project's key.
    pub(crate) async fn call(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        self.raw(method, path, body, &[("x-api-key", &self.key)])
            .await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.call("GET", path, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Answer {
        self.call("POST", path, Some(body)).await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Answer {
        self.call("PATCH", path, Some(body)).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.call("DELETE", path, None).await
    }

    /// A page, as a browser would ask for it.
    pub(crate) async fn page(&self, url: &str) -> Answer {
        let path = url
            .strip_prefix(&self.sim.base_url())
            .unwrap_or(url)
            .to_owned();
        self.raw("GET", &path, None, &[]).await
    }

    /// A form, as a browser would send it.
    pub(crate) async fn submit(&self, url: &str, form: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        let request = self.client.post(url).body(body);
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let text = response.text().await.unwrap();
        Answer {
            status,
            headers,
            text,
            body: Value::Null,
        }
    }

    /// An enabled auth config of a toolkit.
    pub(crate) fn config(&self, toolkit: &str, managed: bool) -> String {
        let state = self.sim.state();
        state["auth_configs"]
            .as_array()
            .unwrap()
            .iter()
            .find(|c| c["toolkit"] == toolkit && c["is_composio_managed"] == managed)
            .unwrap_or_else(|| panic!("no auth config for {toolkit}"))["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// A new connection request; answers the account's id and the page's URL.
    pub(crate) async fn link(&self, config: &str, user: &str, callback: &str) -> (String, String) {
        let body = json!({ "auth_config_id": config, "user_id": user, "callback_url": callback });
        let made = self
            .post("/api/v3.1/connected_accounts/link", body)
            .await
            .expect(201);
        (
            made.text("/connected_account_id"),
            made.text("/redirect_url"),
        )
    }

    /// A Gmail account of `user` that jane@example.com consented to.
    pub(crate) async fn connected(&self, config: &str, user: &str) -> String {
        let (id, _) = self.link(config, user, "").await;
        let decision = simulator::Decision {
            allow: true,
            account: Some("jane@example.com".to_owned()),
            granted_scopes: None,
        };
        self.sim.consent(&id, decision).unwrap();
        id
    }

    pub(crate) async fn status(&self, id: &str) -> String {
        self.get(&format!("/api/v3.1/connected_accounts/{id}"))
            .await
            .expect(200)
            .text("/status")
    }
}
