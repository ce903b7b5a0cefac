//! Copying out of a help page. What is copied is the page's own text: the window can put
//! nothing of its own on the clipboard.

use wire::help::library;
use wire::{Code, CopyHelp, Fault, Handle, HelpText, Receipt};

use crate::core::App;
use crate::error::Error;

impl Handle<CopyHelp> for App {
    async fn handle(&self, ask: CopyHelp) -> Result<Receipt, Fault> {
        let (text, said) = match ask.what {
            HelpText::Customer(cause) => (cause.customer().to_owned(), "Words copied."),
            HelpText::Steps(cause) if cause.steps().is_empty() => {
                return Err(unknown());
            }
            HelpText::Steps(cause) => (cause.steps().to_owned(), "Steps copied."),
            HelpText::Address(address) if library().names(&address) => (address, "Address copied."),
            HelpText::Address(_) => return Err(unknown()),
        };
        self.0.host.copy(&text).map_err(Error::Clipboard)?;
        Ok(Receipt {
            said: Some(said.to_owned()),
        })
    }
}

fn unknown() -> Fault {
    Fault::new(Code::BadInput, "No help page has this. Nothing was copied.")
}
