//! The pages of a long list that the window holds. Scrolling never blanks what was
//! read, an answer to an older question is dropped, and what changed is asked for
//! again in place.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Rows in a block, which is what one request asks for.
pub const BLOCK: u32 = 100;

/// Blocks that are kept; beyond it the farthest from the eye are dropped.
const KEPT: usize = 12;

/// Names one request, so that its answer can be judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket {
    query: u64,
    epoch: u64,
    /// Which block was asked for.
    pub block: u32,
}

impl Ticket {
    /// First row of the block.
    #[must_use]
    pub fn offset(self) -> u32 {
        self.block * BLOCK
    }
}

#[derive(Debug, Clone)]
struct Block<T> {
    epoch: u64,
    rows: Vec<T>,
}

/// What is held of one list.
#[derive(Debug, Clone)]
pub struct Pages<T> {
    query: u64,
    shown: u64,
    epoch: u64,
    total: Option<u32>,
    blocks: BTreeMap<u32, Block<T>>,
    in_flight: BTreeSet<u32>,
    failed: BTreeMap<u32, u64>,
    entering: bool,
}

impl<T> Default for Pages<T> {
    fn default() -> Self {
        Self {
            query: 0,
            shown: 0,
            epoch: 1,
            total: None,
            blocks: BTreeMap::new(),
            in_flight: BTreeSet::new(),
            failed: BTreeMap::new(),
            entering: false,
        }
    }
}

impl<T> Pages<T> {
    /// Rows that match, by the last answer; `None` before the first.
    #[must_use]
    pub fn total(&self) -> Option<u32> {
        self.total
    }

    /// Whether an answer to the question as it now stands is still out.
    #[must_use]
    pub fn is_catching_up(&self) -> bool {
        self.shown != self.query || self.total.is_none()
    }

    /// The row at `index`, when it is held.
    #[must_use]
    pub fn row(&self, index: u32) -> Option<&T> {
        let block = self.blocks.get(&(index / BLOCK))?;
        block.rows.get((index % BLOCK) as usize)
    }

    /// The first row that is held and for which `is` holds, with its place.
    pub fn find(&self, is: impl Fn(&T) -> bool) -> Option<(u32, &T)> {
        self.blocks.iter().find_map(|(number, block)| {
            let at = block.rows.iter().position(&is)?;
            let index = number * BLOCK + u32::try_from(at).ok()?;
            Some((index, &block.rows[at]))
        })
    }

    /// Somebody goes to the first row. `false` while what is held answers an older question: its
    /// first row is another one, so they wait for the answer. After a failure none comes by itself.
    pub fn enter(&mut self) -> bool {
        let failed = self.failed.values().any(|epoch| *epoch == self.epoch);
        let hopeless = failed && self.in_flight.is_empty();
        self.entering = self.is_catching_up() && !hopeless;
        !self.entering
    }

    /// Whether somebody waited for the first row, and it is there now. Told once.
    pub fn has_entered(&mut self) -> bool {
        let arrived = self.entering && !self.is_catching_up();
        self.entering &= !arrived;
        arrived
    }

    /// The question changed. What is held stays until the first answer; whoever waited for one
    /// asks something else.
    pub fn requery(&mut self) {
        self.query += 1;
        self.entering = false;
        self.refresh();
        self.in_flight.clear();
    }

    /// Rows changed at the core. What is held stays, and is asked for again.
    pub fn refresh(&mut self) {
        self.epoch += 1;
        self.failed.clear();
    }

    /// Forgets everything: another workspace.
    pub fn forget(&mut self) {
        self.requery();
        self.blocks.clear();
        self.total = None;
    }

    /// The requests that `rows` need now; each is asked once. An older request for
    /// the same block that is still out holds the newer one back, so that a flood of
    /// changes never piles up requests.
    pub fn wanted(&mut self, rows: Range<u32>) -> Vec<Ticket> {
        let last = rows.end.saturating_sub(1).max(rows.start) / BLOCK;
        let known = self.total.filter(|_| self.shown == self.query);
        let mut tickets = Vec::new();
        for block in rows.start / BLOCK..=last {
            let beyond = block > 0 && known.is_some_and(|total| block * BLOCK >= total);
            let fresh = self.shown == self.query
                && self
                    .blocks
                    .get(&block)
                    .is_some_and(|held| held.epoch == self.epoch);
            let hopeless = self.failed.get(&block) == Some(&self.epoch);
            if beyond || fresh || hopeless || self.in_flight.contains(&block) {
                continue;
            }
            self.in_flight.insert(block);
            tickets.push(Ticket {
                query: self.query,
                epoch: self.epoch,
                block,
            });
        }
        tickets
    }

    /// Takes an answer in. `false` when it was to an older question and is dropped.
    pub fn accept(&mut self, ticket: Ticket, total: u32, rows: Vec<T>) -> bool {
        if ticket.query != self.query {
            return false;
        }
        self.in_flight.remove(&ticket.block);
        if self.shown != self.query {
            self.blocks.clear();
            self.shown = self.query;
        }
        self.total = Some(total);
        self.blocks.retain(|block, _| block * BLOCK < total);
        let block = Block {
            epoch: ticket.epoch,
            rows,
        };
        self.blocks.insert(ticket.block, block);
        self.trim(ticket.block);
        true
    }

    /// A request failed. It is asked again when something changes, not at once.
    pub fn fail(&mut self, ticket: Ticket) -> bool {
        if ticket.query != self.query {
            return false;
        }
        self.in_flight.remove(&ticket.block);
        self.failed.insert(ticket.block, ticket.epoch);
        self.entering = false;
        true
    }

