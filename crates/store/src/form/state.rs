//! The data of a lifecycle state; its name has a column of its own.

use domain::Timestamp;
use domain::lifecycle::{
    Active, Added, ErrorSource, Errored, Expired, Lifecycle, LifecycleName, Paused, Pending,
    Revoked,
};
use serde::{Deserialize, Serialize};

use super::from_json;

#[derive(Serialize, Deserialize)]
pub(super) struct Form {
    since: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<Source>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unused: Option<bool>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Source {
    Failed,
    Restarted,
    Read,
}

impl From<&Lifecycle> for Form {
    fn from(state: &Lifecycle) -> Self {
        let (source, unused) = match state {
            Lifecycle::Error(error) => {
                let source = match error.source {
                    ErrorSource::Failed => Source::Failed,
                    ErrorSource::Restarted => Source::Restarted,
                    ErrorSource::Read => Source::Read,
                };
                (Some(source), None)
            }
            Lifecycle::Expired(expired) => (None, Some(expired.unused)),
            Lifecycle::Added(_)
            | Lifecycle::Pending(_)
            | Lifecycle::Active(_)
            | Lifecycle::Paused(_)
            | Lifecycle::Revoked(_) => (None, None),
        };
        Self {
            since: state.since().millis(),
            source,
            unused,
        }
    }
}

/// Reads a state and its data back.
pub(crate) fn read(name: LifecycleName, json: &str) -> Option<Lifecycle> {
    let form: Form = from_json(json)?;
    let since = Timestamp::from_millis(form.since);
    Some(match name {
        LifecycleName::Added => Lifecycle::Added(Added { since }),
        LifecycleName::Pending => Lifecycle::Pending(Pending { since }),
        LifecycleName::Active => Lifecycle::Active(Active { since }),
        LifecycleName::Error => Lifecycle::Error(Errored {
            since,
            source: match form.source? {
                Source::Failed => ErrorSource::Failed,
                Source::Restarted => ErrorSource::Restarted,
                Source::Read => ErrorSource::Read,
            },
        }),
        LifecycleName::Expired => Lifecycle::Expired(Expired {
            since,
            unused: form.unused?,
        }),
        LifecycleName::Paused => Lifecycle::Paused(Paused { since }),
        LifecycleName::Revoked => Lifecycle::Revoked(Revoked { since }),
    })
}
