//! How the parts of a row that have a shape of their own lie in a text column: JSON
//! of private structs with a version, never of domain's types. Domain may change its
//! types; what is on the disk stays readable.

mod care;
mod facts;
mod identity;
mod probe;
mod state;

use serde::{Deserialize, Serialize};

use crate::{Error, IntegrationRecord};

pub(crate) use care::read as care;
pub(crate) use facts::read as facts;
pub(crate) use identity::{read as identity, source, source_word};
pub(crate) use probe::read as probe;
pub(crate) use state::read as lifecycle;

/// The text columns of one row.
pub(crate) struct Texts {
    pub(crate) state_data: String,
    pub(crate) probe: Option<String>,
    pub(crate) facts: String,
    pub(crate) care: Option<String>,
}

/// What a row lays into its text columns.
pub(crate) fn write(record: &IntegrationRecord) -> Result<Texts, Error> {
    let connection = &record.connection;
    let probe = connection.probe.as_ref().map(probe::Form::from);
    Ok(Texts {
        state_data: to_json(state::Form::from(&connection.lifecycle))?,
        probe: probe.map(to_json).transpose()?,
        facts: to_json(facts::Form::from(&record.facts))?,
        care: care::form(connection).map(to_json).transpose()?,
    })
}

/// The version that is written.
const VERSION: u8 = 1;

/// A form as it is written, with its version.
#[derive(Serialize)]
struct Versioned<T> {
    v: u8,
    #[serde(flatten)]
    form: T,
}

/// What is read of a form first. Reading it apart is faster than a flattened struct,
/// which is read into a map before it is read again.
#[derive(Deserialize)]
struct Version {
    v: u8,
}

fn to_json<T: Serialize>(form: T) -> Result<String, Error> {
    serde_json::to_string(&Versioned { v: VERSION, form })
        .map_err(|error| Error::Io(Box::new(error)))
}

/// Reads a form back. A version that is not known is not guessed at.
fn from_json<'j, T: Deserialize<'j>>(json: &'j str) -> Option<T> {
    let version: Version = serde_json::from_str(json).ok()?;
    if version.v != VERSION {
        return None;
    }
    serde_json::from_str(json).ok()
}
