//! Which rounds count: those in which everybody read the same accounts.

use crate::Error;
use crate::pass::{Contender, Figures};
use crate::rounds::Row;

/// What is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Project {
    /// A simulator's, in which nobody changes anything.
    Still,
    /// Any server's: an account may change between two passes.
    Live,
}

/// What everybody took in one round.
pub(crate) type Round = Vec<(Contender, Figures)>;

/// The rounds that count, and why the others do not.
#[derive(Default)]
pub(crate) struct Counted {
    rounds: Vec<Round>,
    pub(crate) left_out: Vec<String>,
}

impl Counted {
    /// Counts a round in which all read the same rows. Another one of a live project is left out,
    /// and why is returned; where nobody changes anything, somebody read wrongly.
    pub(crate) fn take(&mut self, round: Round, project: Project) -> Result<Option<String>, Error> {
        match (same_rows(&round), project) {
            (Ok(()), _) => {
                self.rounds.push(round);
                Ok(None)
            }
            (Err(error), Project::Live) => {
                let why = error.to_string();
                self.left_out.push(why.clone());
                Ok(Some(why))
            }
            (Err(error), Project::Still) => Err(error),
        }
    }

    /// Without a round that counts there are no figures. The last reason is told: whoever always
    /// reads other rows than the rest is not explained by a change.
    pub(crate) fn some_left(&self) -> Result<(), Error> {
        match self.left_out.last() {
            Some(why) if self.rounds.is_empty() => {
                let all = self.left_out.len();
                Err(Error::Said(format!("none of {all} rounds counts: {why}")))
            }
            _ => Ok(()),
        }
    }

    /// What each of these took in the rounds that count; nothing of whoever was in none.
    pub(crate) fn rows(&self, contenders: &[Contender]) -> Vec<Row> {
        let row = |contender: &Contender| {
            let all = self.rounds.iter().flatten();
            let own = all.filter(|(who, _)| who == contender);
            Row {
                contender: *contender,
                rounds: own.map(|(_, figures)| figures.clone()).collect(),
            }
        };
        let rows = contenders.iter().map(row);
        rows.filter(|row| !row.rounds.is_empty()).collect()
    }
}

fn is_floor(contender: Contender) -> bool {
    matches!(contender, Contender::Raw | Contender::Json)
}

fn same_rows(round: &[(Contender, Figures)]) -> Result<(), Error> {
    agree(round, |figures| figures.digest.clone())?;
    agree(round, |figures| Some(figures.rows?.to_string()))?;
    // The first floor looks at no account: that it came as far is seen by how often it asked.
    agree(round.iter().filter(|(who, _)| is_floor(*who)), |figures| {
        Some(figures.requests?.to_string())
    })
}

fn agree<'a>(
    round: impl IntoIterator<Item = &'a (Contender, Figures)>,
    what: impl Fn(&Figures) -> Option<String>,
) -> Result<(), Error> {
    let mut seen: Option<(&str, String)> = None;
    for (contender, figures) in round {
        let Some(own) = what(figures) else {
            continue;
        };
        match &seen {
            Some((who, other)) if *other != own => {
                return Err(Error::Said(format!(
                    "{who} and {} did not read the same accounts ({other}, {own}), so their times say nothing",
                    contender.name()
                )));
            }
            Some(_) => {}
            None => seen = Some((contender.name(), own)),
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(contender: Contender, rows: u64, digest: Option<&str>) -> (Contender, Figures) {
        let figures = Figures {
            wall_ms: 1.0,
            cpu_ms: 1.0,
            peak_kib: 1,
            rows: Some(rows),
            digest: digest.map(str::to_owned),
            requests: None,
            bytes: None,
            more: Vec::new(),
        };
        (contender, figures)
    }

    #[test]
    fn times_count_only_beside_others_for_the_same_rows() {
        let ours = || read(Contender::Ours, 2, Some("a"));
        let core = |rows| read(Contender::Core, rows, None);
        assert!(same_rows(&[ours(), core(2)]).is_ok());
        assert!(same_rows(&[ours(), core(3)]).is_err());
        assert!(same_rows(&[ours(), read(Contender::Node, 2, Some("b"))]).is_err());
    }

    #[test]
    fn a_floor_that_stopped_at_the_first_page_is_no_floor() {
        let floor = |contender, requests| {
            let (contender, mut figures) = read(contender, 2, None);
            figures.requests = Some(requests);
            (contender, figures)
        };
        let json = || floor(Contender::Json, 500);
        assert!(same_rows(&[floor(Contender::Raw, 500), json()]).is_ok());
        assert!(same_rows(&[floor(Contender::Raw, 1), json()]).is_err());
        // Ours asks which edition of the API there is as well.
        assert!(same_rows(&[json(), floor(Contender::Ours, 501)]).is_ok());
    }

    /// A round in which the two read these.
    fn round(ours: &str, node: &str) -> Round {
        vec![
            read(Contender::Ours, 2, Some(ours)),
            read(Contender::Node, 2, Some(node)),
        ]
    }

    #[test]
    fn a_round_in_which_accounts_changed_does_not_count_and_the_others_do() {
        let mut counted = Counted::default();
        for (ours, node) in [("a", "a"), ("a", "b"), ("b", "b")] {
            assert!(counted.take(round(ours, node), Project::Live).is_ok());
        }
        assert!(counted.some_left().is_ok());
        assert_eq!(counted.left_out.len(), 1);
        let rows = counted.rows(&[Contender::Ours, Contender::Node, Contender::Python]);
        let rounds: Vec<_> = rows
            .iter()
            .map(|row| (row.contender, row.rounds.len()))
            .collect();
        // Python had no round that counts, so nothing is told of it.
        assert_eq!(rounds, [(Contender::Ours, 2), (Contender::Node, 2)]);
    }

    #[test]
    fn where_no_round_counts_there_are_no_figures_but_the_reason() {
        let mut counted = Counted::default();
        assert!(counted.take(round("a", "b"), Project::Live).is_ok());
        let why = counted.some_left().unwrap_err().to_string();
        assert!(why.contains("none of 1 rounds"), "{why}");
        assert!(why.contains("ours and node"), "{why}");
    }

    #[test]
    fn where_nobody_changes_anything_other_rows_are_an_error() {
        let mut counted = Counted::default();
        assert!(counted.take(round("a", "b"), Project::Still).is_err());
        assert!(counted.left_out.is_empty());
    }
}
