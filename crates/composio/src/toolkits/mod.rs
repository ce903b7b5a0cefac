//! `/toolkits`.

pub(crate) mod fields;
pub(crate) mod model;

use crate::client::Client;
use crate::error::Error;
use crate::http::answer::Answer;
use crate::http::call::Call;
use crate::page::{Page, Pages, pages};
use crate::toolkits::model::{Category, Toolkit, ToolkitDetail};

/// Toolkits: see [`Client::toolkits`].
pub struct Toolkits<'a>(pub(crate) &'a Client);

/// Which toolkits a list gives.
#[derive(Clone, Debug, Default)]
pub struct ListToolkits {
    /// With this in the name.
    pub search: Option<String>,
    /// Of this category.
    pub category: Option<String>,
    /// In which order.
    pub sort_by: Option<ToolkitOrder>,
    /// Also those that are on their way out.
    pub include_deprecated: bool,
    /// How many per page.
    pub limit: Option<u32>,
    /// From where on.
    pub cursor: Option<String>,
}

/// The order of a list of toolkits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToolkitOrder {
    /// The most used first.
    Usage,
    /// By name.
    Alphabetically,
}

impl Toolkits<'_> {
    /// One page of toolkits.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn list(&self, which: &ListToolkits) -> Result<Page<Toolkit>, Error> {
        let sort_by = which.sort_by.map(|order| match order {
            ToolkitOrder::Usage => "usage",
            ToolkitOrder::Alphabetically => "alphabetically",
        });
        let call = Call::get("toolkits", &[])
            .with("search", which.search.as_deref())
            .with("category", which.category.as_deref())
            .with("sort_by", sort_by)
            .with(
                "include_deprecated",
                which.include_deprecated.then_some(true),
            )
            .with("limit", which.limit)
            .with("cursor", which.cursor.as_deref());
        let read = |answer: &Answer<'_>| Page::read(answer, Toolkit::read);
        self.0.send(call, read).await
    }

    /// All pages.
    #[must_use]
    pub fn pages(&self, which: ListToolkits) -> Pages<Toolkit> {
        let client = self.0.clone();
        pages(which.limit, which.cursor.clone(), move |limit, cursor| {
            let client = client.clone();
            let which = ListToolkits {
                limit: Some(limit),
                cursor,
                ..which.clone()
            };
            async move { client.toolkits().list(&which).await }
        })
    }

    /// One toolkit with what its accounts need.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn get(&self, slug: &str) -> Result<ToolkitDetail, Error> {
        let call = Call::get("toolkits/{slug}", &[slug]);
        let read = |answer: &Answer<'_>| answer.read(ToolkitDetail::read);
        self.0.send(call, read).await
    }

    /// The categories.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn categories(&self) -> Result<Page<Category>, Error> {
        let call = Call::get("toolkits/categories", &[]);
        let read = |answer: &Answer<'_>| Page::read(answer, Category::read);
        self.0.send(call, read).await
    }
}
