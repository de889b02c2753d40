//! Markdown as HTML that is safe to show, whoever wrote it.

use pulldown_cmark::{Options, Parser, html};

/// Renders Markdown. Scripts, styles, forms and pictures from elsewhere are taken out; links keep their address and
/// open only through the desktop.
pub(crate) fn render(markdown: &str) -> String {
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    let mut rendered = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut rendered, Parser::new_ext(markdown, options));
    ammonia::Builder::default()
        .rm_tags(["img", "map", "area"])
        .url_schemes(["http", "https", "mailto"].into())
        .url_relative(ammonia::UrlRelative::Deny)
        .clean(&rendered)
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::script("<script>alert(1)</script>Hello", "Hello")]
    #[case::handler("<b onclick='x()'>Hello</b>", "<p><b>Hello</b></p>\n")]
    #[case::javascript("[a](javascript:alert(1))", "<p><a rel=\"noopener noreferrer\">a</a></p>\n")]
    #[case::picture("![a](https://example.org/a.png)", "<p></p>\n")]
    #[case::list("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n")]
    fn only_harmless_html_comes_out(#[case] markdown: &str, #[case] expected: &str) {
        assert_eq!(render(markdown), expected);
    }
}
