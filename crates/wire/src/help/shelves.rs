//! Every page, out of the files of `docs/help` and the tables of codes and causes.

use domain::{Cause, Remedy};

use super::page::{Block, HelpId, Page, Shelf, Span};
use super::read::{blocks, sections, spans};
use crate::fault::Code;

const GUIDE: &str = include_str!("../../../../docs/help/guide.md");
const PROVIDERS: &str = include_str!("../../../../docs/help/providers.md");
const GLOSSARY: &str = include_str!("../../../../docs/help/glossary.md");
pub(super) const CAUSES: &str = include_str!("../../../../docs/help/causes.md");
pub(super) const ERRORS: &str = include_str!("../../../../docs/help/errors.md");
const SYMPTOMS: &str = include_str!("../../../../docs/help/symptoms.md");

/// The label of a paragraph that is searched and not shown: texts of other programs.
const FOUND_BY: &str = "Found by";
/// The label of the paragraph on how a cause shows itself.
const SIGN: &str = "How it shows";
const WHY: &str = "Why";
const UNCHANGED: &str = "What did not change";
const DO: &str = "What to do";

pub(super) fn pages() -> Vec<Page> {
    let mut pages = plain(Shelf::Guide, GUIDE);
    pages.extend(plain(Shelf::Providers, PROVIDERS));
    pages.extend(plain(Shelf::Glossary, GLOSSARY));
    let causes = sections(CAUSES);
    pages.extend(Cause::ALL.iter().map(|cause| of_cause(*cause, &causes)));
    let errors = sections(ERRORS);
    pages.extend(Code::ALL.iter().map(|code| of_code(*code, &errors)));
    pages.extend(plain(Shelf::Symptoms, SYMPTOMS));
    pages
}

/// Pages that are as they were written.
fn plain(shelf: Shelf, file: &str) -> Vec<Page> {
    let page = |(heading, body): (&str, &str)| {
        let (signs, blocks) = found_by(blocks(body));
        let linked = blocks.iter().find_map(|block| match block {
            Block::Told(label, spans) if label == "Cause" => spans.iter().find_map(cause_of),
            _ => None,
        });
        Page {
            id: HelpId::new(shelf, heading),
            shelf,
            title: heading.replace('`', ""),
            code: None,
            cause: linked,
            blocks,
            signs,
        }
    };
    sections(file).into_iter().map(page).collect()
}

/// The cause to whose page a piece leads.
fn cause_of(span: &Span) -> Option<Cause> {
    let Span::Link(_, to) = span else { return None };
    let mut causes = Cause::ALL.iter();
    causes
        .find(|cause| HelpId::of_cause(**cause) == *to)
        .copied()
}

/// Takes out what a page is found by; the rest is shown.
fn found_by(blocks: Vec<Block>) -> (Vec<String>, Vec<Block>) {
    let mut signs = Vec::new();
    let mut shown = Vec::new();
    for block in blocks {
        match block {
            Block::Told(label, spans) if label == FOUND_BY => {
                let codes = spans.into_iter().filter_map(|span| match span {
                    Span::Code(words) => Some(words),
                    Span::Text(_) | Span::Strong(_) | Span::Link(..) | Span::Address(_) => None,
                });
                signs.extend(codes);
            }
            other => shown.push(other),
        }
    }
    (signs, shown)
}

/// What is written about a code: the paragraphs with a label, and the others.
struct Written(Vec<Block>);

impl Written {
    fn of(file: &[(&str, &str)], code: &str) -> (Vec<String>, Self) {
        let section = file.iter().find(|(heading, _)| *heading == code);
        let (signs, blocks) = found_by(section.map_or(Vec::new(), |(_, body)| blocks(body)));
        (signs, Self(blocks))
    }

    /// Takes the paragraph with this label out.
    fn take(&mut self, label: &str) -> Option<Vec<Span>> {
        let told = |block: &Block| matches!(block, Block::Told(it, _) if it == label);
        let at = self.0.iter().position(told)?;
        match self.0.remove(at) {
            Block::Told(_, spans) => Some(spans),
            Block::Words(_) | Block::List(_) | Block::Steps(_) | Block::Customer(..) => None,
        }
    }
}

