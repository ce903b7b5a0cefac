//! What Composio shows of tokens, and what the project's masking switch changes about
//! it. Composio changed its ways twice; the one that holds is told from samples.

use crate::facts::TokenShape;

/// How Composio treats tokens in its answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Era {
    /// Since April 2026: accounts on Composio's own apps are always redacted, the
    /// others are cut while the switch is on.
    ManagedRedacted,
    /// Since December 2025: cut while the switch is on.
    Cut,
    /// Before that: redacted while the switch is on.
    Redacted,
    /// Nothing is ever given out.
    Withheld,
    /// Nothing is ever masked.
    Plain,
}

/// What one account showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// Its auth config uses Composio's own app.
    pub managed: bool,
    /// How its token looked.
    pub shape: TokenShape,
}

impl Era {
    /// Every era, the likeliest first.
    pub const ALL: [Self; 5] = [
        Self::ManagedRedacted,
        Self::Cut,
        Self::Redacted,
        Self::Withheld,
        Self::Plain,
    ];

    /// How a token looks.
    #[must_use]
    pub const fn shape(self, on: bool, managed: bool) -> TokenShape {
        match self {
            Self::Withheld => TokenShape::Redacted,
            Self::ManagedRedacted if managed => TokenShape::Redacted,
            Self::Plain => TokenShape::Readable,
            Self::ManagedRedacted | Self::Cut | Self::Redacted if !on => TokenShape::Readable,
            Self::Redacted => TokenShape::Redacted,
            Self::ManagedRedacted | Self::Cut => TokenShape::Masked,
        }
    }

    /// The era that explains most of what was seen while the switch stood so; of equals
    /// the likeliest. Accounts without a token say nothing.
    #[must_use]
    pub fn of(on: bool, samples: &[Sample]) -> Self {
        let explained = |era: Self| {
            samples
                .iter()
                .filter(|sample| sample.shape.plain() == era.shape(on, sample.managed))
                .count()
        };
        let mut best = Self::ManagedRedacted;
        for era in Self::ALL {
            if explained(era) > explained(best) {
                best = era;
            }
        }
        best
    }

    /// Whether everything that was seen fits only one answer to what the switch would
    /// change for such an auth config.
    #[must_use]
    pub fn is_sure(on: bool, samples: &[Sample], managed: bool) -> bool {
        let told: Vec<&Sample> = samples
            .iter()
            .filter(|sample| sample.shape.is_token())
            .collect();
        let fits = |era: &Self| {
            told.iter()
                .all(|sample| sample.shape.plain() == era.shape(on, sample.managed))
        };
        let mut answers: Vec<TokenShape> = Self::ALL
            .into_iter()
            .filter(|era| !told.is_empty() && fits(era))
            .map(|era| era.shape(!on, managed))
            .collect();
        answers.dedup();
        answers.len() == 1
    }
}

/// What a person types to show that they know how much they break.
#[must_use]
pub fn phrase(integrations: u32) -> String {
    format!("break {integrations}")
}

/// Whether the phrase was typed. Letter case and spaces around it do not matter.
#[must_use]
pub fn is_phrase(typed: &str, integrations: u32) -> bool {
    let typed: Vec<&str> = typed.split_whitespace().collect();
    typed.join(" ").to_lowercase() == phrase(integrations)
}
