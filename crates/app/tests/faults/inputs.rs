//! A hundred thousand addresses for the rule on what may be opened.

use app::may_open;

use crate::dice::Dice;

const HOSTS: [&str; 5] = [
    "backend.composio.dev",
    "connect.composio.dev",
    "platform.composio.dev",
    "app.composio.dev",
    "own.example.com",
];

#[test]
fn no_address_is_opened_but_at_a_host_that_is_known() {
    let pieces = [
        "https://",
        "http://",
        "@",
        ":443",
        ":8443",
        "\\",
        "/",
        "//",
        "..",
        "%2f",
        "%00",
        "#",
        "?",
        "evil.example",
        ".",
        "xn--",
        "127.0.0.1",
        "[::1]",
        "javascript:",
        "\t",
        " ",
        "ä",
        "composio.dev",
    ];
    let base = "https://own.example.com".parse().unwrap();
    let mut dice = Dice::new(3);
    let mut opened = 0;
    for _ in 0..100_000 {
        let mut address = format!("https://{}/link/lk_abc?x=1", HOSTS[dice.below(HOSTS.len())]);
        for _ in 0..dice.below(4) {
            let ends: Vec<usize> = address.char_indices().map(|(at, _)| at).collect();
            let at = ends[dice.below(ends.len())];
            if dice.once_in(3) {
                address.remove(at);
            } else {
                address.insert_str(at, pieces[dice.below(pieces.len())]);
            }
        }
        let Ok(url) = may_open(&address, &base) else {
            continue;
        };
        opened += 1;
        let rest = url.as_str().strip_prefix("https://").unwrap();
        let host = rest.split(['/', '?', '#']).next().unwrap();
        assert!(HOSTS.contains(&host), "{address:?} opens {url}");
        assert!(
            address.is_ascii() && !address.contains(['@', '\\', '\0', ' ']),
            "{address:?}"
        );
    }
    assert!(opened > 10_000, "good addresses are opened: {opened}");
}
