//! What the HTML pages share: a self-contained page for light and dark screens, and safe text.

use stage::bytes::harmless;

use crate::report::chart::svg::escaped;

const STYLE: &str = "\
:root{color-scheme:light dark;--ink:#1f2430;--faint:#50596a;--paper:#fbfbfa;--edge:#b9bfc9;--bad:#a3200f}\
@media(prefers-color-scheme:dark){:root{--ink:#e4e7ec;--faint:#a6afbd;--paper:#171a21;--edge:#4a5160;--bad:#ff8a80}}\
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,sans-serif}\
main{max-width:56rem;margin:0 auto;padding:1rem}\
h1,h2,h3,h4{line-height:1.25}\
table{border-collapse:collapse}caption{text-align:left;color:var(--faint);padding:.3rem 0}\
th,td{border:1px solid var(--edge);padding:.25rem .6rem;text-align:left}\
td.number{text-align:right}.bad{color:var(--bad)}.faint{color:var(--faint)}\
.wide{overflow-x:auto}figure{margin:1rem 0}svg{max-width:100%;height:auto}\
code,pre{font:.92em ui-monospace,Menlo,Consolas,monospace;overflow-wrap:anywhere}\
pre{overflow-x:auto;white-space:pre-wrap}";

/// Text from a program or a file's name, for a page.
pub fn safe(text: &str) -> String {
    escaped(&harmless(text))
}

/// Like [`safe`], for a sentence with code between backticks.
pub fn prose(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return safe(text);
    }
    let part = |(at, part): (usize, &&str)| match at % 2 {
        0 => safe(part),
        _ => format!("<code>{}</code>", safe(part)),
    };
    parts.iter().enumerate().map(part).collect()
}

/// A whole page. The title is plain text, and the body is HTML.
pub fn page(title: &str, body: &str) -> String {
    let title = safe(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <h1>{title}</h1>\n{body}</main>\n</body>\n</html>\n"
    )
}

/// A table with its caption and the heads of its columns. The rows are HTML. A screen that is too narrow
/// scrolls it.
pub fn table(caption: &str, heads: &[String], rows: &str) -> String {
    let caption = safe(caption);
    let head = |head: &String| format!("<th scope=\"col\">{}</th>", safe(head));
    let heads: String = heads.iter().map(head).collect();
    format!(
        "<div class=\"wide\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\">\n<table>\n\
         <caption>{caption}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n\
         </table>\n</div>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backticks_make_code_if_each_has_its_partner() {
        assert_eq!(prose("`read` & go"), "<code>read</code> &amp; go");
        assert_eq!(prose("a ` b"), "a ` b");
    }

    #[test]
    fn text_cannot_become_markup() {
        let page = page("<script>\"&\u{1b}[2J", "");
        assert!(page.contains("<title>&lt;script&gt;"), "{page}");
        assert!(!page.contains("<script>") && !page.contains('\u{1b}'), "{page}");
    }
}
