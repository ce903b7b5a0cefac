//! What the claims about connections begin with.

use domain::{ConnectedAccountId, IntegrationId, Probe, Timestamp, Verdict};

pub(crate) const NOW: Timestamp = Timestamp::from_millis(1_000_000);

pub(crate) fn row() -> IntegrationId {
    IntegrationId::parse("row").unwrap()
}

pub(crate) fn account(id: &str) -> ConnectedAccountId {
    ConnectedAccountId::parse(id).unwrap()
}

pub(crate) fn probe(verdict: Verdict) -> Probe {
    Probe {
        at: NOW,
        verdict,
        raw: None,
        took_millis: 1,
        way: None,
        asked: None,
        unnamed: None,
    }
}
