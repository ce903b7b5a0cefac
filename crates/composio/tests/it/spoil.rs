//! A good input, changed as the bytes of a fuzzer say: most inputs get far before they are
//! wrong, and what a fuzzer learns about the bytes it can use.

/// The bytes, read one by one; when they are used up, every answer is 0.
struct Bytes<'a>(std::slice::Iter<'a, u8>);

impl Bytes<'_> {
    fn below(&mut self, end: usize) -> usize {
        let [high, low] = [(); 2].map(|()| self.0.next().copied().unwrap_or_default());
        usize::from(u16::from_be_bytes([high, low])) % end.max(1)
    }
}

/// One of the good inputs, with as many changes as the bytes hold. A byte of 0 to begin
/// with is the exception: what follows is the input, as it stands.
pub(crate) fn spoil(bytes: &[u8], good: &[&str], pieces: &[&str]) -> String {
    let Some((kind, rest)) = bytes.split_first() else {
        return String::new();
    };
    if *kind == 0 {
        return String::from_utf8_lossy(rest).into_owned();
    }
    let mut bytes = Bytes(rest.iter());
    let mut letters: Vec<char> = good[usize::from(*kind) % good.len()].chars().collect();
    // Few changes: an input that is all change is refused at its first letter.
    while bytes.0.len() > 0 && letters.len() < 8_192 {
        let at = bytes.below(letters.len() + 1);
        let end = (at + bytes.below(9)).min(letters.len());
        match bytes.below(4) {
            0 => drop(letters.drain(at..end)),
            1 => {
                let twice = letters[at..end].to_vec();
                letters.splice(at..at, twice);
            }
            2 => {
                let piece = pieces[bytes.below(pieces.len())];
                letters.splice(at..at, piece.chars());
            }
            _ => {
                let any = char::from_u32(u32::try_from(bytes.below(0x1_0000)).unwrap_or_default());
                letters.insert(at, any.unwrap_or('\u{fffd}'));
            }
        }
    }
    letters.into_iter().collect()
}
