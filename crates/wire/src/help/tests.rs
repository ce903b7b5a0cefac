use std::collections::{BTreeMap, BTreeSet};

use domain::{Cause, Lost};
use proptest::prelude::*;

use super::read::sections;
use super::shelves::{CAUSES, ERRORS};
use super::*;
use crate::fault::Code;

/// The rows of the reference systems' table, each as somebody would paste it.
const SYMPTOMS: [(&str, &str); 16] = [
    (
        "TypeError: got unexpected keyword argument",
        "Traceback (most recent call last):\n  File \"/srv/app/jobs.py\", line 41, in run\n    account = composio.connected_accounts.get(id=\"ca_9fK2mQ\")\nTypeError: ConnectedAccountsResource.retrieve() got an unexpected keyword argument 'id'",
    ),
    (
        "AttributeError: ... has no attribute 'get'",
        "AttributeError: 'ItemStateUnionMember0Val' object has no attribute 'get'",
    ),
    (
        "AttributeError: ... no attribute 'get_auth_params'",
        "AttributeError: 'Composio' object has no attribute 'get_auth_params'",
    ),
    (
        "Masked or empty token",
        "ValueError: access token ends with ..., masked token",
    ),
    (
        "The token works once and then fails",
        "the token works once, then fails for user 4711",
    ),
    (
        "Client not initialised",
        "RuntimeError: Composio client not initialized",
    ),
    (
        "Connection failed",
        "Error: connection failed for toolkit google-calendar",
    ),
    (
        "CORS error in a browser",
        "Access to fetch at 'https://backend.composio.dev/api/v3/tools' from origin 'http://localhost:3000' has been blocked by CORS policy",
    ),
    (
        "Organisation API key not found",
        "organization API key not found (org ok_123)",
    ),
    (
        "Validation failed for a good credential",
        "credential validation failed: timeout",
    ),
    (
        "The status does not change in the UI",
        "integration status does not change",
    ),
    (
        "OpenAI: invalid format, no permission, rate limited",
        "Incorrect API key provided: sk-proj-****abcd. You can find your API key at ...",
    ),
    (
        "Anthropic: invalid key, no permission",
        "{\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"invalid x-api-key\"}}",
    ),
    (
        "Google Cloud: invalid JSON, disabled account, missing permission",
        "Access Denied: Project acme: User does not have bigquery.jobs.create permission in project acme-4711.",
    ),
    (
        "A callback came twice, or for another tenant",
        "400: state nonce already used for attempt att_0192",
    ),
    (
        "The account stays pending",
        "ca_83kd stays pending since yesterday",
    ),
];

fn page(id: &HelpId) -> &'static Page {
    library()
        .page(id)
        .unwrap_or_else(|| panic!("no page {}", id.as_str()))
}

fn says(page: &Page, label: &str) -> bool {
    page.blocks
        .iter()
        .any(|block| matches!(block, Block::Told(it, words) if it == label && !words.is_empty()))
}

fn first(text: &str) -> &'static str {
    library()
        .find(text)
        .first()
        .map_or("", |hit| hit.page.title.as_str())
}

#[test]
fn every_error_says_what_why_what_to_do_and_what_did_not_change() {
    for code in Code::ALL {
        let page = page(&HelpId::of_code(*code));
        for label in ["Why", "What to do", "Again later", "What did not change"] {
            assert!(says(page, label), "{}: {label}", code.as_str());
        }
    }
}

#[test]
fn every_cause_says_how_it_shows_what_to_do_and_what_to_tell_the_customer() {
    for cause in Cause::ALL {
        let page = page(&HelpId::of_cause(*cause));
        assert!(says(page, "How it shows"), "{}", cause.code());
        assert!(says(page, "What to do"), "{}", cause.code());
        let customer = |block: &Block| matches!(block, Block::Customer(it, _) if it == cause);
        assert!(page.blocks.iter().any(customer), "{}", cause.code());
        let steps = page.blocks.iter().any(|it| matches!(it, Block::Steps(_)));
        assert_eq!(steps, !cause.steps().is_empty(), "{}", cause.code());
    }
}

#[test]
fn every_symptom_is_found_by_its_text_and_by_what_people_paste() {
    let shelf: Vec<&str> = library()
        .shelf(Shelf::Symptoms)
        .map(|it| it.title.as_str())
        .collect();
    assert_eq!(shelf, SYMPTOMS.map(|(title, _)| title));
    for (title, pasted) in SYMPTOMS {
        assert_eq!(first(title), title);
        assert_eq!(first(pasted), title, "{pasted}");
    }
    for page in library().shelf(Shelf::Symptoms) {
        for label in ["Why", "What to do", "What did not change"] {
            assert!(says(page, label), "{}: {label}", page.title);
        }
    }
}

#[test]
fn nothing_is_written_about_a_code_that_does_not_exist() {
    let codes: BTreeSet<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    let causes: BTreeSet<&str> = Cause::ALL.iter().map(|cause| cause.code()).collect();
    for (file, known) in [(ERRORS, codes), (CAUSES, causes)] {
        let written: BTreeSet<&str> = sections(file).into_iter().map(|(it, _)| it).collect();
        assert_eq!(written, known);
    }
}

