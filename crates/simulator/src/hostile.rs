//! A text as a provider, or somebody behind it, might send it: markup, turned letters,
//! terminal codes, signs without a width, line breaks, and far too much of it.

/// How it begins, so that a test finds it.
pub(crate) const BEGINS: &str = "hostile <img src=x onerror=\"document.title='broken'\">";

/// The text, of some ten kilobytes.
pub(crate) fn text() -> String {
    let odd = concat!(
        "<script>document.title='broken'</script> </code></p></div><h1>Big</h1>\r\n\n\t",
        "\u{1b}[31mred\u{1b}[0m\u{1b}]8;;https://evil.example\u{7}link\u{1b}]8;;\u{7} ",
        "\u{202e}txet denrut\u{202c} \u{2066}isolated\u{2069} ",
        "zero\u{200b}width\u{200d}\u{feff} 👩‍👩‍👧‍👦🏴‍☠️ ",
        "z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307} \u{0}\u{8}null ",
    );
    let unbroken = "M".repeat(3_000);
    format!("{BEGINS} {odd}{unbroken} {}", odd.repeat(20))
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_is_more_than_any_line_holds() {
        let text = super::text();
        assert!(text.len() > 8_000 && text.contains('\n') && text.contains('\u{202e}'));
    }
}
