//! Which row an account found at Composio belongs to. Pure. A newer account may take a row
//! over, and an older one only where the row stands for a sign-in that was never finished.

use domain::{Cause, ConnectedAccountId, Connection, IntegrationId, Status, Timestamp, cause};

/// A row of the same tenant and auth config.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) integration: IntegrationId,
    pub(crate) account: Option<ConnectedAccountId>,
    pub(crate) status: Option<Status>,
    pub(crate) created_at: Option<Timestamp>,
    pub(crate) slot: u32,
    pub(crate) hold: Hold,
    /// Its account was connected once; else its sign-in was never finished.
    pub(crate) finished: bool,
}

/// Whether an attempt of ours has a hand on a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hold {
    /// None has.
    Free,
    /// One is under way: it may take this row over, or leave it as it is.
    UnderWay,
    /// One waits for somebody to choose, which may take days. The row stays as it is; what
    /// is a row of its own whatever they choose is shown.
    Asks,
}

/// What to do with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Claim {
    /// The row already stands for it.
    Known(IntegrationId),
    /// The row moves to it: somebody reconnected elsewhere.
    Moves(IntegrationId),
    /// It gets a row of its own.
    New { slot: u32 },
    /// To be looked at again when the attempt that has a hand on this row is over.
    Later(IntegrationId),
    /// An older or unfinished account beside a row that stands for a better one.
    Leftover,
}

pub(crate) fn is_live(status: &Status) -> bool {
    matches!(status, Status::Active | Status::Inactive)
}

/// Whether an account was ever connected, by what Composio says of it.
pub(crate) fn is_finished(status: &Status, reason: Option<&str>) -> bool {
    match status {
        Status::Initializing | Status::Initiated | Status::Failed => false,
        Status::Expired => reason.and_then(cause::from_text) != Some(Cause::LinkUnused),
        Status::Active | Status::Inactive | Status::Revoked | Status::Unknown(_) => true,
    }
}

/// The same of the account that a row stands for.
pub(crate) fn finished(connection: &Connection) -> bool {
    let reason = connection.status_reason.as_deref();
    connection
        .status
        .as_ref()
        .is_none_or(|status| is_finished(status, reason))
}

