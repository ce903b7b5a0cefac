//! Numbers with the noun that fits.

use std::fmt::Display;

/// `1 token`, `3 tokens`.
pub(crate) fn counted<N>(number: N, one: &str, many: &str) -> String
where
    N: Copy + Display + PartialEq + From<u8>,
{
    let noun = if number == N::from(1) { one } else { many };
    format!("{number} {noun}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_a_thing_is_singular_and_none_is_plural() {
        assert_eq!(counted(1_usize, "token was", "tokens were"), "1 token was");
        assert_eq!(counted(0_u32, "token", "tokens"), "0 tokens");
        assert_eq!(counted(2_u64, "address", "addresses"), "2 addresses");
    }
}
