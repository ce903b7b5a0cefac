//! What goes wrong: Composio, the network, the keyring, people, and the program itself.

use domain::AttemptState;
use simulator::Fault;
use vault::{Double, Ill};
use wire::{NetworkChoice, ProxyChoice, SaveApiKey, SecretInput};

use crate::access::typed;
use crate::desk::Desk;

use super::commands::{answer, back_home, begin, fill_in, until, won};
use super::record::Record;
use super::{core, echo};

/// The tenant of the last sign-in, which is known here to the end.
pub(crate) const LAST: &str = "who-refuses";
/// A key that Composio does not know.
const WRONG: &str = "ak_CANARYwrong3f8b17e6a905";

pub(crate) async fn run(desk: &Desk, keyring: &Double, record: &mut Record) {
    answers(desk, record).await;
    echoes(desk, record).await;
    keyrings(desk, keyring, record).await;
    people(desk, record).await;
    links(desk, record).await;
    panics(desk, record).await;
}

/// How an answer of Composio's goes wrong.
fn faults() -> Vec<(&'static str, Fault)> {
    let status = |status, body: &str| Fault {
        status: Some(status),
        body: Some(body.into()),
        ..Fault::default()
    };
    let body = |body: &str| Fault {
        body: Some(body.into()),
        ..Fault::default()
    };
    let mutate = |mutate: &str| Fault {
        mutate: Some(mutate.into()),
        ..Fault::default()
    };
    let elsewhere = Fault {
        status: Some(307),
        location: Some("http://127.0.0.2:9/?token=ya29.simulated".into()),
        ..Fault::default()
    };
    let limited = Fault {
        status: Some(429),
        retry_after: Some("0".into()),
        ..Fault::default()
    };
    let dropped = |when: &str| Fault {
        drop: Some(when.into()),
        ..Fault::default()
    };
    vec![
        ("unauthorized", status(401, "hostile")),
        ("forbidden", status(403, "envelope")),
        ("conflict", status(409, "object")),
        ("not found on the way", status(404, "unenveloped")),
        ("rate limited", limited),
        ("a page in between", status(502, "html")),
        ("an error of its own", status(500, "empty")),
        ("cut off", body("truncated")),
        ("no JSON", body("malformed")),
        ("redirected", elsewhere),
        ("dropped before", dropped("before")),
        ("dropped after", dropped("after")),
        ("other types", mutate("wrong_types")),
        ("hostile words", mutate("hostile_reason")),
        // The last: an account that is not found is gone from then on.
        ("not found", status(404, "envelope")),
    ]
}

/// Each fault, met by a read of the project, by a read of a provider, and by a write.
async fn answers(desk: &Desk, record: &mut Record) {
    back_home(desk).await;
    let view = won(desk, record, "in-bad-weather", "jane@example.com").await;
    let written = won(desk, record, "written-in-it", "jane@example.com").await;
    for (name, fault) in faults() {
        let every = Fault {
            route: "*".into(),
            times: Some(0),
            ..fault
        };
        desk.sim.faults(vec![every]).unwrap();
        let (told, said) = answer(&desk.app.run(wire::ShowMasking {}).await);
        record.flow(desk, &format!("a read that is {name}"), told, &said);
        let ask = wire::CheckToken {
            integration: view.integration.clone(),
        };
        let (told, said) = answer(&desk.app.run(ask).await);
        record.flow(desk, &format!("a check that is {name}"), told, &said);
        let ask = wire::SetAlias {
            integration: written.integration.clone(),
            alias: name.replace(' ', "-"),
        };
        let (told, said) = answer(&desk.app.run(ask).await);
        record.flow(desk, &format!("a write that is {name}"), told, &said);
        desk.sim.clear_faults();
    }
}

fn save(desk: &Desk, key: &str, base_url: String) -> SaveApiKey {
    SaveApiKey {
        key: typed(key),
        base_url,
        name: "Other".into(),
        ..desk.key_typed(false)
    }
}

/// Somebody repeats the key in every place of an answer, or nobody answers at all.
async fn echoes(desk: &Desk, record: &mut Record) {
    record.secret("key", WRONG);
    for status in [200, 400, 401, 403, 404, 429, 500] {
        let base = echo::start(status).await;
        let (told, said) = answer(&desk.app.run(save(desk, WRONG, base)).await);
        record.flow(desk, &format!("a key echoed with {status}"), told, &said);
    }
    let nobody = "http://127.0.0.1:9".to_owned();
    let base = format!("http://{WRONG}:x@127.0.0.1:9/?key={WRONG}");
    for (name, ask) in [
        (
            "a key that Composio refuses",
            save(desk, WRONG, desk.sim.base_url()),
        ),
        ("a key for nobody", save(desk, WRONG, nobody)),
        ("a key in the address", save(desk, WRONG, base)),
        (
            "a key with a line break",
            save(desk, &format!("{WRONG}\r\nx: y"), desk.sim.base_url()),
        ),
    ] {
        let (told, said) = answer(&desk.app.run(ask).await);
        record.flow(desk, name, told, &said);
    }
}

