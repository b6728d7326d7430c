//! Addresses that the server must never ask, whoever wants it to. Names with private addresses and redirects to them
//! are tested where a resolver can be put in: `src/feeds/guard.rs`.

use super::publisher::{Publisher, id};
use crate::support::{Home, Reply};

const FORBIDDEN: [&str; 61] = [
    "http://127.0.0.1/",
    "http://127.0.0.1:8080/",
    "http://127.1/",
    "http://127.0.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0x7f.0.0.1/",
    "http://0177.0.0.1/",
    "http://017700000001/",
    "http://127.0.0.1./",
    "http://0/",
    "http://0.0.0.0/",
    "http://1/",
    "http://%31%32%37.0.0.1/",
    "http://127。0。0。1/",
    "http://１２７.0.0.1/",
    "http://①②⑦.0.0.1/",
    "http://user:pass@127.0.0.1/",
    "http://10.0.0.1/",
    "http://172.16.3.4/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://0xc0a80101/",
    "http://3232235777/",
    "http://100.64.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/",
    "http://0xa9.0xfe.0xa9.0xfe/",
    "http://192.0.0.192/",
    "http://192.0.2.1/",
    "http://198.18.0.1/",
    "http://198.51.100.1/",
    "http://203.0.113.1/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://[::]/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::127.0.0.1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[ff02::1]/",
    "http://[2001:db8::1]/",
    "http://localhost/",
    "http://LocalHost:4000/",
    "http://localhost./",
    "http://a.localhost/",
    "http://printer.local/",
    "http://metadata.google.internal/",
    "http://metadata/",
    "http://router.lan/",
    "https://1.1.1.1:22/",
    "http://example.com:25/",
    "http://example.com:0/",
];

#[tokio::test]
async fn no_private_address_is_asked_in_any_spelling() {
    let home = Home::with(None, |config| config.feeds.allow_private = false).await;
    let device = home.device(&home.listener("ada").await, "desk").await;
    for url in FORBIDDEN {
        for path in [
            "/api/v1/rss/proxy/FEED",
            "/api/v1/rss/proxy/FEED/Zyxo",
            "/api/v1/subscriptions/FEED/metadata",
        ] {
            let reply = device.get(&path.replace("FEED", &id(url))).await;
            assert_eq!(reply.status, 403, "{path} {url}: {}", reply.text);
            assert_eq!(reply.expect(403)["code"], "ADDRESS_REFUSED", "{url}");
        }
    }
}

#[tokio::test]
async fn a_publisher_on_this_machine_hears_nothing() {
    let home = Home::with(None, |config| config.feeds.allow_private = false).await;
    let publisher = Publisher::open().await;
    publisher.feed("/feed.xml", "<rss/>");
    let url = format!("{}/api/v1/rss/proxy/{}", home.base, publisher.id("/feed.xml"));
    assert_eq!(Reply::of(reqwest::get(url).await.unwrap()).await.status, 403);
    assert!(publisher.asked("/feed.xml").is_empty());
}
