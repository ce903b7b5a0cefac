//! How the window looks and listens, kept over restarts.

use serde::{Deserialize, Serialize};

/// How high the rows of a list are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Density {
    /// 28 pixels.
    Compact,
    /// 32 pixels.
    #[default]
    Normal,
    /// 40 pixels.
    Roomy,
}

impl Density {
    /// Every density, the tightest first.
    pub const ALL: [Self; 3] = [Self::Compact, Self::Normal, Self::Roomy];

    /// The height of a row, in pixels.
    #[must_use]
    pub const fn row(self) -> u8 {
        match self {
            Self::Compact => 28,
            Self::Normal => 32,
            Self::Roomy => 40,
        }
    }

    /// How it is kept, and named in the page.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Compact => "compact",
            Self::Normal => "normal",
            Self::Roomy => "roomy",
        }
    }
}

/// The steps of zoom, in percent.
const STEPS: [u16; 9] = [75, 90, 100, 110, 125, 150, 175, 200, 250];

/// How large everything is, in percent; always one of a few steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "u16", into = "u16")]
pub struct Zoom(u16);

impl Zoom {
    /// In percent.
    #[must_use]
    pub const fn percent(self) -> u16 {
        self.0
    }

    /// One step larger, as far as it goes.
    #[must_use]
    pub fn larger(self) -> Self {
        let next = STEPS.into_iter().find(|step| *step > self.0);
        Self(next.unwrap_or(self.0))
    }

    /// One step smaller, as far as it goes.
    #[must_use]
    pub fn smaller(self) -> Self {
        let next = STEPS.into_iter().rev().find(|step| *step < self.0);
        Self(next.unwrap_or(self.0))
    }
}

impl Default for Zoom {
    fn default() -> Self {
        Self(100)
    }
}

impl From<u16> for Zoom {
    /// The nearest step.
    fn from(percent: u16) -> Self {
        let nearest = STEPS.into_iter().min_by_key(|step| step.abs_diff(percent));
        Self(nearest.unwrap_or(100))
    }
}

impl From<Zoom> for u16 {
    fn from(zoom: Zoom) -> Self {
        zoom.0
    }
}

/// How the window looks beyond its theme, and whether it listens to single letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Appearance {
    /// Rows of lists.
    pub density: Density,
    /// Everything.
    pub zoom: Zoom,
    /// Keys that are one letter do something.
    pub single_keys: bool,
}

impl Default for Appearance {
    fn default() -> Self {
        Self {
            density: Density::default(),
            zoom: Zoom::default(),
            single_keys: true,
        }
    }
}

/// Changes how the window looks and listens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetAppearance {
    /// From now on.
    pub appearance: Appearance,
}

/// What goes on by itself when a person wants to close the app.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnderWay {
    /// Sign-ins that are watched; the next start takes them up.
    pub watched: u32,
    /// Accounts that a clean-up has not come to. It ends with the app.
    pub cleanup: u32,
    /// Rows that a run of checks has not come to. It ends with the app.
    pub checks: u32,
}

impl UnderWay {
    /// Whether nothing goes on.
    #[must_use]
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

/// Closes the app, though something goes on: sign-ins are taken up at the next start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quit {}

/// Goes on working: the person who wanted to close the app thought again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stay {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zoom_never_leaves_its_steps() {
        assert_eq!(Zoom::from(0).percent(), 75);
        assert_eq!(Zoom::from(u16::MAX).percent(), 250);
        assert_eq!(Zoom::from(104).percent(), 100);
        assert_eq!(Zoom::from(250).larger().percent(), 250);
        assert_eq!(Zoom::from(75).smaller().percent(), 75);
    }

    #[test]
    fn a_step_larger_and_one_smaller_is_where_one_was() {
        for step in [90, 100, 110, 125, 150, 175, 200] {
            let zoom = Zoom::from(step);
            assert_eq!(zoom.larger().smaller(), zoom);
            assert_eq!(zoom.smaller().larger(), zoom);
        }
    }
}
