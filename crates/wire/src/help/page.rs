//! What a page is made of.

use std::borrow::Cow;

use domain::{Cause, Lost};

use crate::fault::Code;

/// Where pages stand. The file of `docs/help` has the same name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shelf {
    /// How things are done and why they are as they are.
    Guide,
    /// Step by step at a provider.
    Providers,
    /// Words, old and new.
    Glossary,
    /// Why a connection does not work.
    Causes,
    /// The errors of this program.
    Errors,
    /// What programs around Composio say when something is wrong.
    Symptoms,
}

impl Shelf {
    /// In the order in which they are listed.
    pub const ALL: [Self; 6] = [
        Self::Guide,
        Self::Providers,
        Self::Glossary,
        Self::Causes,
        Self::Errors,
        Self::Symptoms,
    ];

    /// The name of its file, without the ending.
    #[must_use]
    pub const fn file(self) -> &'static str {
        match self {
            Self::Guide => "guide",
            Self::Providers => "providers",
            Self::Glossary => "glossary",
            Self::Causes => "causes",
            Self::Errors => "errors",
            Self::Symptoms => "symptoms",
        }
    }

    /// Its heading.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Guide => "Guides",
            Self::Providers => "At the provider",
            Self::Glossary => "Words",
            Self::Causes => "Why a connection fails",
            Self::Errors => "Errors of Switchboard",
            Self::Symptoms => "Errors in your own programs",
        }
    }
}

/// A page's name: its file, and its heading as a forge writes it into an address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HelpId(pub(super) Cow<'static, str>);

impl HelpId {
    /// Where somebody starts who looks for nothing in particular.
    pub const START: Self = Self::guide("guide#start-here");
    /// What the states of a row mean.
    pub const STATES: Self = Self::guide("guide#what-the-states-mean");
    /// What the keyring has to do with it.
    pub const KEYRING: Self = Self::guide("guide#the-keyring");
    /// Links into the app, and a desktop that knows no program for them.
    pub const LINKS: Self = Self::guide("guide#links-into-the-app");
    /// The keys that do something.
    pub const KEYS: Self = Self::guide("guide#keys");
    /// How a sign-in goes, and how it ends without an account.
    pub const SIGN_IN: Self = Self::guide("guide#a-sign-in-that-did-not-end");

    const fn guide(id: &'static str) -> Self {
        Self(Cow::Borrowed(id))
    }

    pub(super) fn new(shelf: Shelf, heading: &str) -> Self {
        Self(Cow::Owned(format!("{}#{}", shelf.file(), slug(heading))))
    }

    /// The page of an error.
    #[must_use]
    pub fn of_code(code: Code) -> Self {
        Self::new(Shelf::Errors, code.as_str())
    }

    /// The page of a cause.
    #[must_use]
    pub fn of_cause(cause: Cause) -> Self {
        Self::new(Shelf::Causes, cause.code())
    }

    /// The page that says most about how an attempt ended; `None` stands for one that
    /// was cancelled or whose end is not known.
    #[must_use]
    pub fn of_end(lost: Option<Lost>) -> Self {
        let Some(lost) = lost else {
            return Self::SIGN_IN;
        };
        match lost {
            Lost::Declined => Self::of_cause(Cause::ConsentDeclined),
            Lost::Failed => Self::of_cause(Cause::ExchangeFailed),
            Lost::LinkUnused => Self::of_cause(Cause::LinkUnused),
            Lost::SwitchedOff => Self::of_cause(Cause::SwitchedOff),
            Lost::Gone => Self::of_cause(Cause::Gone),
            Lost::Refused => Self::of_code(Code::ComposioRejected),
            Lost::AuthConfigDisabled => Self::of_cause(Cause::AuthConfigDisabled),
            Lost::FieldsMissing => Self::of_cause(Cause::FieldMissing),
            Lost::Duplicate => Self::of_code(Code::AlreadyConnected),
            Lost::VerifierRefused | Lost::SomebodyElse => Self::of_cause(Cause::DifferentPerson),
            Lost::OtherBrowser => Self::of_cause(Cause::WrongBrowser),
            Lost::UnsafeLink => Self::of_code(Code::UnsafeUrl),
            Lost::NeverSent => Self::SIGN_IN,
        }
    }

    /// The text of it, for tests and marks in the window.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A heading as a forge writes it into an address.
pub(super) fn slug(heading: &str) -> String {
    let kept = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    heading
        .to_lowercase()
        .chars()
        .filter(|c| kept(*c))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its name.
    pub id: HelpId,
    /// Where it stands.
    pub shelf: Shelf,
    /// In a few words.
    pub title: String,
    /// The code of the error or the cause, or the text of the symptom.
    pub code: Option<String>,
    /// The cause that it is about, so that the rows that have it can be shown.
    pub cause: Option<Cause>,
    /// What it says.
    pub blocks: Vec<Block>,
    /// Texts that name this page when they occur in an error.
    pub signs: Vec<String>,
}

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Words(Vec<Span>),
    /// A paragraph with a word that says what it is about.
    Told(String, Vec<Span>),
    /// A list.
    List(Vec<Vec<Span>>),
    /// Steps, one after the other.
    Steps(Vec<Vec<Span>>),
    /// Words for a customer, and from which cause they are.
    Customer(Cause, Vec<Span>),
}

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Span {
    /// Words.
    Text(String),
    /// Words that stand out.
    Strong(String),
    /// Code, or the exact words of a program.
    Code(String),
    /// The way to another page.
    Link(String, HelpId),
    /// An address in the net. It can be read and copied.
    Address(String),
}

impl Span {
    /// What a person reads.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Text(words)
            | Self::Strong(words)
            | Self::Code(words)
            | Self::Link(words, _)
            | Self::Address(words) => words,
        }
    }
}

impl Page {
    /// Every piece of every paragraph.
    pub fn spans(&self) -> impl Iterator<Item = &Span> {
        self.blocks.iter().flat_map(|block| -> Vec<&Span> {
            match block {
                Block::Words(spans) | Block::Told(_, spans) | Block::Customer(_, spans) => {
                    spans.iter().collect()
                }
                Block::List(items) | Block::Steps(items) => items.iter().flatten().collect(),
            }
        })
    }

    /// What it says under a label, without marks.
    #[must_use]
    pub fn told(&self, label: &str) -> Option<String> {
        self.blocks.iter().find_map(|block| match block {
            Block::Told(said, spans) if said == label => {
                Some(spans.iter().map(Span::words).collect())
            }
            Block::Told(..)
            | Block::Words(_)
            | Block::List(_)
            | Block::Steps(_)
            | Block::Customer(..) => None,
        })
    }

    /// The pages that it leads to.
    pub fn links(&self) -> impl Iterator<Item = &HelpId> {
        self.spans().filter_map(|span| match span {
            Span::Link(_, to) => Some(to),
            Span::Text(_) | Span::Strong(_) | Span::Code(_) | Span::Address(_) => None,
        })
    }
}
