//! The frame around every page. No script, no outside resource; whatever
//! comes from elsewhere is escaped.

/// Text made safe for elements and attributes.
pub(super) fn esc(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1d2330;--soft:#5b6474;--line:#d9dee7;--bg:#f4f6f9;--card:#fff;--go:#2451b3}\
@media(prefers-color-scheme:dark){:root{--ink:#e8ebf1;--soft:#9aa4b5;--line:#333b49;--bg:#12161d;--card:#1b212b;--go:#7ea6ff}}\
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:grid;place-items:center;background:var(--bg);\
color:var(--ink);font:16px/1.5 system-ui,sans-serif}main{width:min(27rem,92vw);background:var(--card);\
border:1px solid var(--line);border-radius:12px;padding:2rem;margin:2rem 0}h1{font-size:1.35rem;line-height:1.3;margin:0 0 .75rem}\
p{margin:.5rem 0 1rem;color:var(--soft)}fieldset{border:1px solid var(--line);border-radius:8px;margin:0 0 1rem;padding:.5rem .9rem}\
legend{font-weight:600;padding:0 .3rem}label{display:flex;gap:.6rem;padding:.35rem 0;align-items:baseline;overflow-wrap:anywhere}\
label.text{flex-direction:column;gap:.2rem}input[type=email],input[type=text],input[type=password]{width:100%;font:inherit;\
padding:.45rem .6rem;border:1px solid var(--line);border-radius:6px;background:transparent;color:inherit}\
small{color:var(--soft);display:block}.row{display:flex;flex-direction:row-reverse;gap:.75rem;justify-content:flex-start;margin-top:1.25rem}\
button,.button{font:inherit;font-weight:600;padding:.55rem 1.2rem;border-radius:8px;border:1px solid var(--line);\
background:transparent;color:inherit;text-decoration:none;cursor:pointer}.go{background:var(--go);border-color:var(--go);color:#fff}\
@media(prefers-color-scheme:dark){.go{color:#0c1220}}.wrong{color:#b3261e}.note{font-size:.85rem;border-top:1px solid var(--line);\
margin:1.5rem 0 0;padding-top:.75rem}:focus-visible{outline:3px solid var(--go);outline-offset:2px}";

/// A whole page. `body` is markup; `title` is text.
pub(super) fn page(title: &str, body: &str) -> String {
    let title = esc(title);
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
<title>{title}</title><style>{STYLE}</style></head><body><main><h1>{title}</h1>{body}\
<p class=\"note\">Simulated page. Nobody is signed in anywhere and no real account is touched.</p>\
</main></body></html>"
    )
}

#[cfg(test)]
mod tests {
    use super::{esc, page};

    #[test]
    fn what_others_wrote_cannot_become_markup() {
        assert_eq!(
            esc("<a href='x'>&\""),
            "&lt;a href=&#39;x&#39;&gt;&amp;&quot;"
        );
        assert!(!page("<script>", "").contains("<script>"));
    }
}
