//! A link as a QR code: the outline of its squares, never its text.

use qrcode::{EcLevel, QrCode};
use wire::QrView;

use crate::error::Error;

/// The quiet zone around the code, in squares.
const QUIET: usize = 4;

/// Draws an address.
pub(crate) fn draw(address: &str) -> Result<QrView, Error> {
    let code = QrCode::with_error_correction_level(address.as_bytes(), EcLevel::M)
        .map_err(|_| Error::Input("The link is too long for a QR code. Copy it instead."))?;
    let width = code.width();
    let dark = code.to_colors();
    let mut path = String::new();
    for (y, line) in dark.chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = line[x..]
                .iter()
                .take_while(|color| **color == qrcode::Color::Dark)
                .count();
            if run > 0 {
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET));
            }
            x += run.max(1);
        }
    }
    Ok(QrView {
        side: u32::try_from(width + 2 * QUIET).unwrap_or(u32::MAX),
        path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_drawing_holds_the_squares_and_not_the_text() {
        let view = draw("https://connect.composio.dev/link/lk_example").unwrap();
        assert!(view.side >= 21 + 8, "a code and its quiet zone");
        assert!(view.path.starts_with("M4 4h7v1h-7z"), "the first finder");
        assert!(!view.path.contains("lk_"));
    }

    #[test]
    fn a_text_that_does_not_fit_is_an_error_and_no_panic() {
        assert!(draw(&"x".repeat(5_000)).is_err());
    }
}
