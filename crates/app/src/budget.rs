//! How much of the organisation's budget of requests a run over many accounts may use. It is the budget of
//! every program of that organisation, not ours: no more than a quarter of it, and nothing while
//! it is nearly spent.

use composio::RateLimit;

/// With less than one part in this many of the budget left, a run waits.
const RESERVE: u64 = 10;
/// One part in this many of the budget is ours (docs/reliability.md, I8).
const SHARE: u64 = 4;
/// A reading of the project takes a page for so many rows.
const ROWS_A_PAGE: usize = 50;

/// Whether so little is left that others may need it.
pub(crate) fn is_nearly_spent(budget: &RateLimit) -> bool {
    budget.remaining.saturating_mul(RESERVE) < budget.limit
}

/// Whether what was sent lately leaves no room in our share but for what is under way (so many
/// requests) and a reading of the project of so many rows meanwhile. Half of the share is always
/// there for checks: else a large project would never be checked. One request is always allowed, or a
/// run would wait for ever; and a limit of none is no budget that was told.
pub(crate) fn is_share_spent(
    budget: &RateLimit,
    sent: usize,
    under_way: usize,
    rows: usize,
) -> bool {
    if budget.limit == 0 {
        return false;
    }
    let share = usize::try_from(budget.limit / SHARE).unwrap_or(usize::MAX);
    let room = under_way + rows / ROWS_A_PAGE;
    sent >= share.saturating_sub(room).max(share / 2).max(1)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn budget(limit: u64, remaining: u64) -> RateLimit {
        RateLimit {
            limit,
            remaining,
            window: Duration::from_secs(60),
        }
    }

    #[test]
    fn a_budget_of_nothing_or_next_to_it_keeps_no_run_waiting_for_ever() {
        assert!(
            !is_share_spent(&budget(0, 0), 1_000, 32, 5_000),
            "none was told"
        );
        for limit in 1..16 {
            let whole = budget(limit, limit);
            assert!(!is_share_spent(&whole, 0, 32, 5_000), "{limit}");
            assert!(is_share_spent(&whole, 4, 32, 5_000), "{limit}");
        }
    }

    #[test]
    fn a_tenth_of_the_budget_is_left_to_others() {
        assert!(is_nearly_spent(&budget(10_000, 999)));
        assert!(!is_nearly_spent(&budget(10_000, 1_000)));
        assert!(!is_nearly_spent(&budget(0, 0)), "no budget was told");
    }

    #[test]
    fn a_quarter_is_ours_less_what_is_under_way_and_a_reading() {
        let whole = budget(10_000, 10_000);
        // 2,500 less 32 under way and a reading of 5,000 rows by 100 pages.
        assert!(!is_share_spent(&whole, 2_367, 32, 5_000));
        assert!(is_share_spent(&whole, 2_368, 32, 5_000));
    }

    #[test]
    fn a_large_project_leaves_half_of_the_share_to_checks() {
        let whole = budget(10_000, 10_000);
        assert!(!is_share_spent(&whole, 1_249, 32, 500_000));
        assert!(is_share_spent(&whole, 1_250, 32, 500_000));
    }
}