async fn keyrings(desk: &Desk, keyring: &Double, record: &mut Record) {
    back_home(desk).await;
    for (name, ill) in [
        ("missing", Ill::Unavailable),
        ("locked", Ill::Locked),
        ("forbidden", Ill::Denied),
        ("full", Ill::Refused),
        ("damaged", Ill::Corrupt),
    ] {
        keyring.is(Some(ill));
        let ask = save(desk, &desk.sim.api_key(), desk.sim.base_url());
        let (told, said) = answer(&desk.app.run(ask).await);
        record.flow(desk, &format!("a keyring that is {name}"), told, &said);
        keyring.is(None);
    }
    let ask = SaveApiKey {
        memory_only: true,
        ..save(desk, &desk.sim.api_key(), desk.sim.base_url())
    };
    let (told, said) = answer(&desk.app.run(ask).await);
    record.flow(desk, "a key in memory only", told, &said);
}

/// What people type where it is wrong, or where it is right and secret.
async fn people(desk: &Desk, record: &mut Record) {
    back_home(desk).await;
    let secret = |text: &str| -> SecretInput { typed(text) };
    let (slip, other) = ("CANARYwrong battery staple", "CANARYother words here");
    record.secret("passphrase", slip);
    record.secret("passphrase", other);
    let unlock = wire::UnlockAdmin {
        passphrase: Some(secret(slip)),
    };
    let (told, said) = answer(&desk.app.run(unlock).await);
    record.flow(desk, "a wrong passphrase", told, &said);
    let set = wire::SetPassphrase {
        current: Some(secret(slip)),
        passphrase: secret(other),
    };
    let (told, said) = answer(&desk.app.run(set).await);
    record.flow(desk, "a passphrase after a wrong one", told, &said);
    let reset = wire::ResetPassphrase {
        key: secret(WRONG),
        passphrase: secret(other),
    };
    let (told, said) = answer(&desk.app.run(reset).await);
    record.flow(desk, "a passphrase by a wrong key", told, &said);

    let password = "CANARYpassword77f1";
    record.secret("password", password);
    let network = NetworkChoice {
        proxy: ProxyChoice::Url(format!("http://jane:{password}@proxy.example:3128")),
        ..Default::default()
    };
    let profile = desk.snapshot().profile.unwrap().id;
    let ask = wire::SaveNetwork {
        profile,
        network,
        anyway: true,
    };
    let (told, said) = answer(&desk.app.run(ask).await);
    record.flow(desk, "a proxy with a password", told, &said);

    let pasted = "CANARYprivateMIIEvQIBADAN";
    record.secret("key", pasted);
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{pasted}\n-----END PRIVATE KEY-----\n");
    let certificates = wire::CertificateSource::Pasted(pem);
    let (told, said) = answer(&desk.app.run(wire::CheckCertificates { certificates }).await);
    record.flow(desk, "a private key for a certificate", told, &said);

    let field = "canary-shop-471193";
    record.secret("field", field);
    let told = desk.app.run(fill_in(desk, field).await).await;
    let (outcome, said) = answer(&told);
    let view = told.unwrap();
    until(desk, &view, AttemptState::Opened).await;
    let view = desk.attempt(&view.id);
    record.state_of(&desk.allow(&view, "jane@example.com"));
    desk.ended(&view.id).await;
    record.flow(desk, "a field that is filled in", outcome, &said);
}

async fn links(desk: &Desk, record: &mut Record) {
    back_home(desk).await;
    let view = begin(desk, "by-a-link").await;
    let stranger = "ab".repeat(32);
    record.secret("state", &stranger);
    let forged = format!(
        "dev.switchboard.desktop://oauth/callback?attempt={}&state={stranger}",
        view.id
    );
    desk.app.link(&forged);
    desk.app.link(&format!("{forged}&status=success&more=more"));
    desk.app
        .link(&format!("https://evil.example/?state={stranger}"));
    record.flow(desk, "a forged link", "done", "");
    let home = desk.allow(&view, "jane@example.com");
    record.state_of(&home);
    desk.app.link(&home);
    desk.ended(&view.id).await;
    record.flow(desk, "the true link", "done", "");
    desk.app.link(&home);
    record.flow(desk, "a link that was used", "done", "");
    let view = begin(desk, LAST).await;
    desk.deny(&view);
    desk.ended(&view.id).await;
    record.flow(desk, "a sign-in that is refused", "done", "");
}

async fn panics(desk: &Desk, record: &mut Record) {
    let key = desk.sim.api_key();
    let caught = std::panic::catch_unwind(|| panic!("the key was {key} and {}", core::SLIP));
    assert!(caught.is_err());
    record.flow(desk, "a panic with a key in its words", "done", "");
    let told = move || -> Result<(), String> { Err(format!("refused {key}")) };
    let task = tokio::spawn(async move { told().unwrap() });
    assert!(task.await.is_err());
    record.flow(desk, "a panic over an error with a key", "done", "");
}