#[test]
fn no_link_is_dead_and_no_two_pages_have_one_name() {
    let ids: BTreeSet<&HelpId> = library().pages().iter().map(|page| &page.id).collect();
    assert_eq!(ids.len(), library().pages().len());
    for from in library().pages() {
        for to in from.links() {
            assert!(
                ids.contains(to),
                "{} leads to {}",
                from.id.as_str(),
                to.as_str()
            );
        }
    }
    for id in [
        HelpId::START,
        HelpId::STATES,
        HelpId::KEYRING,
        HelpId::LINKS,
        HelpId::SIGN_IN,
        HelpId::KEYS,
    ] {
        assert!(ids.contains(&id), "{}", id.as_str());
    }
    for lost in Lost::ALL.iter().copied().map(Some).chain([None]) {
        assert!(ids.contains(&HelpId::of_end(lost)), "{lost:?}");
    }
}

#[test]
fn every_page_stands_on_a_shelf_and_is_found_by_its_title_and_its_code() {
    let listed = Shelf::ALL.iter().flat_map(|shelf| library().shelf(*shelf));
    assert_eq!(listed.count(), library().pages().len());
    for page in library().pages() {
        let hits = library().find(&page.title);
        let at = hits.iter().position(|hit| hit.page.id == page.id);
        assert!(at.is_some_and(|at| at < 4), "{}: {at:?}", page.title);
        if let Some(code) = &page.code {
            assert_eq!(first(code), page.title, "{code}");
        }
        for sign in &page.signs {
            let hits = library().find(&format!("id ca_4711 at 10:42: {sign} (request 8f-22)"));
            let hit = hits.iter().find(|hit| hit.page.id == page.id);
            assert!(hit.is_some_and(|hit| hit.exact), "{sign}");
        }
    }
}

#[test]
fn every_guide_and_every_provider_is_a_few_steps_from_the_start() {
    let mut seen = BTreeMap::from([(HelpId::START, ())]);
    let mut open = vec![HelpId::START];
    while let Some(id) = open.pop() {
        for to in page(&id).links() {
            if seen.insert(to.clone(), ()).is_none() {
                open.push(to.clone());
            }
        }
    }
    for shelf in [Shelf::Guide, Shelf::Providers] {
        for page in library().shelf(shelf) {
            assert!(seen.contains_key(&page.id), "{}", page.title);
        }
    }
}

#[test]
fn the_causes_own_texts_find_the_cause() {
    let reason = "Connection initiation did not complete within 10 minutes";
    assert_eq!(first(reason), Cause::LinkUnused.label());
    let entra =
        "AADSTS7000222: The provided client secret keys for app '1f0c' are expired. Trace ID: 77a";
    assert_eq!(first(entra), Cause::SecretExpired.label());
    assert_eq!(
        first("composio.unauthorized"),
        page(&HelpId::of_code(Code::ComposioUnauthorized)).title
    );
}

#[test]
fn old_words_of_composio_lead_to_the_new_ones() {
    for word in ["entity", "entityId", "appUniqueKey", "initiate"] {
        assert_eq!(first(word), "Composio's words, old and new", "{word}");
    }
}

#[test]
fn what_nobody_wrote_about_finds_nothing() {
    assert!(library().find("").is_empty());
    assert!(library().find("zzqx").is_empty());
    assert!(library().find("...!!! --- ???").is_empty());
}

#[test]
fn only_addresses_that_stand_on_a_page_are_known() {
    assert!(library().names("https://docs.composio.dev"));
    assert!(!library().names("https://example.com"));
}

#[test]
fn no_mark_is_left_in_the_words() {
    for page in library().pages() {
        for span in page.spans() {
            if !matches!(span, Span::Code(_)) {
                let words = span.words();
                let left = ["`", "**", "](", ".md#"]
                    .iter()
                    .any(|mark| words.contains(mark));
                assert!(!left, "{}: {words}", page.id.as_str());
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_pasted_is_searched(text in "\\PC{0,400}", times in 0_usize..200) {
        let long: String = text.repeat(times).chars().take(65_536).collect();
        prop_assert!(library().find(&long).len() <= 30);
    }

    #[test]
    fn whatever_is_written_is_read(text in "(\\PC|[-*`\\[\\]()<>#.\n1 ]){0,300}") {
        for (_, body) in sections(&format!("# x\n\n## y\n{text}")) {
            let _ = super::read::blocks(body);
        }
    }

    #[test]
    fn an_error_is_found_in_the_midst_of_anything(before in "[a-z0-9 \n]{0,200}", at in 0_usize..16) {
        let (title, pasted) = SYMPTOMS[at];
        let text = format!("{before}\n{pasted}\n");
        let hits = library().find(&text);
        prop_assert!(hits.iter().take(3).any(|hit| hit.page.title == title));
    }
}
