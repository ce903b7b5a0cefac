//! What the provider told of an account, in words: whose it is, what was left out.

use domain::{Unnamed, scopes};

/// What stands where a name would, and why there is none.
#[must_use]
pub fn unnamed(why: Option<Unnamed>) -> &'static str {
    match why {
        None => "Not known",
        Some(Unnamed::Absent) => "Not named by the provider",
        Some(Unnamed::Unreachable) => "Not known yet: the provider did not answer, asking again",
    }
}

/// What was left out at the consent, by what it is about.
#[must_use]
pub fn unticked(missing: &[String]) -> String {
    let areas = scopes::areas(missing);
    let named = match areas.as_slice() {
        [] => "a permission".to_owned(),
        [one] => one.clone(),
        [some @ .., last] if some.len() < 4 => format!("{} and {last}", some.join(", ")),
        [first, second, rest @ ..] => format!("{first}, {second} and {} more", rest.len()),
    };
    format!("The customer unticked {named}.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_unticked_is_named_once_and_stays_short() {
        let told = |scopes: &[&str]| {
            unticked(&scopes.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>())
        };
        let calendar = "https://www.googleapis.com/auth/calendar";
        let events = "https://www.googleapis.com/auth/calendar.events";
        let mail = "https://www.googleapis.com/auth/gmail.modify";
        assert_eq!(told(&[calendar, events]), "The customer unticked Calendar.");
        assert_eq!(
            told(&[calendar, mail]),
            "The customer unticked Calendar and Mail."
        );
        assert_eq!(
            told(&["a", "b", "c", "d", "e", "f"]),
            "The customer unticked a, b and 4 more."
        );
    }

    #[test]
    fn nobody_named_and_nobody_reached_are_told_apart() {
        assert_ne!(
            unnamed(Some(Unnamed::Absent)),
            unnamed(Some(Unnamed::Unreachable))
        );
    }
}
