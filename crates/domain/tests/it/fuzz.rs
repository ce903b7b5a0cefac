//! Fuzz targets. In the ordinary run each tries the inputs that once failed and a thousand
//! more; `cargo xtask fuzz` tries them for as long as it is told.

use crate::inputs::{ENV, ENV_PIECES, LINK_PIECES, links};
use crate::oracle;
use crate::spoil::spoil;

/// How many are tried when nobody says how long.
const FEW: usize = 1_000;

#[test]
fn a_link() {
    let good = links();
    let good: Vec<&str> = good.iter().map(String::as_str).collect();
    bolero::check!()
        .with_iterations(FEW)
        .for_each(|bytes: &[u8]| {
            oracle::link(&spoil(bytes, &good, &LINK_PIECES));
        });
}

#[test]
fn an_env_file() {
    bolero::check!()
        .with_iterations(FEW)
        .for_each(|bytes: &[u8]| {
            oracle::env(&spoil(bytes, &ENV, &ENV_PIECES));
        });
}