/// Decides for one account among the rows of its tenant and auth config.
pub(crate) fn claim(
    account: &ConnectedAccountId,
    status: &Status,
    finished: bool,
    created_at: Option<Timestamp>,
    places: &[Place],
) -> Claim {
    if let Some(place) = places
        .iter()
        .find(|place| place.account.as_ref() == Some(account))
    {
        return Claim::Known(place.integration.clone());
    }
    let next_slot = || places.iter().map(|place| place.slot).max().unwrap_or(0) + 1;
    if places.is_empty() {
        return Claim::New { slot: next_slot() };
    }
    let newer = |place: &Place| place.account.is_none() || created_at > place.created_at;
    let works = |place: &Place| place.status.as_ref().is_some_and(is_live);
    let weaker = |place: &Place| !works(place) && (newer(place) || (finished && !place.finished));
    // What lost access takes an empty row only where no other tells more of the tenant.
    let told = places
        .iter()
        .any(|place| place.account.is_some() && (works(place) || !newer(place)));
    let takes = |place: &&Place| {
        weaker(place)
            && (is_live(status)
                || match place.account {
                    Some(_) => finished || !place.finished,
                    None => finished && !told,
                })
    };
    let decided = match places.iter().find(takes) {
        Some(place) => Claim::Moves(place.integration.clone()),
        _ if is_live(status) => Claim::New { slot: next_slot() },
        _ => Claim::Leftover,
    };
    // Where it belongs turns out when the attempt is over: it may be the one that it makes.
    let held = |place: &&Place| match (&decided, place.hold) {
        (Claim::Moves(_) | Claim::New { .. }, Hold::UnderWay) => true,
        (Claim::Moves(row), Hold::Asks) => *row == place.integration,
        _ => false,
    };
    match places.iter().find(held) {
        Some(place) => Claim::Later(place.integration.clone()),
        None => decided,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(account: Option<&str>, status: Option<Status>, created: i64) -> Place {
        Place {
            integration: IntegrationId::parse("row").unwrap(),
            account: account.map(|id| ConnectedAccountId::parse(id).unwrap()),
            status,
            created_at: Some(Timestamp::from_millis(created)),
            slot: 1,
            hold: Hold::Free,
            finished: true,
        }
    }

    fn ask(status: &Status, created: i64, places: &[Place]) -> Claim {
        let id = ConnectedAccountId::parse("ca_new").unwrap();
        claim(
            &id,
            status,
            is_finished(status, None),
            Some(Timestamp::from_millis(created)),
            places,
        )
    }

    fn row() -> IntegrationId {
        IntegrationId::parse("row").unwrap()
    }

    #[test]
    fn an_account_beside_an_attempt_under_way_is_decided_about_when_that_is_over() {
        let mut open = place(None, None, 0);
        open.hold = Hold::UnderWay;
        assert_eq!(ask(&Status::Active, 9, &[open]), Claim::Later(row()));
    }

    #[test]
    fn what_makes_no_row_anyway_is_not_read_again_for_an_attempt() {
        let mut open = place(Some("ca_1"), Some(Status::Active), 5);
        open.hold = Hold::UnderWay;
        assert_eq!(ask(&Status::Expired, 4, &[open]), Claim::Leftover);
    }

    #[test]
    fn a_question_about_a_row_that_works_hides_nothing_else_that_does() {
        let mut asks = place(Some("ca_1"), Some(Status::Active), 1);
        asks.hold = Hold::Asks;
        assert_eq!(ask(&Status::Active, 9, &[asks]), Claim::New { slot: 2 });
    }

    #[test]
    fn a_question_about_a_row_that_does_not_work_decides_who_takes_it_over() {
        let mut asks = place(Some("ca_1"), Some(Status::Expired), 1);
        asks.hold = Hold::Asks;
        assert_eq!(ask(&Status::Active, 9, &[asks]), Claim::Later(row()));
    }

    #[test]
    fn an_abandoned_link_never_hides_a_working_account() {
        let working = place(Some("ca_1"), Some(Status::Active), 1);
        assert_eq!(ask(&Status::Expired, 9, &[working]), Claim::Leftover);
    }

    #[test]
    fn a_second_working_account_gets_a_slot_of_its_own() {
        let working = place(Some("ca_1"), Some(Status::Active), 1);
        assert_eq!(ask(&Status::Active, 9, &[working]), Claim::New { slot: 2 });
    }

    #[test]
    fn a_reconnect_made_elsewhere_takes_the_broken_row_over() {
        let broken = place(Some("ca_1"), Some(Status::Expired), 1);
        assert_eq!(ask(&Status::Active, 9, &[broken]), Claim::Moves(row()));
    }

    #[test]
    fn an_older_dead_account_takes_nothing_over() {
        let broken = place(Some("ca_1"), Some(Status::Expired), 5);
        assert_eq!(ask(&Status::Failed, 4, &[broken]), Claim::Leftover);
    }

    #[test]
    fn a_row_without_an_account_waits_for_one_that_was_ever_connected() {
        let empty = [place(None, None, 0)];
        assert_eq!(ask(&Status::Failed, 9, &empty), Claim::Leftover);
        assert_eq!(ask(&Status::Initiated, 9, &empty), Claim::Leftover);
        assert_eq!(ask(&Status::Active, 9, &empty), Claim::Moves(row()));
        // It lost access since, which nobody else would ever say.
        assert_eq!(ask(&Status::Expired, 9, &empty), Claim::Moves(row()));
    }

    #[test]
    fn an_account_that_was_replaced_elsewhere_takes_no_empty_row_beside_the_one_that_works() {
        for (other, created) in [(Status::Active, 1), (Status::Expired, 8)] {
            let mut first = place(Some("ca_1"), Some(other), created);
            first.integration = IntegrationId::parse("first").unwrap();
            let mut second = place(None, None, 0);
            second.slot = 2;
            assert_eq!(ask(&Status::Expired, 5, &[first, second]), Claim::Leftover);
        }
    }

    #[test]
    fn an_abandoned_reconnect_never_silences_an_account_that_lost_access() {
        let broken = place(Some("ca_1"), Some(Status::Expired), 1);
        assert_eq!(
            ask(&Status::Failed, 9, std::slice::from_ref(&broken)),
            Claim::Leftover
        );
        assert_eq!(ask(&Status::Initializing, 9, &[broken]), Claim::Leftover);
    }

    #[test]
    fn an_account_that_lost_access_is_shown_over_a_newer_link_nobody_used() {
        let mut abandoned = place(Some("ca_1"), Some(Status::Expired), 9);
        abandoned.finished = false;
        assert_eq!(
            ask(&Status::Expired, 1, &[abandoned]),
            Claim::Moves(row()),
            "in whatever order the pages come"
        );
    }

    #[test]
    fn the_first_account_of_a_tenant_makes_the_row() {
        assert_eq!(ask(&Status::Failed, 1, &[]), Claim::New { slot: 1 });
    }
}
