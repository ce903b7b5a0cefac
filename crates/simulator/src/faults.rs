//! Faults by script: which call goes wrong, when, and how.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::dice::{digits, mix};
use crate::hostile;
use crate::http::{Content, Reply, pattern_matches};
use crate::render::Generation;

/// Why a script of faults was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultError(pub(crate) String);

impl std::fmt::Display for FaultError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for FaultError {}

/// One scripted fault. The crate's README explains each member.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Fault {
    /// `*`, or `METHOD /pattern`.
    pub route: String,
    /// The first matching call that goes wrong, counted from 1.
    pub nth: u32,
    /// How many calls go wrong from there; 0 is all of them.
    pub times: Option<u32>,
    /// Share of the matching calls that go wrong, seeded; absent is all.
    pub probability: Option<f64>,
    /// Answers this status.
    pub status: Option<u16>,
    /// `envelope`, `html`, `empty`, `object`, `truncated`, `malformed`, `unenveloped` or
    /// `hostile`.
    pub body: Option<String>,
    /// What the envelope says in place of `Scripted fault …`.
    pub message: Option<String>,
    /// Value of the `Retry-After` header.
    pub retry_after: Option<String>,
    /// Extra delay.
    pub latency_ms: u64,
    /// Up to this much more delay, seeded.
    pub jitter_ms: u64,
    /// Drops the connection `before` or `after` the call took effect.
    pub drop: Option<String>,
    /// Never answers, and leaves the connection open: `before` or `after` the call took
    /// effect.
    pub hang: Option<String>,
    /// With `status` or `body`: the call takes effect all the same.
    pub commit: bool,
    /// Value of the `Location` header.
    pub location: Option<String>,
    /// `unknown_status`, `unknown_scheme`, `wrong_types`, `null_fields`,
    /// `missing_fields`, `left_out`, `huge` or `hostile_reason`.
    pub mutate: Option<String>,
    /// On a page, only the item at this place is spoilt, counted from 0.
    pub item: Option<usize>,
}

const BODIES: [&str; 8] = [
    "envelope",
    "html",
    "empty",
    "object",
    "truncated",
    "malformed",
    "unenveloped",
    "hostile",
];
const MUTATIONS: [&str; 8] = [
    "unknown_status",
    "unknown_scheme",
    "wrong_types",
    "null_fields",
    "missing_fields",
    "left_out",
    "huge",
    "hostile_reason",
];

impl Fault {
    fn check(&self) -> Result<(), FaultError> {
        let known = |name: &str, value: &Option<String>, all: &[&str]| match value {
            Some(word) if !all.contains(&word.as_str()) => Err(FaultError(format!(
                "{name} `{word}` is none of {}",
                all.join(", ")
            ))),
            _ => Ok(()),
        };
        known("body", &self.body, &BODIES)?;
        known("mutate", &self.mutate, &MUTATIONS)?;
        known("drop", &self.drop, &["before", "after"])?;
        known("hang", &self.hang, &["before", "after"])?;
        if self.route != "*" && !self.route.contains(" /") && !self.route.ends_with(" *") {
            return Err(FaultError(format!(
                "route `{}` is neither * nor METHOD /path",
                self.route
            )));
        }
        if self
            .status
            .is_some_and(|status| !(200..=599).contains(&status))
        {
            return Err(FaultError("status must be within 200 and 599".to_owned()));
        }
        Ok(())
    }

    fn applies(&self, method: &str, pattern: &str, path: &str, generation: Generation) -> bool {
        if self.route == "*" {
            return true;
        }
        let Some((wanted, asked)) = self.route.split_once(' ') else {
            return false;
        };
        if wanted != "*" && !wanted.eq_ignore_ascii_case(method) {
            return false;
        }
        let (only, asked) = match asked.strip_prefix("/api/v3.1") {
            Some(rest) => (Some(Generation::V31), rest),
            None => match asked.strip_prefix("/api/v3") {
                Some(rest) => (Some(Generation::V3), rest),
                None => (None, asked),
            },
        };
        only.is_none_or(|only| only == generation)
            && (asked.is_empty() || pattern_matches(asked, pattern, path))
    }

