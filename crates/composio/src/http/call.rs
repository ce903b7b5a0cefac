//! One call as a value, before anything is sent.

use reqwest::Method;
use secrecy::zeroize::Zeroize as _;
use serde_json::Value;
use url::Url;

use crate::config::Generation;
use crate::error::{Error, Rejection};

/// No id of Composio's is longer by far.
const LONGEST_SEGMENT: usize = 512;

/// One call.
pub(crate) struct Call {
    pub(crate) method: Method,
    /// The path as a template, such as `connected_accounts/{id}`: for logs.
    pub(crate) route: &'static str,
    pub(crate) body: Option<Value>,
    /// Whether it changes something when it is carried out.
    pub(crate) write: bool,
    generation: Option<Generation>,
    arguments: Vec<String>,
    query: Vec<(&'static str, String)>,
}

impl Call {
    fn new(method: Method, route: &'static str, arguments: &[&str]) -> Self {
        Self {
            write: method != Method::GET,
            method,
            route,
            body: None,
            generation: None,
            arguments: arguments.iter().map(|&a| a.to_owned()).collect(),
            query: Vec::new(),
        }
    }

    pub(crate) fn get(route: &'static str, arguments: &[&str]) -> Self {
        Self::new(Method::GET, route, arguments)
    }

    pub(crate) fn post(
        route: &'static str,
        arguments: &[&str],
        body: impl Into<Option<Value>>,
    ) -> Self {
        let mut call = Self::new(Method::POST, route, arguments);
        call.body = body.into();
        call
    }

    pub(crate) fn patch(
        route: &'static str,
        arguments: &[&str],
        body: impl Into<Option<Value>>,
    ) -> Self {
        let mut call = Self::new(Method::PATCH, route, arguments);
        call.body = body.into();
        call
    }

    pub(crate) fn delete(route: &'static str, arguments: &[&str]) -> Self {
        Self::new(Method::DELETE, route, arguments)
    }

    /// Always under this generation, whatever the client speaks.
    pub(crate) fn under(mut self, generation: Generation) -> Self {
        self.generation = Some(generation);
        self
    }

    /// A POST that changes nothing.
    pub(crate) fn reading(mut self) -> Self {
        self.write = false;
        self
    }

    /// Adds a query parameter, if there is a value.
    pub(crate) fn with(mut self, name: &'static str, value: Option<impl ToString>) -> Self {
        self.query.extend(value.map(|v| (name, v.to_string())));
        self
    }

    /// Adds a list, comma-joined as the official clients send it.
    pub(crate) fn with_list<'a>(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let joined = values.into_iter().collect::<Vec<_>>().join(",");
        self.with(name, (!joined.is_empty()).then_some(joined))
    }

    /// Where the call goes.
    pub(crate) fn url(&self, base: &Url, generation: Generation) -> Result<Url, Error> {
        let mut url = base.clone();
        url.set_query(None);
        url.set_fragment(None);
        let mut arguments = self.arguments.iter();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().push("api");
            path.push(self.generation.unwrap_or(generation).as_str());
            for step in self.route.split('/') {
                if step.starts_with('{') {
                    path.push(usable(arguments.next())?);
                } else {
                    path.push(step);
                }
            }
        }
        if !self.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&self.query);
        }
        Ok(url)
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        self.body.iter_mut().for_each(wipe);
    }
}

/// Overwrites every text in a value.
fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(list) => list.iter_mut().for_each(wipe),
        Value::Object(map) => map.values_mut().for_each(wipe),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A path argument that names one thing. An empty one or dots would make
/// another call of this one: `DELETE /things/..` is not about a thing. Tabs and
/// line ends are left out of every URL, so that dots around one are dots again.
fn usable(argument: Option<&String>) -> Result<&str, Error> {
    match argument.map(String::as_str) {
        Some("" | "." | "..") | None => Err(Rejection::ours("an id is missing")),
        Some(odd) if odd.chars().any(char::is_control) => {
            Err(Rejection::ours("an id holds a control character"))
        }
        Some(long) if long.len() > LONGEST_SEGMENT => Err(Rejection::ours("an id is too long")),
        Some(good) => Ok(good),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(call: &Call) -> String {
        let base = Url::parse("https://api.example.com").unwrap();
        call.url(&base, Generation::V3_1).unwrap().to_string()
    }

    #[test]
    fn an_id_cannot_leave_its_place_in_the_path() {
        let base = Url::parse("https://api.example.com").unwrap();
        for id in ["", ".", "..", "\t", "\n.", ".\t.", ".\r\n.", "ca\t_1"] {
            let call = Call::delete("connected_accounts/{id}", &[id]);
            assert!(
                call.url(&base, Generation::V3).is_err(),
                "{id:?} names nothing, or another thing than it says"
            );
        }
        assert_eq!(
            url(&Call::get("tools/{slug}", &["../a?b#c%2e"])),
            "https://api.example.com/api/v3.1/tools/..%2Fa%3Fb%23c%252e"
        );
    }

    #[test]
    fn lists_are_joined_with_commas() {
        let call = Call::get("connected_accounts", &[])
            .with_list("statuses", ["ACTIVE", "EXPIRED"])
            .with_list("user_ids", [])
            .with("limit", Some(100));
        assert_eq!(
            url(&call),
            "https://api.example.com/api/v3.1/connected_accounts?statuses=ACTIVE%2CEXPIRED&limit=100"
        );
    }

    #[test]
    fn a_base_url_may_have_a_path() {
        let base = Url::parse("https://example.com/composio/").unwrap();
        let call = Call::get("org/project/config", &[]).under(Generation::V3);
        assert_eq!(
            call.url(&base, Generation::V3_1).unwrap().as_str(),
            "https://example.com/composio/api/v3/org/project/config"
        );
    }
}
