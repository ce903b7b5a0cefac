//! A plain HTTP client for loopback: what the scripted browser and the simulator's control need.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use http_body_util::{BodyExt, Full};
use hyper::{Method, Request, body::Bytes, header};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use url::Url;

/// The client. It follows nothing by itself.
#[derive(Debug, Clone)]
pub struct Http(Client<HttpConnector, Full<Bytes>>);

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// Where a redirect leads, made absolute.
    pub location: Option<Url>,
    /// The body as text.
    pub body: String,
}

impl Default for Http {
    fn default() -> Self {
        Self::new()
    }
}

impl Http {
    /// A new client.
    pub fn new() -> Self {
        Self(Client::builder(TokioExecutor::new()).build_http())
    }

    /// GETs `url`.
    pub async fn get(&self, url: &Url) -> Result<Answer> {
        self.send(Method::GET, url, "text/plain", String::new(), &[])
            .await
    }

    /// POSTs JSON to `url`.
    pub async fn post_json(&self, url: &Url, body: &serde_json::Value) -> Result<Answer> {
        self.send(Method::POST, url, "application/json", body.to_string(), &[])
            .await
    }

    /// POSTs JSON to `url` as a client of Composio with `key`.
    pub async fn post_json_as(
        &self,
        key: &str,
        url: &Url,
        body: &serde_json::Value,
    ) -> Result<Answer> {
        let body = body.to_string();
        self.send(
            Method::POST,
            url,
            "application/json",
            body,
            &[("x-api-key", key)],
        )
        .await
    }

    /// DELETEs `url` as a client of Composio with `key`.
    pub async fn delete_as(&self, key: &str, url: &Url) -> Result<Answer> {
        let headers = [("x-api-key", key)];
        self.send(Method::DELETE, url, "text/plain", String::new(), &headers)
            .await
    }

    /// POSTs a form to `url`.
    pub async fn post_form(&self, url: &Url, fields: &[(String, String)]) -> Result<Answer> {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let kind = "application/x-www-form-urlencoded";
        self.send(Method::POST, url, kind, body, &[]).await
    }

    /// GETs `url` with further headers.
    pub async fn get_with(&self, url: &Url, headers: &[(&str, &str)]) -> Result<Answer> {
        self.send(Method::GET, url, "text/plain", String::new(), headers)
            .await
    }

    async fn send(
        &self,
        method: Method,
        url: &Url,
        kind: &str,
        body: String,
        headers: &[(&str, &str)],
    ) -> Result<Answer> {
        ensure!(
            matches!(url.host_str(), Some("127.0.0.1" | "localhost")),
            "a test talks to this machine only"
        );
        let mut request = Request::builder()
            .method(method)
            .uri(url.as_str())
            .header(header::CONTENT_TYPE, kind)
            .header(header::ACCEPT, "text/html,application/json");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let asked = self.0.request(request.body(Full::from(body))?);
        let answer = tokio::time::timeout(Duration::from_secs(30), asked)
            .await
            .context("no answer in 30 s")??;
        let status = answer.status().as_u16();
        let location = answer
            .headers()
            .get(header::LOCATION)
            .and_then(|value| value.to_str().ok())
            .and_then(|to| url.join(to).ok());
        let body = answer.into_body().collect().await?.to_bytes();
        Ok(Answer {
            status,
            location,
            body: String::from_utf8_lossy(&body).into_owned(),
        })
    }
}
