//! Copying out of a help page: only what stands there.

use domain::Cause;
use wire::{Code, CopyHelp, HelpText};

use crate::desk::Desk;

#[tokio::test]
async fn the_pages_own_words_are_copied_and_nothing_else_is() {
    let desk = Desk::open().await;
    let copy = async |what| desk.app.run(CopyHelp { what }).await;
    copy(HelpText::Customer(Cause::GrantRefused)).await.unwrap();
    copy(HelpText::Steps(Cause::SecretExpired)).await.unwrap();
    let docs = "https://docs.composio.dev";
    copy(HelpText::Address(docs.to_owned())).await.unwrap();
    let copied = desk.host.copied.lock().unwrap().clone();
    let own = [
        Cause::GrantRefused.customer(),
        Cause::SecretExpired.steps(),
        docs,
    ];
    assert_eq!(copied, own);

    for other in [
        HelpText::Steps(Cause::GrantRefused),
        HelpText::Address("https://example.com/".to_owned()),
    ] {
        let fault = copy(other).await.unwrap_err();
        assert_eq!(fault.code, Code::BadInput);
    }
    assert_eq!(desk.host.copied.lock().unwrap().len(), 3, "nothing more");
    assert!(
        desk.host.opened.lock().unwrap().is_empty(),
        "nothing is opened"
    );
}
