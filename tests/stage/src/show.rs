//! A podcast as its publisher writes it.

use std::{fmt::Write, time::Duration};

use chrono::{DateTime, Utc};
use quick_xml::escape::escape;

#[derive(Debug, Clone, Default)]
pub struct Show {
    pub title: String,
    pub author: String,
    pub description: String,
    pub language: &'static str,
    /// What the ids of its episodes begin with.
    pub ids: String,
    /// The address of a cover.
    pub cover: Option<String>,
    /// Newest first.
    pub episodes: Vec<Episode>,
}

#[derive(Debug, Clone, Default)]
pub struct Episode {
    pub title: String,
    /// HTML.
    pub notes: String,
    pub published: DateTime<Utc>,
    pub length: Option<Duration>,
    pub season_and_number: Option<(u32, u32)>,
    pub explicit: bool,
    pub enclosure: Option<Enclosure>,
}

#[derive(Debug, Clone)]
pub struct Enclosure {
    pub url: String,
    pub mime: &'static str,
    pub bytes: usize,
}

impl Show {
    /// The feed, in RSS 2.0.
    pub fn rss(&self) -> String {
        let mut rss = String::from(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" \
             xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\" \
             xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel>\n",
        );
        let language = if self.language.is_empty() { "en" } else { self.language };
        for (name, value) in [
            ("title", self.title.as_str()),
            ("itunes:author", &self.author),
            ("description", &self.description),
            ("language", language),
        ] {
            element(&mut rss, name, value);
        }
        if let Some(cover) = &self.cover {
            let _ = writeln!(rss, "<itunes:image href=\"{}\"/>", escape(cover.as_str()));
        }
        for (index, episode) in self.episodes.iter().enumerate() {
            let id = format!("{}episode-{}", self.ids, self.episodes.len() - index);
            episode.write(&mut rss, &id);
        }
        rss.push_str("</channel></rss>\n");
        rss
    }
}

impl Episode {
    fn write(&self, rss: &mut String, id: &str) {
        rss.push_str("<item>\n");
        element(rss, "title", &self.title);
        let _ = writeln!(rss, "<guid isPermaLink=\"false\">{id}</guid>");
        element(rss, "pubDate", &self.published.to_rfc2822());
        element(rss, "content:encoded", &self.notes);
        if let Some(length) = self.length {
            element(rss, "itunes:duration", &length.as_secs().to_string());
        }
        if let Some((season, number)) = self.season_and_number {
            element(rss, "itunes:season", &season.to_string());
            element(rss, "itunes:episode", &number.to_string());
        }
        element(rss, "itunes:explicit", if self.explicit { "true" } else { "false" });
        if let Some(Enclosure { url, mime, bytes }) = &self.enclosure {
            let url = escape(url.as_str());
            let _ = writeln!(rss, "<enclosure url=\"{url}\" type=\"{mime}\" length=\"{bytes}\"/>");
        }
        rss.push_str("</item>\n");
    }
}

fn element(rss: &mut String, name: &str, value: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(rss, "<{name}>{}</{name}>", escape(value));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_every_item_has_its_own_guid() {
        let episode = Episode { title: "Q&A <live>".to_owned(), ..Episode::default() };
        let show = Show { episodes: vec![episode.clone(), episode], ..Show::default() };
        let rss = show.rss();
        assert!(rss.contains("<title>Q&amp;A &lt;live&gt;</title>"), "{rss}");
        assert!(rss.contains(">episode-2</guid>") && rss.contains(">episode-1</guid>"));
    }
}
