use std::{collections::BTreeMap, fmt::Write as _};

use quick_xml::escape::escape;

use super::OpmlFeed;
use crate::text::one_line;

/// Writes feeds as other apps read them: those without a folder first, then each folder with those that are in it.
pub fn write_opml(title: &str, feeds: &[OpmlFeed]) -> String {
    let mut folders: BTreeMap<&str, String> = BTreeMap::new();
    let mut outlines = String::new();
    for feed in feeds {
        if feed.folders.is_empty() {
            outline(&mut outlines, "    ", feed);
        }
        for folder in &feed.folders {
            outline(folders.entry(folder).or_default(), "      ", feed);
        }
    }
    for (folder, inside) in folders {
        let name = attribute(folder);
        let _ = write!(
            outlines,
            "    <outline text=\"{name}\" title=\"{name}\">\n{inside}    </outline>\n"
        );
    }
    let title = attribute(title);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n    <title>{title}</title>\n  \
         </head>\n  <body>\n{outlines}  </body>\n</opml>\n"
    )
}

fn outline(into: &mut String, indent: &str, feed: &OpmlFeed) {
    let title = attribute(feed.title.as_deref().unwrap_or(feed.feed.as_str()));
    let address = attribute(feed.feed.as_str());
    let _ = writeln!(
        into,
        "{indent}<outline type=\"rss\" text=\"{title}\" title=\"{title}\" xmlUrl=\"{address}\"/>"
    );
}

/// Without what XML forbids.
fn attribute(text: &str) -> String {
    let text: String = text.chars().filter(|c| !matches!(c, '\u{fffe}' | '\u{ffff}')).collect();
    escape(one_line(&text, usize::MAX)).into_owned()
}
