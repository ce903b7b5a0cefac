//! Reading the plain HTML of the consent pages: forms, their fields and their buttons.

/// A form on a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    /// Where it goes, as written.
    pub action: String,
    /// Whether it is posted.
    pub is_post: bool,
    /// Its fields.
    pub fields: Vec<Field>,
    /// Its submit buttons.
    pub buttons: Vec<Button>,
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// `hidden`, `text`, `checkbox`, `radio`, ...
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Whether it is ticked.
    pub checked: bool,
}

/// A button that sends a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// Its name, often empty.
    pub name: String,
    /// Its value.
    pub value: String,
    /// What is written on it.
    pub label: String,
}

/// The forms of `html`, in order.
pub fn forms(html: &str) -> Vec<Form> {
    let mut forms = Vec::new();
    let mut open: Option<Form> = None;
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let Some(end) = rest.find('>') else { break };
        let (tag, after) = (&rest[..end], &rest[end + 1..]);
        rest = after;
        let name = tag
            .split([' ', '\n', '/'])
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        match (name.as_str(), open.as_mut()) {
            ("form", _) => {
                open = Some(Form {
                    action: attribute(tag, "action").unwrap_or_default(),
                    is_post: attribute(tag, "method")
                        .is_some_and(|method| method.eq_ignore_ascii_case("post")),
                    ..Form::default()
                });
            }
            ("input", Some(form)) => add_input(form, tag),
            ("button", Some(form)) => form.buttons.push(Button {
                name: attribute(tag, "name").unwrap_or_default(),
                value: attribute(tag, "value").unwrap_or_default(),
                label: text_until(after, "</button"),
            }),
            ("", _) if tag.starts_with("/form") => forms.extend(open.take()),
            _ => {}
        }
    }
    forms.extend(open);
    forms
}

fn add_input(form: &mut Form, tag: &str) {
    let kind = attribute(tag, "type").unwrap_or_else(|| "text".to_owned());
    let name = attribute(tag, "name").unwrap_or_default();
    let value = attribute(tag, "value");
    if kind == "submit" {
        let label = value.clone().unwrap_or_default();
        form.buttons.push(Button {
            name,
            value: label.clone(),
            label,
        });
    } else if !name.is_empty() {
        form.fields.push(Field {
            value: value.unwrap_or_else(|| default_value(&kind).to_owned()),
            kind,
            name,
            checked: tag.split_whitespace().any(is_checked),
        });
    }
}

fn is_checked(word: &str) -> bool {
    word.split('=').next() == Some("checked")
}

fn default_value(kind: &str) -> &'static str {
    match kind {
        "checkbox" | "radio" => "on",
        _ => "",
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut rest = tag;
    while let Some(at) = rest.find(name) {
        let before_is_space = rest[..at].ends_with(char::is_whitespace);
        rest = &rest[at + name.len()..];
        let Some(value) = rest.trim_start().strip_prefix('=') else {
            continue;
        };
        if !before_is_space {
            continue;
        }
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let value = match quote {
            Some(quote) => value[1..].split(quote).next(),
            None => value.split_whitespace().next(),
        };
        return value.map(plain);
    }
    None
}

fn text_until(html: &str, end: &str) -> String {
    let inside = html.split(end).next().unwrap_or_default();
    let mut text = String::new();
    let mut in_tag = false;
    for letter in inside.chars() {
        match letter {
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ if !in_tag => text.push(letter),
            _ => {}
        }
    }
    plain(text.trim())
}

fn plain(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_consent_form_is_read_as_a_browser_reads_it() {
        let page = r#"<h1>Sign in</h1><form method="post" action="/s/x?a=1&amp;b=2">
            <input type="hidden" name="token" value="a&quot;b">
            <input type=radio name=account value=jane@example.com checked>
            <input type="checkbox" name="scope" value="mail.read" checked="checked">
            <button type="submit" name="decision" value="allow"><b>Allow</b> it</button>
            <input type="submit" name="decision" value="Cancel"></form><form></form>"#;
        let forms = forms(page);
        assert_eq!(forms.len(), 2, "both forms are there");
        let form = &forms[0];
        assert!(form.is_post, "the method is read");
        assert_eq!(form.action, "/s/x?a=1&b=2");
        assert_eq!(form.fields[0].value, "a\"b");
        assert_eq!(form.fields[1].value, "jane@example.com");
        assert!(
            form.fields[1].checked && form.fields[2].checked,
            "ticks are read"
        );
        assert_eq!(form.buttons[0].label, "Allow it");
        assert_eq!(form.buttons[1].label, "Cancel");
    }

    #[test]
    fn a_page_without_an_end_is_read_as_far_as_it_goes() {
        assert_eq!(forms("<form action='/x'><button>Go")[0].buttons.len(), 1);
        assert_eq!(forms("<p>Expired</p> <").len(), 0);
    }
}
