//! What of the window is on the screen.

use domain::ProfileId;

use super::Frame;

/// One of the three things that the window can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage<Wanted> {
    /// Nothing is known yet, or a workspace is on its way.
    Silent,
    /// The key form and what belongs to it, and why it is there.
    Setup(Option<Wanted>),
    /// The frame around an open workspace.
    Shell(ProfileId),
}

impl<Wanted> Stage<Wanted> {
    /// By what the core said and what a person asked for.
    #[must_use]
    pub fn of(frame: Option<&Frame>, wanted: Option<Wanted>, before: Option<&Self>) -> Self {
        let Some(frame) = frame else {
            return Self::Silent;
        };
        // A form that is on the screen stays: what is typed in it, and what is said of it.
        let shown = matches!(before, Some(Self::Setup(_)));
        match (&frame.profile, wanted) {
            (Some(profile), None) => Self::Shell(profile.id.clone()),
            // Whoever has a project and is shown the key form adds it a second time.
            (None, None) if frame.opening && !shown => Self::Silent,
            (_, wanted) => Self::Setup(wanted),
        }
    }
}

#[cfg(test)]
mod tests {
    use wire::{KeyPlace, ProfileView, ProjectSettings};

    use super::*;

    type Stage = super::Stage<&'static str>;

    fn frame(open: bool, opening: bool) -> Frame {
        Frame {
            profile: open.then(|| ProfileView {
                id: ProfileId::parse("a").unwrap(),
                name: "a".to_owned(),
                demo: false,
                production: false,
                host: "backend.composio.dev".to_owned(),
                key: KeyPlace::Asked,
                settings: ProjectSettings::default(),
            }),
            opening,
            ..Frame::default()
        }
    }

    #[test]
    fn nobody_is_asked_for_a_key_while_a_workspace_is_on_its_way() {
        let first = Stage::of(None, None, None);
        assert_eq!(first, Stage::Silent);
        let opening = Stage::of(Some(&frame(false, true)), None, Some(&first));
        assert_eq!(opening, Stage::Silent);
        let open = Stage::of(Some(&frame(true, false)), None, Some(&opening));
        assert!(matches!(open, Stage::Shell(_)));
        let another = Stage::of(Some(&frame(false, true)), None, Some(&open));
        assert_eq!(another, Stage::Silent, "nor between two of them");
    }

    #[test]
    fn where_there_is_nothing_to_open_set_up_is_shown() {
        let none = Stage::of(Some(&frame(false, false)), None, Some(&Stage::Silent));
        assert_eq!(none, Stage::Setup(None));
        let open = frame(true, false);
        let asked = Stage::of(Some(&open), Some("another"), None);
        assert_eq!(asked, Stage::Setup(Some("another")));
    }

    #[test]
    fn a_form_in_which_somebody_types_is_not_taken_away_by_what_it_opens() {
        let form = Stage::Setup(None);
        let opening = frame(false, true);
        assert_eq!(Stage::of(Some(&opening), None, Some(&form)), form);
        let open = Stage::of(Some(&frame(true, false)), None, Some(&form));
        assert!(matches!(open, Stage::Shell(_)));
    }
}
