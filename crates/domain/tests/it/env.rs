//! A pasted `.env`: whatever is in it, it is read without surprise.

use domain::env::EnvFile;
use proptest::prelude::*;

fn pairs(text: &str) -> Vec<(String, String)> {
    let file = EnvFile::parse(text);
    file.entries
        .into_iter()
        .map(|entry| (entry.name, entry.value))
        .collect()
}

#[test]
fn quotes_exports_comments_and_line_ends_are_understood() {
    let cases = [
        ("A=1", "1"),
        ("export A=1", "1"),
        ("  export\tA = 1  ", "1"),
        ("A='a # b'", "a # b"),
        ("A=\"a \\\"b\\\" \\\\ c\" # said", "a \"b\" \\ c"),
        ("A=a#b", "a#b"),
        ("A=a # b", "a"),
        ("A=", ""),
        ("A= # nothing", ""),
        ("A=b=c", "b=c"),
        ("\u{feff}A=1\r\n", "1"),
        ("# A=0\r\nA=1\r\n\r\n", "1"),
    ];
    for (text, value) in cases {
        assert_eq!(
            pairs(text),
            [("A".to_owned(), value.to_owned())],
            "{text:?}"
        );
    }
}

#[test]
fn what_is_no_assignment_is_named_by_its_line_and_never_guessed() {
    let text = "A=1\nhello\n=2\n1A=3\nexport\nB='open\nC=\"open\nD='x' y\nexportE=4";
    let file = EnvFile::parse(text);
    assert_eq!(file.unreadable, [2, 3, 4, 5, 6, 7, 8]);
    assert_eq!(file.get("A"), Some("1"));
    assert_eq!(file.get("exportE"), Some("4"), "a name may begin like that");
}

#[test]
fn the_last_of_several_counts_and_is_told() {
    let file = EnvFile::parse("A=1\nB=2\nA=3\nA=4");
    assert_eq!(file.get("A"), Some("4"));
    assert_eq!(file.repeated, ["A"]);
    assert_eq!(file.get("C"), None);
    assert_eq!(EnvFile::parse("A=").get("A"), None, "empty is not set");
}

fn quoted(value: &str) -> String {
    let value = value.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{}\"", value.replace('\n', "\\n"))
}

proptest! {
    #[test]
    fn any_text_has_an_answer(text in ".{0,400}") {
        let file = EnvFile::parse(&text);
        prop_assert!(file.unreadable.len() <= text.lines().count());
    }

    #[test]
    fn what_is_quoted_comes_back_as_it_was(
        values in prop::collection::vec("[^\r\u{0}]{0,40}", 1..8),
        exported in any::<bool>(),
        crlf in any::<bool>(),
    ) {
        let end = if crlf { "\r\n" } else { "\n" };
        let start = if exported { "export " } else { "" };
        let text: String = values
            .iter()
            .enumerate()
            .map(|(at, value)| format!("{start}K{at}={} # c{end}", quoted(value)))
            .collect();
        let file = EnvFile::parse(&text);
        prop_assert_eq!(file.unreadable, Vec::<usize>::new());
        let read: Vec<_> = file.entries.iter().map(|entry| entry.value.clone()).collect();
        prop_assert_eq!(read, values);
    }
}
