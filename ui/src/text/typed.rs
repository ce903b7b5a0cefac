//! What stays in a field of which something was sent.

/// What is left of `now` when `sent` was kept: what was typed behind it since stays, and so does
/// what was changed.
#[must_use]
pub fn left_of(now: &str, sent: &str) -> String {
    match now.trim_start().strip_prefix(sent) {
        Some(since) => since.trim_start().to_owned(),
        None => now.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sent_goes_and_what_was_typed_since_stays() {
        assert_eq!(left_of("Asked twice", "Asked twice"), "");
        assert_eq!(left_of(" Asked twice ", "Asked twice"), "");
        assert_eq!(left_of("Asked twiceWaits", "Asked twice"), "Waits");
        assert_eq!(left_of("Asked twice, waits", "Asked"), "twice, waits");
    }

    #[test]
    fn what_was_written_anew_is_left_alone() {
        assert_eq!(left_of("Asked on", "Asked twice"), "Asked on");
        assert_eq!(left_of("", "Asked twice"), "");
    }
}
