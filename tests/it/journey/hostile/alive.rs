//! What a text has become on the screen: text, and nothing else.

use anyhow::{Result, ensure};
use e2e::{Desk, Window, hook, hostile_texts, is_odd};
use serde_json::{Value, json};

use crate::steps::{demo, see};

/// Remembers what a browser would make of each text, and how the page was before any was in it.
const KNOW: &str = "const key = e => e.localName + [...e.attributes].map(a => ' ' + a.name + '=' + a.value).sort().join('')\
        + (e.attributes.length ? '' : '>' + e.textContent);\
    const made = new Set();\
    for (const text of arguments[0])\
        for (const e of new DOMParser().parseFromString('<body>' + text, 'text/html').querySelectorAll('head *, body *'))\
            if (e.attributes.length || e.textContent.trim()) made.add(key(e));\
    window.hostile = { key, made, head: document.head.innerHTML, address: location.href,\
        sheets: document.styleSheets.length };";

/// What was made of a text, in words. The program itself draws with `svg` out of its own sprite and
/// has forms that lead nowhere; it has no pictures, frames, players or links, so one of those came
/// out of a text, and so did an attribute that runs or that leads away.
const ALIVE: &str = "const wrong = [];\
    const say = (e, what) => wrong.push(what + ': ' + e.outerHTML.slice(0, 160));\
    const before = window.hostile;\
    if (!before) return ['nobody knows the texts'];\
    const never = 'img, picture, script, noscript, iframe, frame, frameset, object, embed, applet, link, style, base,'\
        + 'meta, title, video, audio, source, track, canvas, math, foreignObject, animate, set, template, slot, map, area, marquee';\
    const ours = 'use, g, path, circle, rect, line, polyline, polygon, ellipse, symbol, defs';\
    const leads = ['href', 'xlink:href', 'src', 'srcset', 'srcdoc', 'action', 'formaction', 'data', 'poster', 'background', 'ping'];\
    for (const e of document.body.querySelectorAll('*')) {\
        const drawn = e.ownerSVGElement !== undefined && e.ownerSVGElement !== null;\
        if (e.matches(never)) say(e, 'an element');\
        if (e.localName.includes('-')) say(e, 'an element of nobody');\
        if (drawn && !e.matches(ours)) say(e, 'in a drawing');\
        if (e.localName === 'svg' && e.getAttribute('aria-hidden') !== 'true' && e.getAttribute('role') !== 'img') say(e, 'a drawing');\
        if (before.made.has(before.key(e))) say(e, 'made of a text');\
        for (const { name, value } of e.attributes) {\
            if (name.startsWith('on')) say(e, 'what runs');\
            if (leads.includes(name) && !value.startsWith('#')) say(e, 'what leads away');\
            if (name === 'style' && /url\\(|expression|import|javascript/i.test(value)) say(e, 'a style');\
        }\
    }\
    if (document.head.innerHTML !== before.head) say(document.head, 'the head');\
    if (location.href !== before.address) wrong.push('another page: ' + location.href);\
    if (document.styleSheets.length !== before.sheets) wrong.push('style sheets: ' + document.styleSheets.length);\
    return wrong.slice(0, 10);";

/// Makes the texts known, before one of them is in the page.
pub(super) async fn know_the_texts(window: &Window) -> Result<()> {
    let texts: Vec<String> = hostile_texts().into_iter().map(|one| one.text).collect();
    window.run(KNOW, vec![json!(texts)]).await?;
    Ok(())
}

/// No element was made of it, nothing ran, no letter is turned, and rows are of one height.
pub(super) async fn nothing_of_it_came_alive(window: &Window) -> Result<()> {
    let alive = window.run(ALIVE, Vec::new()).await?;
    ensure!(alive == json!([]), "{alive:#}");
    let title = window.client().title().await?;
    ensure!(!title.contains("broken"), "something was run: {title}");
    let text = window.text().await?;
    let odd = text
        .chars()
        .find(|c| is_odd(*c) && !matches!(c, '\n' | '\t'));
    ensure!(odd.is_none(), "{odd:?} reached the screen");
    let heights = "return new Set([...document.querySelectorAll('[data-test=\"row\"]')]\
        .map(row => row.getBoundingClientRect().height)).size";
    let heights = window.run(heights, Vec::new()).await?;
    ensure!(heights == 1 || heights == 0, "{heights}");
    let wide = "return document.documentElement.scrollWidth <= innerWidth";
    ensure!(window.run(wide, Vec::new()).await? == json!(true), "wide");
    Ok(())
}

/// The texts of which a browser makes elements. One of them would take the page away with it.
const MARKUP: [&str; 16] = [
    "an image",
    "a script",
    "a drawing that runs",
    "a drawing with a script",
    "a drawing with text of its own",
    "mathematics with a link",
    "a frame",
    "a form",
    "a base",
    "an end of the page",
    "a custom element",
    "a style",
    "a page as an address",
    "a header",
    "nested brackets",
    "an end of a script",
];

#[tokio::test]
async fn a_text_that_came_alive_would_be_found_whatever_it_made() -> Result<()> {
    let desk = Desk::new().await?;
    let window = demo(&desk).await?;
    see(&window, "row").await?;
    know_the_texts(&window).await?;
    nothing_of_it_came_alive(&window).await?;
    let put = "const box = document.createElement('p');\
        document.querySelector(arguments[0]).append(box);\
        box.innerHTML = arguments[1];";
    let alive = async |markup: &str| -> Result<Value> {
        let frame = hook("frame");
        window.run(put, vec![frame.into(), markup.into()]).await?;
        let found = window.run(ALIVE, Vec::new()).await?;
        let take = "document.querySelector('[data-test=frame] > p:last-child').remove()";
        window.run(take, Vec::new()).await?;
        Ok(found)
    };
    let mut seen = 0;
    for hostile in hostile_texts() {
        if MARKUP.contains(&hostile.name) {
            seen += 1;
            let found = alive(&hostile.text).await?;
            ensure!(found != json!([]), "{} was not found", hostile.name);
        }
    }
    ensure!(seen == MARKUP.len(), "{seen}");
    for markup in [
        "<span onclick=alert(1)>x</span>",
        "<a href=javascript:alert(1)>x</a>",
        "<a href=https://evil.example>x</a>",
        "<object data=x></object>",
        "<embed src=x>",
        "<link rel=stylesheet href=x>",
        "<video src=x></video>",
        "<audio src=x></audio>",
        "<svg aria-hidden=true><text>x</text></svg>",
        "<svg><use href=#i-key></use></svg>",
        "<i style=\"background: url(x)\">x</i>",
    ] {
        let found = alive(markup).await?;
        ensure!(found != json!([]), "{markup} was not found");
    }
    nothing_of_it_came_alive(&window).await?;
    window.close().await
}
