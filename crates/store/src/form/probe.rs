//! Our last real read of the provider.

use domain::{Cause, Probe, ProbeWay, Timestamp, Unnamed, Verdict};
use serde::{Deserialize, Serialize};

use super::from_json;

#[derive(Serialize, Deserialize)]
pub(super) struct Form {
    at: i64,
    verdict: Word,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cause: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    raw: Option<String>,
    took: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    way: Option<Way>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    asked: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unnamed: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Way {
    Tool,
    Proxy,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    Good,
    Refused,
    Unclear,
    NoRead,
}

impl From<&Probe> for Form {
    fn from(probe: &Probe) -> Self {
        let (verdict, cause) = match probe.verdict {
            Verdict::Good => (Word::Good, None),
            Verdict::Refused(cause) => (Word::Refused, Some(cause)),
            Verdict::Unclear(cause) => (Word::Unclear, Some(cause)),
            Verdict::NoRead => (Word::NoRead, None),
        };
        Self {
            at: probe.at.millis(),
            verdict,
            cause: cause.map(|cause| cause.code().to_owned()),
            raw: probe.raw.clone(),
            took: probe.took_millis,
            way: probe.way.map(|way| match way {
                ProbeWay::Tool => Way::Tool,
                ProbeWay::Proxy => Way::Proxy,
            }),
            asked: probe.asked.clone(),
            unnamed: probe.unnamed.map(|why| unnamed_word(why).to_owned()),
        }
    }
}

const fn unnamed_word(why: Unnamed) -> &'static str {
    match why {
        Unnamed::Absent => "absent",
        Unnamed::Unreachable => "unreachable",
    }
}

fn unnamed(word: &str) -> Option<Unnamed> {
    [Unnamed::Absent, Unnamed::Unreachable]
        .into_iter()
        .find(|why| unnamed_word(*why) == word)
}

/// Reads a probe back. A cause that this version does not know is an unrecognised
/// one: the verdict still stands.
pub(crate) fn read(json: &str) -> Option<Probe> {
    let form: Form = from_json(json)?;
    let cause = || {
        let code = form.cause.as_deref()?;
        Some(Cause::parse(code).unwrap_or(Cause::Unrecognised))
    };
    Some(Probe {
        at: Timestamp::from_millis(form.at),
        verdict: match form.verdict {
            Word::Good => Verdict::Good,
            Word::Refused => Verdict::Refused(cause()?),
            Word::Unclear => Verdict::Unclear(cause()?),
            Word::NoRead => Verdict::NoRead,
        },
        raw: form.raw,
        took_millis: form.took,
        way: form.way.map(|way| match way {
            Way::Tool => ProbeWay::Tool,
            Way::Proxy => ProbeWay::Proxy,
        }),
        asked: form.asked,
        unnamed: form.unnamed.as_deref().and_then(unnamed),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_that_was_retired_does_not_make_the_row_unreadable() {
        let json = r#"{"v":1,"at":5,"verdict":"refused","cause":"the_old_one","took":7}"#;
        assert_eq!(
            read(json).map(|probe| probe.verdict),
            Some(Verdict::Refused(Cause::Unrecognised))
        );
    }

    #[test]
    fn a_form_of_another_version_is_not_guessed_at() {
        assert!(read(r#"{"v":1,"at":5,"verdict":"good","took":7}"#).is_some());
        assert!(read(r#"{"v":2,"at":5,"verdict":"good","took":7}"#).is_none());
    }
}
