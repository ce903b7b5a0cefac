//! Random numbers of the system, as text.

use crate::error::Error;

/// `N` random bytes in hex.
pub(crate) fn random_hex<const N: usize>() -> Result<String, Error> {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes).map_err(|_| Error::Input("The system gave no random numbers."))?;
    Ok(bytes
        .iter()
        .fold(String::with_capacity(2 * N), |mut text, byte| {
            use std::fmt::Write as _;
            let _ = write!(text, "{byte:02x}");
            text
        }))
}

/// The bytes behind [`random_hex`]'s text.
pub(crate) fn unhexed(text: &str) -> Vec<u8> {
    let digit = |c: u8| char::from(c).to_digit(16).unwrap_or(0);
    text.as_bytes()
        .chunks_exact(2)
        .filter_map(|pair| u8::try_from(digit(pair[0]) * 16 + digit(pair[1])).ok())
        .collect()
}