    /// Whether the answer is replaced rather than changed.
    pub(crate) fn replaces(&self) -> bool {
        self.status.is_some()
            || self
                .body
                .as_deref()
                .is_some_and(|body| body != "truncated" && body != "malformed")
    }

    /// The answer that stands in for the real one.
    pub(crate) fn reply(&self, request_id: &str) -> Reply {
        let status = self.status.unwrap_or(200);
        let plain = if status == 429 {
            "unenveloped"
        } else {
            "envelope"
        };
        let content = match self.body.as_deref().unwrap_or(plain) {
            "html" => Content::Raw("text/html", HTML.replace("502", &status.to_string()).into()),
            "empty" => Content::Raw("application/json", Vec::new()),
            "object" => Content::Json(json!({})),
            "truncated" => Content::Cut(br#"{"items":[{"id":"ca_"#.to_vec()),
            "malformed" => Content::Raw("application/json", br#"{"items":[,]"#.to_vec()),
            "unenveloped" => Content::Json(unenveloped(status)),
            "hostile" => Content::Json(json!({ "error": {
                "message": hostile::text(),
                "slug": hostile::BEGINS,
                "code": 10_000 + u32::from(status),
                "status": status,
                "request_id": request_id,
                "suggested_fix": hostile::text(),
            }})),
            _ => Content::Json(json!({ "error": {
                "message": self.message.clone().unwrap_or(format!("Scripted fault {status}")),
                "slug": "HTTP_ScriptedFault",
                "code": 10_000 + u32::from(status),
                "status": status,
                "request_id": request_id,
                "suggested_fix": "",
            }})),
        };
        let mut reply = Reply {
            status,
            content,
            headers: Vec::new(),
        };
        if let Some(wait) = &self.retry_after {
            reply = reply.header("retry-after", wait.clone());
        }
        if let Some(location) = &self.location {
            reply = reply.header("location", location.clone());
        }
        reply
    }

    /// Spoils an answer that was right.
    pub(crate) fn spoil(&self, mut reply: Reply) -> Reply {
        if let (Content::Json(value), Some(how)) = (&mut reply.content, self.mutate.as_deref()) {
            mutate_page(value, how, self.item);
        }
        let Content::Json(value) = &reply.content else {
            return reply;
        };
        match self.body.as_deref() {
            Some("truncated") => {
                let mut bytes = value.to_string().into_bytes();
                bytes.truncate(bytes.len() / 2);
                reply.content = Content::Cut(bytes);
            }
            Some("malformed") => {
                let text = value.to_string().replacen(':', ":,", 1);
                reply.content = Content::Raw("application/json", text.into_bytes());
            }
            _ => {}
        }
        reply
    }

    pub(crate) fn delay_ms(&self, roll: u64) -> u64 {
        self.latency_ms
            + if self.jitter_ms == 0 {
                0
            } else {
                roll % (self.jitter_ms + 1)
            }
    }
}

const HTML: &str = "<html><head><title>502 Bad Gateway</title></head>\
<body><center><h1>502 Bad Gateway</h1></center><hr><center>cloudflare</center></body></html>";

fn unenveloped(status: u16) -> Value {
    if status == 429 {
        json!({ "message": "Rate limit exceeded. Limit: 2000 requests per 60s" })
    } else {
        json!({ "message": "Not Found", "error": "Not Found", "statusCode": status })
    }
}

/// Changes an answer, or the items of a page, into something that keeps no
/// promise.
fn mutate_page(value: &mut Value, how: &str, only: Option<usize>) {
    let chosen = |at: usize| only.is_none_or(|only| only == at);
    match value.get_mut("items") {
        Some(Value::Array(items)) if how == "left_out" => {
            let mut at = 0..;
            items.retain(|_| !at.next().is_some_and(chosen));
        }
        Some(Value::Array(items)) if how != "huge" => {
            let items = items.iter_mut().enumerate();
            items
                .filter(|(at, _)| chosen(*at))
                .for_each(|(_, item)| mutate(item, how));
        }
        _ => mutate(value, how),
    }
}

fn mutate(value: &mut Value, how: &str) {
    let Value::Object(map) = value else { return };
    match how {
        "unknown_status" => unknown_status(map),
        "unknown_scheme" => unknown_scheme(map),
        "wrong_types" => map.values_mut().for_each(|value| *value = wrong(value)),
        "null_fields" => {
            let others = map.iter_mut().filter(|(name, _)| *name != "id");
            others.for_each(|(_, value)| *value = Value::Null);
        }
        "missing_fields" => map.retain(|name, _| name == "id"),
        // Only of a page can one be left out.
        "left_out" => {}
        "hostile_reason" => {
            map.insert("status".into(), "FAILED".into());
            map.insert("status_reason".into(), hostile::text().into());
            // By this it is found again among the others.
            map.insert("alias".into(), "hostile".into());
        }
        _ => {
            // More than any client should take: 64 MiB.
            map.insert("padding".into(), digits(7, 64).repeat(1 << 20).into());
        }
    }
}

fn unknown_scheme(map: &mut Map<String, Value>) {
    let word = Value::from("QUANTUM_AUTH");
    for (outer, inner) in [("state", "authScheme"), ("auth_config", "auth_scheme")] {
        if let Some(Value::Object(member)) = map.get_mut(outer) {
            member.insert(inner.into(), word.clone());
        }
    }
}

fn unknown_status(map: &mut Map<String, Value>) {
    let word = Value::from("QUARANTINED");
    if let Some(val) = map.get_mut("state").and_then(|state| state.get_mut("val"))
        && let Some(inner) = val.as_object_mut()
    {
        inner.insert("status".into(), word.clone());
    }
    map.insert("status".into(), word);
}

fn wrong(value: &Value) -> Value {
    match value {
        Value::String(text) => json!({ "text": text }),
        Value::Number(number) => number.to_string().into(),
        Value::Bool(flag) => json!(u8::from(*flag)),
        Value::Array(_) => json!({}),
        Value::Object(_) => json!([]),
        Value::Null => json!(0),
    }
}

#[derive(Debug)]
struct Armed {
    fault: Fault,
    met: u32,
    fired: u32,
}

/// The faults that are waiting.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    armed: Vec<Armed>,
    /// How many calls went wrong, over all that were ever armed.
    fired: u64,
    seed: u64,
    rolled: u64,
}

impl Faults {
    pub(crate) fn new(seed: u64) -> Self {
        Self {
            seed,
            ..Self::default()
        }
    }

