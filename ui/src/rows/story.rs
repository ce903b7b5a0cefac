//! A history that is read from its newest end while it grows there.

/// What is on screen after its newest page was read again: the new lines before, what
/// was read before behind them. When more came than one page holds, the older lines
/// no longer join it, and the page stands alone (`false`).
#[must_use]
pub fn joined<T: Clone + PartialEq>(shown: &[T], newest: Vec<T>) -> (Vec<T>, bool) {
    let seam = newest
        .last()
        .and_then(|last| shown.iter().rposition(|line| line == last));
    match seam {
        Some(at) => {
            let behind = shown.get(at + 1..).unwrap_or_default();
            ([newest.as_slice(), behind].concat(), true)
        }
        None => (newest, false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn older_lines_stay_when_new_ones_come() {
        let shown = [5, 4, 3, 2, 1];
        assert_eq!(
            joined(&shown, vec![7, 6, 5]),
            (vec![7, 6, 5, 4, 3, 2, 1], true)
        );
        assert_eq!(joined(&shown, vec![5, 4]), (shown.to_vec(), true));
    }

    #[test]
    fn a_gap_is_never_papered_over() {
        assert_eq!(joined(&[3, 2, 1], vec![9, 8]), (vec![9, 8], false));
        assert_eq!(joined(&[], vec![2, 1]), (vec![2, 1], false));
        assert_eq!(joined(&[3], Vec::new()), (Vec::new(), false));
    }
}