    fn trim(&mut self, near: u32) {
        while self.blocks.len() > KEPT {
            let farthest = self
                .blocks
                .keys()
                .copied()
                .max_by_key(|block| block.abs_diff(near));
            match farthest {
                Some(block) => self.blocks.remove(&block),
                None => break,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(from: u32, count: u32) -> Vec<u32> {
        (from..from + count).collect()
    }

    #[test]
    fn an_answer_to_an_older_question_is_dropped() {
        let mut pages = Pages::default();
        let old = pages.wanted(0..20)[0];
        pages.requery();
        let new = pages.wanted(0..20)[0];
        assert!(pages.accept(new, 1, rows(7, 1)));
        assert!(!pages.accept(old, 300, rows(0, 100)));
        assert_eq!((pages.total(), pages.row(0)), (Some(1), Some(&7)));
    }

    #[test]
    fn what_is_held_stays_until_the_new_question_is_answered() {
        let mut pages = Pages::default();
        let first = pages.wanted(0..20)[0];
        pages.accept(first, 300, rows(0, 100));
        pages.requery();
        assert_eq!(pages.row(5), Some(&5), "typing must not blank the list");
        assert!(pages.is_catching_up());
        let second = pages.wanted(0..20)[0];
        pages.accept(second, 2, rows(40, 2));
        assert_eq!(pages.row(5), None);
        assert!(!pages.is_catching_up());
    }

    #[test]
    fn whoever_enters_the_list_before_the_answer_waits_for_it_and_goes_there_once() {
        let mut pages = Pages::default();
        let first = pages.wanted(0..20)[0];
        pages.accept(first, 300, rows(0, 100));
        assert!(pages.enter(), "what is held is the answer");
        assert!(!pages.has_entered());

        pages.requery();
        assert!(!pages.enter(), "the first row is that of an older question");
        assert!(!pages.has_entered());
        let second = pages.wanted(0..20)[0];
        pages.accept(second, 2, rows(40, 2));
        assert!(pages.has_entered());
        assert!(!pages.has_entered());
    }

    #[test]
    fn one_more_letter_or_a_failure_calls_the_entering_off() {
        let mut pages = Pages::<u32>::default();
        assert!(!pages.enter());
        pages.requery();
        let ticket = pages.wanted(0..20)[0];
        pages.accept(ticket, 1, rows(7, 1));
        assert!(!pages.has_entered(), "another letter came after Enter");

        pages.requery();
        assert!(!pages.enter());
        let lost = pages.wanted(0..20)[0];
        pages.fail(lost);
        assert!(
            pages.enter(),
            "no answer is on its way: what is there is it"
        );
        pages.refresh();
        let again = pages.wanted(0..20)[0];
        pages.accept(again, 1, rows(7, 1));
        assert!(!pages.has_entered(), "nobody waits any more");
    }

    #[test]
    fn a_flood_of_changes_never_has_two_requests_for_one_block_out() {
        let mut pages = Pages::default();
        let first = pages.wanted(0..20)[0];
        for _ in 0..500 {
            pages.refresh();
            assert!(pages.wanted(0..20).is_empty());
        }
        pages.accept(first, 300, rows(0, 100));
        assert_eq!(
            pages.wanted(0..20).len(),
            1,
            "the answer was older than the last change"
        );
    }

    #[test]
    fn a_failed_request_waits_for_a_change_instead_of_hammering() {
        let mut pages = Pages::<u32>::default();
        let first = pages.wanted(0..20)[0];
        pages.fail(first);
        assert!(pages.wanted(0..20).is_empty());
        pages.refresh();
        assert_eq!(pages.wanted(0..20).len(), 1);
    }

    #[test]
    fn a_range_over_a_seam_asks_for_both_blocks_and_never_past_the_end() {
        let mut pages = Pages::default();
        let first = pages.wanted(0..20)[0];
        pages.accept(first, 150, rows(0, 100));
        let blocks: Vec<u32> = pages
            .wanted(90..400)
            .iter()
            .map(|ticket| ticket.block)
            .collect();
        assert_eq!(blocks, [1]);
    }

    #[test]
    fn a_list_that_shrank_drops_the_rows_that_are_gone() {
        let mut pages = Pages::default();
        for ticket in pages.wanted(0..200) {
            pages.accept(ticket, 200, rows(ticket.offset(), 100));
        }
        pages.refresh();
        let again = pages.wanted(0..20)[0];
        pages.accept(again, 80, rows(0, 80));
        assert_eq!(pages.row(150), None);
    }

    #[test]
    fn far_blocks_are_let_go_and_near_ones_stay() {
        let mut pages = Pages::default();
        for start in 0..40 {
            for ticket in pages.wanted(start * BLOCK..start * BLOCK + 10) {
                pages.accept(ticket, 50_000, rows(ticket.offset(), BLOCK));
            }
        }
        assert_eq!(pages.row(39 * BLOCK), Some(&(39 * BLOCK)));
        assert_eq!(pages.row(0), None);
        assert!(pages.blocks.len() <= KEPT);
    }

    #[test]
    fn a_row_is_found_by_what_it_is() {
        let mut pages = Pages::default();
        let first = pages.wanted(0..20)[0];
        pages.accept(first, 100, rows(1000, 100));
        assert_eq!(pages.find(|row| *row == 1042), Some((42, &1042)));
    }
}
