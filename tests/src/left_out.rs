//! A test that this computer does not let try what it is about ends well, as if it had passed. So
//! it leaves a mark as well: `cargo xtask test` then tells which those were, and `cargo xtask
//! screenshots` does not look for their pictures.

use std::{any, env, fs, path::Path};

use anyhow::{Context, Result};

/// The directory of the marks.
const DIRECTORY: &str = "SWITCHBOARD_LEFT_OUT";

/// Says why `test` is left out, and leaves the mark: a file of its name that holds the reason and,
/// a line each, the pictures that it would have taken.
#[expect(
    clippy::print_stderr,
    reason = "whoever runs the tests is to know that one did not try what it is about"
)]
pub fn left_out<T>(_test: &T, why: &str, pictures: &[&str]) -> Result<()> {
    eprintln!("left out: {why}");
    let Some(directory) = env::var_os(DIRECTORY) else {
        return Ok(());
    };
    let mark = Path::new(&directory).join(any::type_name::<T>());
    let mut lines = format!("{why}\n");
    for picture in pictures {
        lines.push_str(picture);
        lines.push('\n');
    }
    fs::write(&mark, lines).with_context(|| format!("the mark `{}` cannot be left", mark.display()))
}
