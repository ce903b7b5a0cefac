//! Where rows of one height stand in a scrolled box. Knows no row and no element.

use std::ops::Range;

/// Rows drawn beyond what is seen, on either side.
pub(super) const OVERSCAN: u32 = 12;

/// A scrolled box over rows of one height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Span {
    /// Height of a row, in pixels.
    pub row: f64,
    /// What the sticky head covers at the top of the box, in pixels.
    pub head: f64,
    /// Height of the box, in pixels.
    pub height: f64,
    /// How far it is scrolled, in pixels.
    pub top: f64,
    /// Rows that there are.
    pub total: u32,
}

impl Span {
    fn body(self) -> f64 {
        (self.height - self.head).max(0.0)
    }

    /// The rows of which at least a pixel is seen.
    #[must_use]
    pub fn seen(self) -> Range<u32> {
        if self.total == 0 || self.body() <= 0.0 {
            return 0..0;
        }
        let top = self.top.max(0.0);
        let first = to_index((top / self.row).floor()).min(self.total - 1);
        let end = to_index(((top + self.body()) / self.row).ceil()).clamp(first + 1, self.total);
        first..end
    }

    /// The rows to draw: what is seen and the overscan.
    #[must_use]
    pub fn drawn(self) -> Range<u32> {
        let seen = self.seen();
        seen.start.saturating_sub(OVERSCAN)..seen.end.saturating_add(OVERSCAN).min(self.total)
    }

    /// Where to scroll so that `index` is wholly seen; `None` when it is already.
    #[must_use]
    pub fn reveal(self, index: u32) -> Option<f64> {
        let top = f64::from(index) * self.row;
        let bottom = top + self.row;
        if top < self.top {
            Some(top)
        } else if bottom > self.top + self.body() {
            Some((bottom - self.body()).max(0.0))
        } else {
            None
        }
    }

    /// Where to scroll so that `index` stands in the middle.
    #[must_use]
    pub fn centre(self, index: u32) -> f64 {
        let middle = f64::from(index) * self.row + self.row / 2.0;
        let end = (f64::from(self.total) * self.row - self.body()).max(0.0);
        (middle - self.body() / 2.0).clamp(0.0, end)
    }

    /// How many rows PgUp and PgDn move: a boxful, less one to keep the place.
    #[must_use]
    pub fn page(self) -> u32 {
        to_index((self.body() / self.row).floor())
            .saturating_sub(1)
            .max(1)
    }
}

/// A pixel quotient as an index; nonsense becomes 0.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "`as` saturates, and NaN becomes 0: both are what a list wants"
)]
fn to_index(quotient: f64) -> u32 {
    quotient as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(top: f64, total: u32) -> Span {
        Span {
            row: 32.0,
            head: 30.0,
            height: 350.0,
            top,
            total,
        }
    }

    #[test]
    fn an_empty_list_or_a_box_without_height_draws_nothing() {
        assert_eq!(span(0.0, 0).drawn(), 0..0);
        let flat = Span {
            height: 20.0,
            ..span(0.0, 100)
        };
        assert_eq!(flat.seen(), 0..0, "the head alone covers the box");
    }

    #[test]
    fn a_scroll_position_past_the_end_still_shows_the_last_row() {
        assert_eq!(span(1e9, 50).seen(), 49..50);
        assert_eq!(span(f64::NAN, 50).seen(), 0..10);
    }

    #[test]
    fn rows_that_show_a_single_pixel_are_seen() {
        assert_eq!(span(0.0, 500).seen(), 0..10);
        assert_eq!(span(31.0, 500).seen(), 0..11);
        assert_eq!(span(32.0, 500).seen(), 1..11);
    }

    #[test]
    fn the_overscan_stops_at_both_ends() {
        assert_eq!(span(0.0, 500).drawn(), 0..22);
        assert_eq!(span(3200.0, 115).drawn(), 88..115);
        assert_eq!(span(1_599_680.0, 50_000).drawn(), 49_978..50_000);
    }

    #[test]
    fn a_row_under_the_head_or_below_the_edge_is_brought_in_and_no_further() {
        assert_eq!(span(320.0, 500).reveal(9), Some(288.0));
        assert_eq!(span(320.0, 500).reveal(10), None);
        assert_eq!(span(320.0, 500).reveal(19), None);
        assert_eq!(span(320.0, 500).reveal(20), Some(352.0));
    }

    #[test]
    fn a_located_row_lands_in_the_middle_and_never_beyond_the_ends() {
        assert!(span(0.0, 500).centre(1) < f64::EPSILON);
        let middle = Span {
            top: span(0.0, 500).centre(250),
            ..span(0.0, 500)
        };
        assert_eq!(middle.seen().start + middle.seen().end, 501);
        assert!((span(0.0, 500).centre(499) - (500.0 * 32.0 - 320.0)).abs() < f64::EPSILON);
    }

    #[test]
    fn a_page_keeps_one_row_of_the_last_one() {
        assert_eq!(span(0.0, 500).page(), 9);
    }
}
