//! `GET /api/v1/subscriptions/{feed}/metadata`.

use serde_json::json;

use super::publisher::{Publisher, id};
use crate::support::on_both;

const FEED: &str = "<rss xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\"><channel>\
    <title>Show</title><description>About &lt;b&gt;it&lt;/b&gt;</description><link>https://show.example/</link>\
    <language>en</language><itunes:author>Jane</itunes:author><itunes:image href=\"https://show.example/c.jpg\"/>\
    <item><title>One</title><guid>1</guid></item><item><title>Two</title><guid>2</guid></item></channel></rss>";

on_both! {
    async fn a_feed_says_what_it_is(home: Home) {
        let publisher = Publisher::open().await;
        publisher.feed("/feed.xml", FEED);
        publisher.feed("/bare.xml", "<rss><channel><title>Bare</title></channel></rss>");
        let device = home.device(&home.listener("ada").await, "desk").await;
        let ask = async |feed: &str| device.get(&format!("/api/v1/subscriptions/{feed}/metadata")).await;
        let metadata = ask(&publisher.id("/feed.xml")).await.expect(200);
        assert_eq!(metadata, json!({"metadata": {
            "title": "Show", "description": "About it", "author": "Jane", "language": "en", "episodes_count": 2,
            "link": "https://show.example/", "cover": {"src": "https://show.example/c.jpg", "srcset": null},
        }}));
        let bare = ask(&publisher.id("/bare.xml")).await.expect(200);
        assert_eq!(bare["metadata"]["cover"], json!(null));
        assert_eq!(ask("*").await.expect(400)["message"], "Invalid feed encoding");
        let gone = ask(&publisher.id("/gone.xml")).await.expect(502);
        assert_eq!((&gone["error"], &gone["message"]), (&json!("BAD_GATEWAY"), &json!("Failed to fetch feed metadata")));
        let page = ask(&id("ftp://example.com/")).await.expect(403);
        assert_eq!(page["code"], "ADDRESS_REFUSED");
    }
}
