//! What is told where a project is there and something went wrong after that: whoever heard only
//! that nothing was done would add it a second time.

use wire::{Code, Fault};

/// Of a project whose key was kept, and which could not be opened then. One that was there before
/// is not added by that, so its code stays that of the reason.
pub(crate) fn unopened(renewed: bool, why: Fault) -> Fault {
    let what = happened(&why.message);
    let then = "Once that is mended, open it from the list of projects";
    if renewed {
        let message =
            format!("The key was replaced, but its project could not be opened. {what} {then}.");
        return Fault { message, ..why };
    }
    let message = format!(
        "The project was added and its key kept, but it could not be opened. {what} {then}; do not add it again."
    );
    Fault {
        code: Code::ProfilePartly,
        message,
        ..why
    }
}

/// The same where a `.env` file says how connecting is set up. Where no project was added, that is
/// all there is to tell.
pub(crate) fn and_unset(why: Fault) -> Fault {
    if why.code != Code::ProfilePartly {
        return why;
    }
    let message = format!(
        "{} What the .env file says of connecting was not taken over: set it then in Settings, Connecting.",
        why.message
    );
    Fault { message, ..why }
}

/// Of a project that was opened, and into which that could not be written. It is not said to be
/// open: that it was closed meanwhile may be why.
pub(crate) fn unset(why: Fault) -> Fault {
    let what = happened(&why.message);
    let message = format!(
        "The project was added, but what the .env file says of connecting was not taken over. {what} Set it in Settings, Connecting; do not add the project again."
    );
    Fault {
        code: Code::ProfilePartly,
        message,
        ..why
    }
}

/// What happened, without what is told to be as it was.
fn happened(message: &str) -> &str {
    let ends = [" Nothing ", " Look at it again"];
    ends.into_iter().fold(message, |told, end| {
        told.split_once(end).map_or(told, |(what, _)| what)
    })
}

#[cfg(test)]
mod tests {
    use wire::Remedy;

    use super::*;
    use crate::error::Error;

    fn reasons() -> Vec<Fault> {
        use store::Error as E;
        let what = || "a cell".to_owned();
        let all = [
            E::Full,
            E::Busy,
            E::Missing,
            E::Taken { what: "id" },
            E::Corrupt { what: what() },
            E::Conflict { id: what() },
            E::Newer { found: 2, known: 1 },
            E::Io("a disk that fails".into()),
        ];
        let faults = all
            .into_iter()
            .map(|error| Fault::from(Error::Store(error)));
        faults.collect()
    }

    #[test]
    fn of_what_was_done_it_is_never_told_that_nothing_was() {
        for why in reasons() {
            let added = unopened(false, why.clone());
            for told in [
                unopened(true, why.clone()),
                added.clone(),
                and_unset(added),
                unset(why),
            ] {
                let words = told.message.to_lowercase();
                assert!(!words.contains("nothing"), "{told}");
                assert!(!words.contains("try again"), "{told}");
            }
        }
    }

    #[test]
    fn the_reason_is_told_in_its_own_words_with_its_own_way_out() {
        let full = Fault::from(Error::Store(store::Error::Full));
        let told = unset(full.clone());
        assert_eq!(told.code, Code::ProfilePartly);
        assert!(told.message.contains("The disk is full. Set"), "{told}");
        let newer = store::Error::Newer { found: 2, known: 1 };
        let told = unopened(true, Fault::from(Error::Store(newer)));
        assert_eq!(
            (told.code, told.remedy),
            (Code::StoreNewer, Remedy::InstallNewer)
        );
        assert_eq!(and_unset(full.clone()), full, "no project was added");
    }
}
