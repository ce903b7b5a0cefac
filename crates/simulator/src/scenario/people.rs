//! Obviously fake people and companies. All mail addresses are in
//! example.com, which nobody can own.

use crate::dice;

const FIRST: [&str; 24] = [
    "jane", "omar", "lucia", "kenji", "amara", "pierre", "sofia", "liam", "priya", "noah", "elena",
    "tomas", "aisha", "marco", "hanna", "diego", "yuki", "fatima", "oscar", "ines", "viktor",
    "chloe", "samir", "greta",
];
const LAST: [&str; 20] = [
    "doe", "haddad", "moreno", "tanaka", "okafor", "laurent", "rossi", "byrne", "sharma", "lind",
    "petrova", "novak", "rahman", "costa", "weber", "ortega", "sato", "karim", "berg", "silva",
];
const KIND: [&str; 20] = [
    "logistics",
    "dental",
    "foods",
    "robotics",
    "legal",
    "travel",
    "energy",
    "media",
    "clinic",
    "studio",
    "bikes",
    "coffee",
    "homes",
    "labs",
    "farms",
    "textiles",
    "marine",
    "motors",
    "optics",
    "games",
];
const MARK: [&str; 30] = [
    "blue-harbor",
    "northlight",
    "cedar",
    "juniper",
    "redwood",
    "silver-fern",
    "brightside",
    "quarry",
    "lakeshore",
    "summit",
    "ironbark",
    "marigold",
    "pebble",
    "sundial",
    "tidewater",
    "willow",
    "copper-kettle",
    "granite",
    "meadow",
    "ember",
    "larkspur",
    "orchard",
    "polaris",
    "saffron",
    "thistle",
    "umbra",
    "verdant",
    "wildflower",
    "yarrow",
    "zephyr",
];

/// Whose account it is at the provider: a person of the tenant's company.
pub(crate) fn person(code: u64, user: &str) -> String {
    // Most accounts of a company are the same person's, as in life.
    let whose = if dice::mix(code, 13).is_multiple_of(4) {
        code
    } else {
        dice::of_text(user)
    };
    let pick = |salt, from: &[&'static str]| {
        let at = dice::mix(whose, salt) % from.len() as u64;
        from.get(usize::try_from(at).unwrap_or_default())
            .copied()
            .unwrap_or("jane")
    };
    let house: String = user
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-')
        .take(40)
        .collect::<String>()
        .to_lowercase();
    let (first, last) = (pick(11, &FIRST), pick(12, &LAST));
    match house.trim_matches('-') {
        "" => format!("{first}.{last}@example.com"),
        house => format!("{first}.{last}@{house}.example.com"),
    }
}

/// The slug of the nth company of a world; the first ones are always the same.
pub(super) fn company(seed: u64, nth: usize) -> String {
    const KNOWN: [&str; 4] = [
        "acme-field-services",
        "globex-property-care",
        "initech-consulting",
        "umbrella-dental",
    ];
    if let Some(known) = KNOWN.get(nth) {
        return (*known).to_owned();
    }
    let rest = nth - KNOWN.len();
    // Walking both wheels with steps prime to their sizes meets every pair
    // before one repeats.
    let turn = usize::try_from(seed % 600).unwrap_or_default();
    let mark = MARK
        .get((rest * 7 + turn) % MARK.len())
        .copied()
        .unwrap_or("cedar");
    let kind = KIND
        .get((rest / MARK.len() + rest * 3) % KIND.len())
        .copied()
        .unwrap_or("labs");
    if rest < MARK.len() * KIND.len() / 10 {
        format!("{mark}-{kind}")
    } else {
        format!("{mark}-{kind}-{nth}")
    }
}

#[cfg(test)]
mod tests {
    use super::{company, person};
    use std::collections::HashSet;

    #[test]
    fn no_two_companies_share_a_name() {
        let names: HashSet<String> = (0..20_000).map(|nth| company(3, nth)).collect();
        assert_eq!(names.len(), 20_000);
        assert!(names.contains("acme-field-services"));
    }

    #[test]
    fn a_strange_user_id_still_gives_a_plain_address() {
        assert!(person(5, "<script>@x").ends_with("@scriptx.example.com"));
        assert!(person(5, "").ends_with("@example.com"));
    }
}
