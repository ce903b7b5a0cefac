//! The list in which a person's default programs stand (`mimeapps.list`).

use std::{fs, io, path::Path};

/// Takes the entry `name` out of every line of `list` that is about `mime`, and a line out in
/// which nothing is left. The rest stays to the byte.
pub(super) fn forget(list: &Path, mime: &str, name: &str) -> io::Result<()> {
    let text = match fs::read_to_string(list) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        other => other?,
    };
    let left = without(&text, mime, name);
    if left == text {
        return Ok(());
    }
    // It is the person's whole choice of programs: never half of it, and where it is a link to a
    // file that is kept elsewhere, it stays one.
    let list = list.canonicalize()?;
    let fresh = list.with_extension("list.switchboard");
    fs::write(&fresh, left)?;
    fs::rename(&fresh, list)
}

fn without(text: &str, mime: &str, name: &str) -> String {
    let mut left = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let about = line.trim_end().split_once('=');
        let Some((_, names)) = about.filter(|(key, _)| key.trim() == mime) else {
            left.push_str(line);
            continue;
        };
        let others: Vec<&str> = names
            .split(';')
            .map(str::trim)
            .filter(|other| !other.is_empty() && *other != name)
            .collect();
        if names.split(';').all(|other| other.trim() != name) {
            left.push_str(line);
        } else if !others.is_empty() {
            left.push_str(&format!("{mime}={};\n", others.join(";")));
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: &str = "dev.switchboard.desktop-links.desktop";
    const MIME: &str = "x-scheme-handler/dev.switchboard.desktop";

    #[test]
    fn only_our_entry_is_taken_out() {
        let text = "[Default Applications]\n\
             text/html=firefox.desktop\n\
             x-scheme-handler/dev.switchboard.desktop=dev.switchboard.desktop-links.desktop\n\
             \n\
             [Added Associations]\n\
             x-scheme-handler/dev.switchboard.desktop=other.desktop;dev.switchboard.desktop-links.desktop;\n";
        assert_eq!(
            without(text, MIME, OURS),
            "[Default Applications]\n\
             text/html=firefox.desktop\n\
             \n\
             [Added Associations]\n\
             x-scheme-handler/dev.switchboard.desktop=other.desktop;\n"
        );
    }

    #[test]
    fn what_is_of_others_stays_to_the_byte() {
        let text =
            "# mine\r\nx-scheme-handler/dev.switchboard.desktop = other.desktop\nno line end";
        assert_eq!(without(text, MIME, OURS), text);
    }
}
