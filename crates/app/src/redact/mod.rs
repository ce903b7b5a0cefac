//! The fence before the log, the diagnostics and every other text that leaves the core
//! for a person's hands: what looks like a secret, a person or a query is blanked.
//!
//! No line should need it; the rooms log fields that are known to be harmless. The rule
//! errs on the side of hiding. It reads a text as it stands and as it would read with
//! its escapes taken off, layer by layer, so that quoting a secret does not hide it.

mod decode;
mod keys;
mod shapes;

use self::decode::Layer;

/// What stands where something was.
pub(crate) const BLANK: &str = "[redacted]";

/// More layers of escapes than this are not taken off one by one.
const MOST_LAYERS: usize = 24;

/// `text` with everything suspicious blanked. Doing it twice changes nothing more.
#[must_use]
pub fn redact(text: &str) -> String {
    let mut found = Vec::new();
    let mut layer = Layer::of(text);
    for _ in 0..MOST_LAYERS {
        layer.scan(&mut found);
        let Some(next) = layer.peel() else { break };
        layer = next;
    }
    blank(text, found)
}

/// Replaces the ranges; those that meet become one.
fn blank(text: &str, mut found: Vec<(usize, usize)>) -> String {
    found.retain(|(from, to)| from < to);
    found.sort_unstable();
    let mut clean = String::with_capacity(text.len());
    let mut kept = 0;
    let mut ranges = found.into_iter().peekable();
    while let Some((from, mut to)) = ranges.next() {
        while let Some(&(_, later)) = ranges.peek().filter(|(next, _)| *next <= to) {
            to = to.max(later);
            ranges.next();
        }
        let range = text.get(from..to).unwrap_or_default();
        clean.push_str(text.get(kept..from).unwrap_or_default());
        clean.push_str(if range == "redacted" { range } else { BLANK });
        kept = to;
    }
    clean.push_str(text.get(kept..).unwrap_or_default());
    clean
}