    pub(crate) fn add(&mut self, faults: Vec<Fault>) -> Result<(), FaultError> {
        faults.iter().try_for_each(Fault::check)?;
        self.armed.extend(faults.into_iter().map(|fault| Armed {
            fault,
            met: 0,
            fired: 0,
        }));
        Ok(())
    }

    pub(crate) fn clear(&mut self) {
        self.armed.clear();
    }

    pub(crate) fn fired(&self) -> u64 {
        self.fired
    }

    pub(crate) fn roll(&mut self) -> u64 {
        self.rolled += 1;
        mix(self.seed, self.rolled)
    }

    /// The fault that hits this call, if any; the first one armed wins, and
    /// every matching one counts the call.
    pub(crate) fn hit(
        &mut self,
        method: &str,
        pattern: &str,
        path: &str,
        generation: Generation,
    ) -> Option<Fault> {
        self.rolled += 1;
        let roll = mix(self.seed, self.rolled) % 1_000_000;
        let mut hit = None;
        for armed in &mut self.armed {
            if !armed.fault.applies(method, pattern, path, generation) {
                continue;
            }
            armed.met += 1;
            let times = armed.fault.times.unwrap_or(1);
            let due = armed.met >= armed.fault.nth.max(1) && (times == 0 || armed.fired < times);
            let likely = armed.fault.probability.unwrap_or(1.0) * 1_000_000.0;
            #[expect(clippy::cast_precision_loss, reason = "the roll is below a million")]
            let lucky = (roll as f64) < likely;
            if due && lucky && hit.is_none() {
                armed.fired += 1;
                self.fired += 1;
                hit = Some(armed.fault.clone());
            }
        }
        hit
    }
}
