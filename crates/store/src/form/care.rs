//! Who paused an account, whether that holds, and when it last worked.

use domain::{Cause, Connection, Pause, PauseProof, Reads, Timestamp};
use serde::{Deserialize, Serialize};

use super::from_json;

#[derive(Serialize, Deserialize)]
pub(super) struct Form {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    good: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    refused: Option<(i64, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pause: Option<PauseForm>,
}

#[derive(Serialize, Deserialize)]
struct PauseForm {
    by: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    at: i64,
    proof: Word,
    said: String,
    proved_at: i64,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    Holds,
    StillWorks,
    Unproven,
}

/// What there is to write; `None` for the many rows that nobody cared for yet.
pub(super) fn form(connection: &Connection) -> Option<Form> {
    let reads = connection.reads;
    if reads == Reads::default() && connection.pause.is_none() {
        return None;
    }
    Some(Form {
        good: reads.good.map(Timestamp::millis),
        refused: reads
            .refused
            .map(|(at, cause)| (at.millis(), cause.code().to_owned())),
        pause: connection.pause.as_deref().map(|pause| PauseForm {
            by: pause.by.clone(),
            reason: pause.reason.clone(),
            at: pause.at.millis(),
            proof: match pause.proof {
                PauseProof::Holds => Word::Holds,
                PauseProof::StillWorks => Word::StillWorks,
                PauseProof::Unproven => Word::Unproven,
            },
            said: pause.said.clone(),
            proved_at: pause.proved_at.millis(),
        }),
    })
}

/// Reads it back.
pub(crate) fn read(json: Option<&str>) -> Option<(Reads, Option<Box<Pause>>)> {
    let Some(json) = json else {
        return Some((Reads::default(), None));
    };
    let form: Form = from_json(json)?;
    let reads = Reads {
        good: form.good.map(Timestamp::from_millis),
        refused: form.refused.map(|(at, code)| {
            let known = Cause::ALL.iter().find(|cause| cause.code() == code);
            let cause = known.copied().unwrap_or(Cause::Unrecognised);
            (Timestamp::from_millis(at), cause)
        }),
    };
    let pause = form.pause.map(|pause| {
        Box::new(Pause {
            by: pause.by,
            reason: pause.reason,
            at: Timestamp::from_millis(pause.at),
            proof: match pause.proof {
                Word::Holds => PauseProof::Holds,
                Word::StillWorks => PauseProof::StillWorks,
                Word::Unproven => PauseProof::Unproven,
            },
            said: pause.said,
            proved_at: Timestamp::from_millis(pause.proved_at),
        })
    });
    Some((reads, pause))
}
