//! The text of a desktop entry that hands our links to a program, and reading one.

use std::{env, path::Path};

use crate::{
    error::Error,
    home::{Home, VARIABLE},
};

use super::mime_type;

/// Hands our links to `program` with this home.
pub(super) fn entry(program: &Path, home: &Home) -> Result<String, Error> {
    let program = plain(program)?;
    let command = if home.is_moved() {
        let home = plain(home.directory())?;
        format!(
            "env {} {}",
            quote_if_needed(&format!("{VARIABLE}={home}")),
            quote_if_needed(program)
        )
    } else {
        quote_if_needed(program)
    };
    Ok(format!(
        "[Desktop Entry]\nType=Application\nName=Switchboard\nExec={command} %u\nNoDisplay=true\nTerminal=false\nStartupNotify=true\nMimeType={};\n",
        mime_type()
    ))
}

/// A path that can stand in an `Exec` line. The characters refused here have a meaning there
/// that quoting does not take away in every opener.
fn plain(path: &Path) -> Result<&str, Error> {
    let text = path
        .to_str()
        .ok_or(Error::Scheme("the path is not valid Unicode"))?;
    if text.contains(|c: char| c.is_control() || matches!(c, '"' | '\\' | '`' | '$' | '%')) {
        return Err(Error::Scheme(
            "the path has a character no desktop entry can hold",
        ));
    }
    Ok(text)
}

fn quote_if_needed(word: &str) -> String {
    let safe =
        |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | '+' | '=');
    if word.chars().all(safe) {
        word.to_owned()
    } else {
        format!("\"{word}\"")
    }
}

/// Whether the entry would start `program` with this home.
pub(super) fn starts_us(entry: &str, program: &Path, home: &Home) -> bool {
    let Some(exec) = entry.lines().find_map(|line| line.strip_prefix("Exec=")) else {
        return false;
    };
    let mut words = exec.split_whitespace().filter(|word| *word != "env");
    let mut entry_home = None;
    let command = words.find(|word| {
        let home = word
            .strip_prefix(VARIABLE)
            .and_then(|w| w.strip_prefix('='));
        entry_home = entry_home.or(home);
        home.is_none()
    });
    let wanted_home = home.is_moved().then(|| home.directory());
    // A path with spaces is written in quotes and cannot be cut into words; compare it whole.
    let quoted = exec.contains(&format!("\"{}\"", program.display()));
    let same_home = entry_home.map(Path::new) == wanted_home
        || wanted_home
            .is_some_and(|home| exec.contains(&format!("{VARIABLE}={}\"", home.display())));
    same_home && (quoted || command.is_some_and(|word| is_program(word, program)))
}

fn is_program(word: &str, program: &Path) -> bool {
    if word.contains('/') {
        return Path::new(word) == program;
    }
    env::var_os("PATH").is_some_and(|path| {
        env::split_paths(&path)
            .filter_map(|directory| directory.join(word).canonicalize().ok())
            .any(|found| found == program)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usual() -> Home {
        Home::at("/home/jo/.local/share/x", false)
    }

    fn moved() -> Home {
        Home::at("/srv/switchboard", true)
    }

    #[test]
    fn a_plain_path_is_never_quoted() {
        let entry = entry(Path::new("/opt/switchboard/switchboard"), &usual()).expect("an entry");
        assert!(
            entry.contains("\nExec=/opt/switchboard/switchboard %u\n"),
            "xdg-open 1.1.3 cannot read quotes: {entry}"
        );
    }

    #[test]
    fn a_path_with_a_space_is_quoted() {
        let entry = entry(Path::new("/opt/My Apps/switchboard"), &usual()).expect("an entry");
        assert!(
            entry.contains("\nExec=\"/opt/My Apps/switchboard\" %u\n"),
            "{entry}"
        );
    }

    #[test]
    fn a_path_that_could_run_something_else_is_refused() {
        for path in [
            "/opt/$(touch x)/s",
            "/opt/a\nExec=/bin/sh/s",
            "/opt/`x`/s",
            "/opt/%u/s",
        ] {
            assert!(
                entry(Path::new(path), &usual()).is_err(),
                "{path} must be refused"
            );
        }
    }

    #[test]
    fn a_moved_home_travels_with_the_link() {
        let entry = entry(Path::new("/opt/switchboard"), &moved()).expect("an entry");
        assert!(
            entry.contains("\nExec=env SWITCHBOARD_HOME=/srv/switchboard /opt/switchboard %u\n"),
            "the second start must find the instance with that home: {entry}"
        );
    }

    #[test]
    fn our_own_entry_is_recognised_and_a_decoy_is_not() {
        let program = Path::new("/opt/My Apps/switchboard");
        for home in [usual(), moved(), Home::at("/srv/with space", true)] {
            let own = entry(program, &home).expect("an entry");
            assert!(starts_us(&own, program, &home), "ours: {own}");
        }
        let program = Path::new("/opt/switchboard");
        let own = entry(program, &moved()).expect("an entry");
        assert!(starts_us(&own, program, &moved()), "ours: {own}");
        assert!(
            !starts_us(&own, program, &usual()),
            "another home is another program"
        );
        assert!(
            !starts_us(&own, Path::new("/opt/other"), &moved()),
            "another program"
        );
        assert!(
            !starts_us("[Desktop Entry]\n", program, &usual()),
            "no command at all"
        );
        assert!(
            !starts_us("Exec=/opt/switchboard-evil %u\n", program, &usual()),
            "a longer name is another program"
        );
    }
}
