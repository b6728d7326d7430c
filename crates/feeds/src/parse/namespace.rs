//! The vocabularies that are read, whatever their prefixes.

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Namespace {
    /// RSS in any version, and Atom in an Atom document.
    Core,
    /// Atom inside RSS.
    Atom,
    Itunes,
    GooglePlay,
    Podcast,
    Content,
    Media,
    DublinCore,
    Syndication,
    Rdf,
    Xhtml,
    Other,
}

/// By address; publishers write them in any case, with and without `s` and `/`.
pub(super) fn by_uri(uri: &str) -> Option<Namespace> {
    let uri = uri.trim().to_ascii_lowercase();
    let uri = uri.trim_start_matches("https://").trim_start_matches("http://");
    let uri = uri.trim_end_matches(['/', '#']);
    Some(match uri {
        "www.w3.org/2005/atom" | "purl.org/atom/ns" => Namespace::Atom,
        "www.itunes.com/dtds/podcast-1.0.dtd" | "www.itunes.com/dtds/podcast-1.0" => {
            Namespace::Itunes
        }
        "www.google.com/schemas/play-podcasts/1.0" => Namespace::GooglePlay,
        "purl.org/rss/1.0/modules/content" => Namespace::Content,
        "search.yahoo.com/mrss" | "www.rssboard.org/media-rss" | "video.search.yahoo.com/mrss" => {
            Namespace::Media
        }
        "purl.org/dc/elements/1.1" | "purl.org/dc/terms" => Namespace::DublinCore,
        "purl.org/rss/1.0/modules/syndication" => Namespace::Syndication,
        "www.w3.org/1999/02/22-rdf-syntax-ns" => Namespace::Rdf,
        "www.w3.org/1999/xhtml" => Namespace::Xhtml,
        "purl.org/rss/1.0"
        | "my.netscape.com/rdf/simple/0.9"
        | "channel.netscape.com/rdf/simple/0.9"
        | "purl.org/net/rss1.1" => Namespace::Core,
        _ if uri.starts_with("podcastindex.org/namespace/")
            || uri.starts_with("github.com/podcastindex-org/podcast-namespace") =>
        {
            Namespace::Podcast
        }
        _ if uri.starts_with("backend.userland.com/rss") => Namespace::Core,
        _ => return None,
    })
}

/// By prefix, for documents that forget to declare it.
pub(super) fn by_prefix(prefix: &str) -> Namespace {
    match prefix {
        "itunes" => Namespace::Itunes,
        "googleplay" => Namespace::GooglePlay,
        "podcast" => Namespace::Podcast,
        "content" => Namespace::Content,
        "media" => Namespace::Media,
        "dc" | "dcterms" => Namespace::DublinCore,
        "sy" => Namespace::Syndication,
        "atom" | "atom10" | "a10" => Namespace::Atom,
        "rdf" => Namespace::Rdf,
        "rss" => Namespace::Core,
        "xhtml" => Namespace::Xhtml,
        _ => Namespace::Other,
    }
}
