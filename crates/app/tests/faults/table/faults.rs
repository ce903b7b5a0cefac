//! The thirty-seven ways in which a request goes wrong.

use simulator::Fault;

fn status(status: u16) -> Fault {
    Fault {
        status: Some(status),
        ..Fault::default()
    }
}

fn told(status_code: u16, wait: &str) -> Fault {
    Fault {
        retry_after: Some(wait.into()),
        ..status(status_code)
    }
}

fn body(status_code: u16, body: &str) -> Fault {
    Fault {
        body: Some(body.into()),
        ..status(status_code)
    }
}

/// The call takes effect, and its answer is spoilt.
fn spoilt(body: &str) -> Fault {
    Fault {
        body: Some(body.into()),
        ..Fault::default()
    }
}

fn dropped(when: &str) -> Fault {
    Fault {
        drop: Some(when.into()),
        ..Fault::default()
    }
}

fn hanging(when: &str) -> Fault {
    Fault {
        hang: Some(when.into()),
        ..Fault::default()
    }
}

/// Those after which nobody was told what the call did, although it did it.
pub(crate) const LOST: [&str; 5] = [
    "answer cut",
    "answer garbled",
    "connection closed after",
    "no answer after",
    "done, then 502",
];

/// Each by its name. What they are said on is up to the caller.
pub(crate) fn all() -> Vec<(&'static str, Fault)> {
    let elsewhere = Fault {
        location: Some("https://elsewhere.example/".into()),
        ..status(302)
    };
    let done = Fault {
        commit: true,
        ..body(502, "html")
    };
    vec![
        ("400", status(400)),
        ("401", status(401)),
        ("402", status(402)),
        ("403", status(403)),
        ("404", status(404)),
        ("404 page", body(404, "html")),
        ("404 {}", body(404, "object")),
        ("405", status(405)),
        ("408", status(408)),
        ("409", status(409)),
        ("410", status(410)),
        ("422", status(422)),
        ("425", status(425)),
        ("429", status(429)),
        ("429 for 2 s", told(429, "2")),
        ("429 for 15 min", told(429, "900")),
        (
            "429 until yesterday",
            told(429, "Wed, 21 Oct 2015 07:28:00 GMT"),
        ),
        ("429 for ever and a day", told(429, "soon")),
        ("500", status(500)),
        ("500 empty", body(500, "empty")),
        ("502 page", body(502, "html")),
        ("503", status(503)),
        ("503 for 5 s", told(503, "5")),
        ("504", status(504)),
        ("520", status(520)),
        ("200 page", body(200, "html")),
        ("200 empty", body(200, "empty")),
        ("200 {}", body(200, "object")),
        ("200 cut", body(200, "truncated")),
        ("sent elsewhere", elsewhere),
        ("connection closed before", dropped("before")),
        ("no answer before", hanging("before")),
        (LOST[0], spoilt("truncated")),
        (LOST[1], spoilt("malformed")),
        (LOST[2], dropped("after")),
        (LOST[3], hanging("after")),
        (LOST[4], done),
    ]
}

/// The fault of that name, on a route.
pub(crate) fn on(name: &str, route: &str) -> Fault {
    let (_, fault) = all().into_iter().find(|(known, _)| *known == name).unwrap();
    Fault {
        route: route.into(),
        ..fault
    }
}

/// The same at so many calls; 0 is all of them.
pub(crate) fn times(name: &str, route: &str, times: u32) -> Fault {
    Fault {
        times: Some(times),
        ..on(name, route)
    }
}
