//! The vertical scales of a chart.

/// From a value to its share of the height.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scale {
    /// From 0 to this value.
    Linear(f64),
    /// Between these powers of ten.
    Logarithmic(i32, i32),
}

impl Scale {
    /// From 0 to a round number that is not below `most`.
    pub fn linear(most: f64) -> Scale {
        let power = 10_f64.powf(most.log10().floor());
        let round = [1.0, 2.0, 2.5, 5.0, 10.0].map(|factor| factor * power);
        Scale::Linear(round.into_iter().find(|round| *round >= most).unwrap_or(most))
    }

    /// Between the powers of ten around these values.
    pub fn logarithmic(values: impl Iterator<Item = f64>) -> Scale {
        let powers: Vec<f64> = values.filter(|value| *value > 0.0).map(f64::log10).collect();
        let least = powers.iter().copied().fold(f64::INFINITY, f64::min).floor();
        let most = powers.iter().copied().fold(f64::NEG_INFINITY, f64::max).ceil();
        match least.is_finite() && least < most {
            true => Scale::Logarithmic(least as i32, most as i32),
            false => Scale::Logarithmic(0, 1),
        }
    }

    pub fn share(self, value: f64) -> f64 {
        match self {
            Scale::Linear(most) => value / most,
            Scale::Logarithmic(least, most) => {
                (value.log10() - f64::from(least)) / f64::from(most - least)
            }
        }
    }

    /// The marked values with their names.
    pub fn marks(self) -> Vec<(f64, String)> {
        match self {
            Scale::Linear(most) => {
                (0..=5).map(|at| most * f64::from(at) / 5.0).map(|one| (one, name(one))).collect()
            }
            Scale::Logarithmic(least, most) => {
                (least..=most).map(|at| 10_f64.powi(at)).map(|one| (one, name(one))).collect()
            }
        }
    }
}

/// `50k` for 50,000.
fn name(value: f64) -> String {
    if value < 1_000.0 { format!("{value}") } else { format!("{}k", value / 1_000.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_linear_scale_ends_at_a_round_number() {
        let scale = Scale::linear(205_006.0);
        assert_eq!(scale, Scale::Linear(250_000.0));
        assert_eq!(scale.share(125_000.0), 0.5);
        assert_eq!(scale.marks()[1], (50_000.0, "50k".to_owned()));
        assert_eq!(Scale::linear(100.0), Scale::Linear(100.0));
    }

    #[test]
    fn a_logarithmic_scale_has_whole_powers_of_ten() {
        let scale = Scale::logarithmic([0.8, 17.9].into_iter());
        assert_eq!(scale, Scale::Logarithmic(-1, 2));
        assert_eq!(scale.share(1.0), 1.0 / 3.0);
        let names: Vec<String> = scale.marks().into_iter().map(|(_, name)| name).collect();
        assert_eq!(names, ["0.1", "1", "10", "100"]);
        assert_eq!(Scale::logarithmic([].into_iter()), Scale::Logarithmic(0, 1));
    }
}
