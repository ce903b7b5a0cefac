//! The little statistics that ratios need.

/// The middle of the sorted values; between two, their mean. 0 of none.
pub(crate) fn median(values: &[f64]) -> f64 {
    let sorted = sorted(values);
    let Some(last) = sorted.len().checked_sub(1) else {
        return 0.0;
    };
    (sorted[last / 2] + sorted[last.div_ceil(2)]) / 2.0
}

/// The value below which a share of all lies. 0 of none.
pub(crate) fn quantile(values: &[f64], share: f64) -> f64 {
    let sorted = sorted(values);
    let Some(last) = sorted.len().checked_sub(1) else {
        return 0.0;
    };
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an index into a few thousand values"
    )]
    let at = (last as f64 * share.clamp(0.0, 1.0)).round() as usize;
    sorted[at]
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// The 95 % interval of the ratio of two medians, by drawing the rounds again. The draws are the
/// same at every call, so the same rounds give the same interval. None of fewer than six rounds: in
/// five, all of them lie on one side of the true median more often than once in twenty.
pub(crate) fn ratio_interval(ours: &[f64], theirs: &[f64]) -> Option<(f64, f64)> {
    if ours.len().min(theirs.len()) < LEAST_ROUNDS {
        return None;
    }
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut ratios = Vec::with_capacity(DRAWS);
    for _ in 0..DRAWS {
        let theirs = median(&dice.redraw(theirs));
        if theirs > 0.0 {
            ratios.push(median(&dice.redraw(ours)) / theirs);
        }
    }
    Some((quantile(&ratios, 0.025), quantile(&ratios, 0.975)))
}

/// How many rounds of each an interval takes.
const LEAST_ROUNDS: usize = 6;

const DRAWS: usize = 2_000;

/// A small generator; nothing here needs a good one.
struct Dice(u64);

impl Dice {
    fn redraw(&mut self, values: &[f64]) -> Vec<f64> {
        (0..values.len())
            .map(|_| {
                self.0 ^= self.0 << 13;
                self.0 ^= self.0 >> 7;
                self.0 ^= self.0 << 17;
                #[expect(clippy::cast_possible_truncation, reason = "the remainder is an index")]
                let at = (self.0 % values.len() as u64) as usize;
                values[at]
            })
            .collect()
    }
}

/// How a time grows with the size: the slope of the line through the logarithms. 1 is in
/// proportion, 0 is not at all.
pub(crate) fn exponent(points: &[(f64, f64)]) -> Option<f64> {
    let logs: Vec<(f64, f64)> = points
        .iter()
        .filter(|(size, time)| *size > 0.0 && *time > 0.0)
        .map(|(size, time)| (size.ln(), time.ln()))
        .collect();
    if logs.len() < 2 {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "three points")]
    let count = logs.len() as f64;
    let mean = |pick: fn(&(f64, f64)) -> f64| logs.iter().map(pick).sum::<f64>() / count;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let across: f64 = logs.iter().map(|(a, b)| (a - x) * (b - y)).sum();
    let along: f64 = logs.iter().map(|(a, _)| (a - x).powi(2)).sum();
    (along > 0.0).then(|| across / along)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(value: f64, wanted: f64) -> bool {
        (value - wanted).abs() < 1e-9
    }

    #[test]
    fn a_median_is_the_middle_and_of_two_their_mean() {
        assert!(near(median(&[3.0, 1.0, 2.0]), 2.0));
        assert!(near(median(&[1.0, 2.0]), 1.5));
        assert!(near(median(&[]), 0.0));
    }

    #[test]
    fn a_time_in_proportion_has_exponent_one_and_a_constant_one_has_none() {
        let line = exponent(&[(5.0, 10.0), (50.0, 100.0), (500.0, 1000.0)]);
        assert!(line.is_some_and(|slope| near(slope, 1.0)));
        let flat = exponent(&[(5.0, 7.0), (500.0, 7.0)]);
        assert!(flat.is_some_and(|slope| near(slope, 0.0)));
        assert_eq!(exponent(&[(5.0, 7.0)]), None);
    }

    #[test]
    fn an_interval_holds_the_ratio_of_what_never_varies() {
        let found = ratio_interval(&[2.0; 6], &[4.0; 6]);
        assert!(found.is_some_and(|(low, high)| near(low, 0.5) && near(high, 0.5)));
    }

    #[test]
    fn a_few_rounds_have_no_interval() {
        assert_eq!(ratio_interval(&[2.0; 11], &[4.0; 3]), None);
        assert_eq!(ratio_interval(&[2.0; 5], &[4.0; 11]), None);
    }
}
