//! A hundred thousand inputs each for what reads text from outside. They are made from
//! good ones by changing a little, so that they get far before they are wrong; a proptest
//! beside each rule looks for what nobody thought of.
//!
//! `INPUTS=10000000` makes it a fuzz run; `INPUTS_SEED` starts elsewhere.

use crate::oracle;

const STATE: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Numbers from a seed: SplitMix64.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.roll() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    /// A good input with one to four changes.
    fn spoil(&mut self, good: &str, pieces: &[&str]) -> String {
        let mut letters: Vec<char> = good.chars().collect();
        for _ in 0..=self.below(4) {
            let at = self.below(letters.len() + 1);
            let end = (at + self.below(9)).min(letters.len());
            match self.below(4) {
                0 => drop(letters.drain(at..end)),
                1 => {
                    let twice: Vec<char> = letters[at..end].to_vec();
                    letters.splice(at..at, twice);
                }
                2 => {
                    let piece = pieces[self.below(pieces.len())];
                    letters.splice(at..at, piece.chars());
                }
                _ => {
                    let any = char::from_u32(u32::try_from(self.below(0x2_0000)).unwrap());
                    letters.insert(at, any.unwrap_or('\u{fffd}'));
                }
            }
        }
        letters.into_iter().collect()
    }
}

/// Tries so many inputs, the good ones among them.
fn inputs(good: &[&str], pieces: &[&str], mut check: impl FnMut(&str)) {
    let seed = number("INPUTS_SEED").unwrap_or(1);
    let mut dice = Dice(seed);
    for one in good {
        check(one);
    }
    for _ in 0..number("INPUTS").unwrap_or(100_000) {
        let from = good[dice.below(good.len())];
        check(&dice.spoil(from, pieces));
    }
}

/// Links as this app makes them, or finds them behind what Composio adds.
pub(crate) fn links() -> [String; 4] {
    [
        format!("dev.switchboard.desktop://oauth/callback?attempt=a1&state={STATE}"),
        format!(
            "dev.switchboard.desktop://oauth/callback?attempt=a-1_b&state={STATE}&status=success&connected_account_id=ca_1"
        ),
        format!(
            "dev.switchboard.desktop://oauth/callback?state={STATE}&attempt=a1&error=different+browser"
        ),
        "dev.switchboard.desktop://open/integration/0198c0de".to_owned(),
    ]
}

/// What a link is spoilt with.
pub(crate) const LINK_PIECES: [&str; 14] = [
    "?", "&", "=", "://", "/", "..", "%00", "attempt=", "state=", "#", "@", STATE, "\0", " ",
];

#[test]
fn no_link_is_believed_but_one_that_this_app_could_have_made() {
    let good = links();
    let good: Vec<&str> = good.iter().map(String::as_str).collect();
    let mut believed = 0_u32;
    inputs(&good, &LINK_PIECES, |link| {
        believed += u32::from(oracle::link(link));
    });
    assert!(believed > 4, "some of the changes are harmless: {believed}");
}

/// Files as people have them.
pub(crate) const ENV: [&str; 3] = [
    "COMPOSIO_API_KEY=ak_test\n# a comment\nexport NAME='one two' # more\n",
    "A=\"line\\nnext \\\"quoted\\\"\"\r\nB=\r\nA=again\r\n",
    "\u{feff}URL=https://example.com/?a=b#c\n\n  SPACED = value  # end\n",
];

/// What such a file is spoilt with.
pub(crate) const ENV_PIECES: [&str; 13] = [
    "=", "'", "\"", "\\", "\n", "\r", "#", "export ", "A=", "\0", "\u{feff}", "$(x)", "`",
];

#[test]
fn every_text_is_an_env_file_and_what_it_sets_is_in_it() {
    inputs(&ENV, &ENV_PIECES, oracle::env);
}