fn told(label: &str, spans: Vec<Span>) -> Block {
    Block::Told(label.to_owned(), spans)
}

/// What is to be done: by the table, and what is written beside it.
fn to_do(remedy: &str, more: Option<Vec<Span>>) -> Block {
    let mut all = spans(remedy);
    if let Some(more) = more {
        all.push(Span::Text(" ".to_owned()));
        all.extend(more);
    }
    told(DO, all)
}

fn of_code(code: Code, file: &[(&str, &str)]) -> Page {
    let (mut signs, mut written) = Written::of(file, code.as_str());
    signs.extend(telling(code.as_str()));
    let mut blocks = vec![Block::Words(spans(code.meaning()))];
    blocks.extend(written.take(WHY).map(|it| told(WHY, it)));
    blocks.push(to_do(code.remedy().words(), written.take(DO)));
    let again = if code.is_retryable() {
        "The same may work later, once what stood in the way is gone."
    } else {
        "Trying the same again does not help."
    };
    blocks.push(told("Again later", spans(again)));
    blocks.extend(written.take(UNCHANGED).map(|it| told(UNCHANGED, it)));
    blocks.append(&mut written.0);
    Page {
        id: HelpId::of_code(code),
        shelf: Shelf::Errors,
        title: title(code.meaning()),
        code: Some(code.as_str().to_owned()),
        cause: None,
        blocks,
        signs,
    }
}

/// The first thing that a sentence says.
fn title(meaning: &str) -> String {
    let first = meaning.split(['.', ':', ',']).next().unwrap_or(meaning);
    first.to_owned()
}

fn of_cause(cause: Cause, file: &[(&str, &str)]) -> Page {
    let (mut signs, mut written) = Written::of(file, cause.code());
    signs.extend(telling(cause.code()));
    let mut blocks = vec![Block::Words(spans(cause.sentence()))];
    blocks.extend(written.take(SIGN).map(|it| told(SIGN, it)));
    let texts: Vec<Span> = cause
        .signs()
        .map(|sign| Span::Code(sign.to_owned()))
        .collect();
    if !texts.is_empty() {
        let mut spaced = Vec::new();
        for text in texts {
            if !spaced.is_empty() {
                spaced.push(Span::Text(", ".to_owned()));
            }
            spaced.push(text);
        }
        blocks.push(told("Texts that say so", spaced));
    }
    blocks.push(to_do(remedy_words(cause.remedy()), written.take(DO)));
    // A lead before the steps is a paragraph of its own.
    blocks.extend(super::read::blocks(&cause.steps().replace(":\n", ":\n\n")));
    blocks.extend(written.take(UNCHANGED).map(|it| told(UNCHANGED, it)));
    blocks.append(&mut written.0);
    blocks.push(Block::Customer(cause, spans(cause.customer())));
    Page {
        id: HelpId::of_cause(cause),
        shelf: Shelf::Causes,
        title: cause.label().to_owned(),
        code: Some(cause.code().to_owned()),
        cause: Some(cause),
        blocks,
        signs,
    }
}

/// A code that no sentence has by chance, such as `gone`.
fn telling(code: &str) -> Option<String> {
    code.contains(['.', '_']).then(|| code.to_owned())
}

/// The one next action of a cause, as it is done here.
const fn remedy_words(remedy: Remedy) -> &'static str {
    match remedy {
        Remedy::None => "Nothing.",
        Remedy::Connect => "**Connect**: the row gets a new account.",
        Remedy::Reconnect => {
            "**Reconnect** with the person beside you, or **Send connect link** to the customer."
        }
        Remedy::Enable => "**Enable**: no new sign-in is needed.",
        Remedy::CheckToken => {
            "**Check token**: it reads the provider once and changes nothing there."
        }
        Remedy::AskAdmin => "An admin of yours has to act, at the provider or at Composio.",
        Remedy::AskCustomer => "The customer, or their administrator, has to act.",
        Remedy::Wait => "Wait. **Check token** tells when the provider is back.",
    }
}
