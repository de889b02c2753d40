//! Links in what was written.

use crate::{App, Error, Result};
use cairn_domain::web_link;
use serde::Deserialize;
use ts_rs::TS;

/// An address.
#[derive(Debug, Deserialize, TS)]
pub struct OpenLink {
    /// `https://example.org`; a mail address as `mailto:`.
    url: String,
}

/// Opens an address outside. Fails with `not_a_link`, and with `link_failed`.
pub fn open(app: &App, args: OpenLink) -> Result<()> {
    let is_mail = args.url.starts_with("mailto:");
    let url = if is_mail { args.url } else { web_link("url", &args.url)? };
    app.host.open_link(&url).map_err(|_| Error::new("link_failed"))
}
