//! What is in no list as it stands: a few words that stand apart in it, such as a tenant's name
//! and a toolkit's, and a whole ticket, which is searched for the account ids, addresses and user
//! ids that it names.

use domain::UserId;

/// The most names that one text is believed to hold.
const MOST: usize = 20;

/// More words than these are a sentence, and not looked for each by itself.
const FEW: usize = 6;

/// What stands around a word and is no part of it.
const AROUND: &[char] = &[
    '"', '\'', '`', '“', '”', '‘', '’', '(', ')', '[', ']', '{', '}', '<', '>', ',', '.', ';', ':',
    '!', '?',
];

/// Whom a text names, each once.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Named {
    /// Tenants by their user ids, which mean themselves alone: `7` is part of many other words.
    pub(super) users: Vec<UserId>,
    /// Account ids and addresses, in lower case.
    pub(super) words: Vec<String>,
}

impl Named {
    pub(super) const fn is_empty(&self) -> bool {
        self.users.is_empty() && self.words.is_empty()
    }

    const fn is_full(&self) -> bool {
        self.users.len() + self.words.len() >= MOST
    }
}

/// The words of a text, where they are several and few.
pub(super) fn few_words(text: &str) -> Option<Vec<&str>> {
    let words: Vec<&str> = text.split_whitespace().take(FEW + 1).collect();
    (2..=FEW).contains(&words.len()).then_some(words)
}

/// Looks for names in a text. `knows` says whether a tenant has this user id.
pub(super) fn named(text: &str, knows: impl Fn(&UserId) -> bool) -> Named {
    let mut names = Named::default();
    for word in text.split_whitespace() {
        let user = UserId::parse(word.trim_matches(AROUND)).ok();
        if let Some(user) = user.filter(|user| knows(user))
            && !names.is_full()
            && !names.users.contains(&user)
        {
            names.users.push(user);
        }
        // An id may stand in the address of a page.
        let parts = word
            .split(|letter: char| !belongs(letter))
            .map(|part| part.trim_matches(['.', '-', '+']))
            .filter(|part| is_account(part) || is_address(part))
            .map(str::to_lowercase);
        for part in parts {
            if !names.is_full() && !names.words.contains(&part) {
                names.words.push(part);
            }
        }
    }
    names
}

/// Whether a letter may be part of an id or an address.
fn belongs(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | '+' | '@')
}

/// Composio's `ca_…`, or one of the UUIDs that came before them.
fn is_account(word: &str) -> bool {
    let is_id = |id: &str| id.len() > 3 && !id.contains(['@', '.']);
    let parts = word.split('-').map(str::len);
    let hex = |byte: u8| byte == b'-' || byte.is_ascii_hexdigit();
    word.strip_prefix("ca_").is_some_and(is_id)
        || (parts.eq([8, 4, 4, 4, 12]) && word.bytes().all(hex))
}

fn is_address(word: &str) -> bool {
    word.split_once('@').is_some_and(|(who, domain)| {
        !who.is_empty() && !domain.contains('@') && domain.contains('.')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Named {
        named(text, |user| ["Acme-1", "7"].contains(&user.as_str()))
    }

    #[test]
    fn ids_addresses_and_known_tenants_are_found_in_whatever_stands_around_them() {
        let ticket = "Hi,\n<Ann.Lee+x@Acme.example> (Acme-1) says: \"ca_Ab12Cd\" broke.\n\
            https://app.example/p/ca_Ab12Cd?tab=1&id=5B8F0A3C-0001-4002-8003-1234567890ab";
        let found = of(ticket);
        assert_eq!(found.users, [UserId::parse("Acme-1").unwrap()]);
        assert_eq!(
            found.words,
            [
                "ann.lee+x@acme.example",
                "ca_ab12cd",
                "5b8f0a3c-0001-4002-8003-1234567890ab"
            ]
        );
    }

    #[test]
    fn one_word_is_looked_for_as_it_is_and_a_sentence_is_none() {
        assert_eq!(
            few_words("  acme  calendar\n"),
            Some(vec!["acme", "calendar"])
        );
        assert_eq!(few_words("a b c d e f").map(|words| words.len()), Some(FEW));
        assert_eq!(few_words("a b c d e f g"), None);
        assert_eq!(few_words("acme"), None);
        assert_eq!(few_words(" "), None);
    }

    #[test]
    fn plain_words_name_nobody() {
        assert!(of("").is_empty());
        assert!(of("no such tenant anywhere, call me @home at 12:30 a.m.").is_empty());
        assert!(of("ca_ and ca_1 and acme-1 and x@y and 77").is_empty());
    }

    #[test]
    fn a_short_user_id_is_looked_for_in_no_other_word() {
        let found = of("Customer 7: ca_77 is dead, 7 times now");
        assert_eq!(found.users, [UserId::parse("7").unwrap()]);
        assert_eq!(found.words, [""; 0]);
    }

    #[test]
    fn a_text_of_nothing_but_addresses_is_looked_through_no_further_than_it_helps() {
        let many: Vec<String> = (0..100).map(|n| format!("a{n}@b.example")).collect();
        assert_eq!(of(&many.join(" ")).words.len(), MOST);
    }
}
