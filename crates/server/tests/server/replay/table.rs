//! The table of differences.

use super::{
    difference::{Difference, at},
    limits::LIMITS,
    live::LIVE,
};

const SET_UP: &str = "01-setup-register-authorize.txt";
const PLAY: &str = "05-subscriptions-and-play.txt";
const PUBLIC: &str = "08-public.txt";
const WHICH: &str =
    "Says which failure it was, so that an app can tell a dead feed from a slow one";
const WHEN: &str = "Says when it makes sense to ask again";

const AUTH: &str = "02-auth.txt";
const CODE: &str =
    "Says which failure it was, so that an app knows whether to sign anew or to ask the listener";
const TIMES: &str = "The times in a token count, with 60 s of leeway";
const ACCEPT: &str = "Whoever asks the API gets JSON, whatever it would rather have";
const CORS: &str = "The web app asks from another origin, and is let (protocol.md, section 1.9)";
const METHOD: &str = "Says that the path is right and the method is not";
const NEWEST: &str = "The newest state has it";
const SYNC: &str = "03-sync.txt";
const ODD: &str = "04-sync-playlists-and-odd-input.txt";
const COLLECTIONS: &str = "06-collections.txt";
const PRIVACY: &str = "07-privacy.txt";
const DEFAULT: &str =
    "The collection of all subscriptions is there from the beginning, and `POST` says so";
const MADE: &str = "What was made or renamed is in the answer";
const LEVEL: &str = "Nobody becomes visible by a spelling mistake";
const FORGED: &str = "An address that anybody can write into a header is believed only of proxies that are named in the settings";
const DOCUMENTED: &str = "The documented limit holds";
const PAGES: &str = "Pages are HTML, whatever one would rather have";
const GRANTED: &str = "What the listener granted counts, here as everywhere, and not only what the token says of itself";
const KNOWN: &str =
    "Here it is a message: the changes of other devices (docs/protocol-extensions.md)";
const SCOPES: &str = "11-scopes-and-revocation.txt";
const WHICH_SCOPE: &str =
    "Says which right is missing, so that an app knows what to ask the listener for";
const NO_SCOPE: &str =
    "A right that does not exist is refused on the page, before anybody can grant it";
const SECOND: &str = "12-two-devices-same-second.txt";
const POISONED: &str = "20-poison-events.txt";
const WHICH_ITEM: &str =
    "Says which item the conflict is about; the real server leaves that to be guessed";
const WEB_APP: &str =
    "Today's web app sends this body and reads these lists; the real server ignores it";
const NOT_500: &str = "A body that cannot be used is refused with the reason";
const BODY: &str = "The recording does not have the body. Bodies over the limit get 413 (`tests/server/limits.rs`)";
const KEPT: &str = "What a request leaves out of a playlist stays as it is";
const ORDER: &str = "The lists come in another order, and the first one has items";
const DATED: &str = "A subscription that comes without a date is from the moment in which it came";
const NO_FEED: &str = "An item without its feed can be played by nobody: refused, not kept";
const TWICE: &str = "An item that is named twice is in the list once";
const FRACTION: &str = "Today's web app sends fractions of a second; they are cut off";
const RANGE: &str = "There is no position before the beginning";
const READABLE: &str = "A list can be read also when it is not empty";
const SHOWN: &str =
    "What is popular can be read also when there is something: the shape of the newest state";
const BEFORE: &str = "The recorded listener had these from before the recording";
const SAVED: &str = "A saved episode is liked, and likes are in the answer";
const NULL_ID: &str = "Null is missing, as in the newest state";
const POISON: &str = "Stops the real server for everybody (protocol.md, appendix C): refused";

pub(super) const DIFFERENCES: &[Difference] = &[
    at(
        SET_UP,
        "root after setup",
        "302 instead of 200",
        "There is no page of its own at `/`: whoever is logged in is sent to the dashboard, which has all of it",
    ),
    at(
        SET_UP,
        "authorize page: garbage token",
        "location None instead of Some(\"/\")",
        "No browser follows a `Location` that comes with 400; the page says in words what was wrong",
    ),
    at(AUTH, "no Authorization header", ".code is added", CODE),
    at(AUTH, "Basic scheme", ".code is added", CODE),
    at(AUTH, "lower-case \"bearer\"", ".code is added", CODE),
    at(AUTH, "garbage token", ".code is added", CODE),
    at(AUTH, "garbage a.b.c", ".code is added", CODE),
    at(AUTH, "wrong key", ".code is added", CODE),
    at(AUTH, "alg none", ".code is added", CODE),
    at(AUTH, "RS384", ".code is added", CODE),
    at(AUTH, "PS256", ".code is added", CODE),
    at(AUTH, "HS256", ".code is added", CODE),
    at(AUTH, "no iss", ".code is added", CODE),
    at(AUTH, "no sub", ".code is added", CODE),
    at(AUTH, "sub numeric", ".code is added", CODE),
    at(AUTH, "unknown sub (uuid)", ".code is added", CODE),
    at(AUTH, "unknown iss", ".code is added", CODE),
    at(AUTH, "tampered payload", ".code is added", CODE),
    at(AUTH, "token in query string", ".code is added", CODE),
    at(AUTH, "expired 1 hour ago", "401 instead of 200", TIMES),
    at(AUTH, "nbf in the future", "401 instead of 200", TIMES),
    at(AUTH, "iat in the future", "401 instead of 200", TIMES),
    at(AUTH, "Accept: text/html", "200 instead of 406", ACCEPT),
    at(AUTH, "OPTIONS preflight (CORS)", "200 instead of 404", CORS),
    at(AUTH, "wrong method", "405 instead of 404", METHOD),
    at(AUTH, "not in the snapshot? GET /api/v1/health", "200 instead of 404", NEWEST),
    at(AUTH, "not in the snapshot? GET /api/v1/likes", "200 instead of 404", NEWEST),
    at(AUTH, "not in the snapshot? GET /api/v1/auth/refresh", "405 instead of 404", NEWEST),
    at(
        SYNC,
        "first-sync view",
        ".changes.subscriptions[].subscribed_at is a text instead of null",
        DATED,
    ),
    at(SYNC, "play further (local wins)", ".conflicts[].rss_source_feed is added", WHICH_ITEM),
    at(SYNC, "play further (local wins)", ".conflicts[].rss_source_item is added", WHICH_ITEM),
    at(SYNC, "play less far (remote wins)", ".conflicts[].rss_source_feed is added", WHICH_ITEM),
    at(SYNC, "play less far (remote wins)", ".conflicts[].rss_source_item is added", WHICH_ITEM),
    at(
        SYNC,
        "play played->unplayed without reset",
        ".conflicts[].rss_source_feed is added",
        WHICH_ITEM,
    ),
    at(
        SYNC,
        "play played->unplayed without reset",
        ".conflicts[].rss_source_item is added",
        WHICH_ITEM,
    ),
    at(SYNC, "play reset flag", ".conflicts[].rss_source_feed is added", WHICH_ITEM),
    at(SYNC, "play reset flag", ".conflicts[].rss_source_item is added", WHICH_ITEM),
    at(SYNC, "subscriptions: documented {added, removed} object", "422 instead of 500", NOT_500),
    at(SYNC, "top-level arrays without \"changes\" (old format)", ".likes is added", WEB_APP),
    at(
        SYNC,
        "top-level arrays without \"changes\" (old format)",
        ".play_statuses is added",
        WEB_APP,
    ),
    at(
        SYNC,
        "top-level arrays without \"changes\" (old format)",
        ".subscriptions is added",
        WEB_APP,
    ),
    at(SYNC, "top-level arrays without \"changes\" (old format)", ".synced_at is added", WEB_APP),
    at(ODD, "JSON array body", "422 instead of 200", NOT_500),
    at(ODD, "body over 1 MB", "400 instead of 413", BODY),
    at(ODD, "changes is an array", "422 instead of 500", NOT_500),
    at(
        ODD,
        "first-sync view after delete (deleted playlist listed?)",
        ".changes.playlists[].description is a text instead of null",
        KEPT,
    ),
    at(
        ODD,
        "first-sync view after delete (deleted playlist listed?)",
        ".changes.playlists[].items has 3 instead of 0",
        ORDER,
    ),
    at(
        ODD,
        "first-sync view after delete (deleted playlist listed?)",
        ".changes.subscriptions[].subscribed_at is a text instead of null",
        DATED,
    ),
    at(ODD, "last_sync garbage", ".changes.playlists[].items has 1 instead of 0", ORDER),
    at(
        ODD,
        "last_sync garbage",
        ".changes.subscriptions[].subscribed_at is a text instead of null",
        DATED,
    ),
    at(ODD, "last_sync number", "422 instead of 500", NOT_500),
    at(ODD, "no content type", ".changes.playlists[].items has 1 instead of 0", ORDER),
    at(
        ODD,
        "no content type",
        ".changes.subscriptions[].subscribed_at is a text instead of null",
        DATED,
    ),
    at(
        ODD,
        "playlist id not a uuid (documented example \"playlist-local-123\")",
        "422 instead of 500",
        NOT_500,
    ),
    at(ODD, "playlist items as plain strings (documented example)", "422 instead of 500", NOT_500),
    at(ODD, "playlist without name", "422 instead of 500", NOT_500),
    at(ODD, "playlist: item with no feed", "422 instead of 200", NO_FEED),
    at(ODD, "playlist: same item twice", "200 instead of 500", TWICE),
    at(
        ODD,
        "playlists, first-sync view",
        ".changes.playlists[].description is a text instead of null",
        KEPT,
    ),
    at(
        ODD,
        "playlists, first-sync view",
        ".changes.subscriptions[].subscribed_at is a text instead of null",
        DATED,
    ),
    at(ODD, "position beyond int32", "422 instead of 500", NOT_500),
    at(ODD, "position float", "200 instead of 422", FRACTION),
    at(ODD, "position negative", "422 instead of 200", RANGE),
    at(ODD, "position string", ".changes.playlists[].items has 1 instead of 0", ORDER),
    at(
        ODD,
        "position string",
        ".changes.subscriptions[].subscribed_at is a text instead of null",
        DATED,
    ),
    at(PLAY, "list (one subscription)", "200 instead of 500", READABLE),
    at(PLAY, "list after 0.5 s", "200 instead of 500", READABLE),
    at(PLAY, "list immediately (eventual consistency?)", "200 instead of 500", READABLE),
    at(PLAY, "list", "200 instead of 500", READABLE),
    at(PLAY, "play list filtered by feed", "200 instead of 500", READABLE),
    at(PLAY, "play list limit=abc", "200 instead of 500", READABLE),
    at(PLAY, "play list played=true", "200 instead of 500", READABLE),
    at(PLAY, "unsubscribe unknown", "404 instead of 200", POISON),
    at(PLAY, "metadata of the feed (server would fetch it: no network)", ".code is added", WHICH),
    at(
        PLAY,
        "metadata of the feed (server would fetch it: no network)",
        ".retry_after_seconds is added",
        WHEN,
    ),
    at(PLAY, "metadata: loopback feed (SSRF filter)", ".code is added", WHICH),
    at(PLAY, "metadata: loopback feed (SSRF filter)", ".retry_after_seconds is added", WHEN),
    at(COLLECTIONS, "create (title)", "201 instead of 500", MADE),
    at(COLLECTIONS, "list", ".collections has 1 instead of 0", DEFAULT),
    at(COLLECTIONS, "rename", "200 instead of 500", MADE),
    at(PRIVACY, "show (one row)", "200 instead of 500", READABLE),
    at(PRIVACY, "show feed", "200 instead of 500", READABLE),
    at(PRIVACY, "set unknown value", "422 instead of 200", LEVEL),
    at(PUBLIC, "trending podcasts", "200 instead of 500", SHOWN),
    at(PUBLIC, "trending limit=2", "200 instead of 500", SHOWN),
    at(PUBLIC, "trending limit=abc", "200 instead of 500", SHOWN),
    at(PUBLIC, "trending period", "200 instead of 500", SHOWN),
    at(PUBLIC, "trending episodes", "200 instead of 500", SHOWN),
    at(PUBLIC, "feed popularity", "200 instead of 500", SHOWN),
    at(PUBLIC, "episode popularity", "200 instead of 500", SHOWN),
    at(PUBLIC, "timeline", "200 instead of 500", SHOWN),
    at(PUBLIC, "timeline limit", "200 instead of 500", SHOWN),
    at(PUBLIC, "trending with a bad token", "200 instead of 500", SHOWN),
    at(PUBLIC, "trending with Origin", "200 instead of 500", SHOWN),
    at(PUBLIC, "rss proxy (no network)", ".code is added", WHICH),
    at(PUBLIC, "rss proxy (no network)", ".retry_after_seconds is added", WHEN),
    at(PUBLIC, "rss proxy accept json", ".code is added", WHICH),
    at(PUBLIC, "rss proxy accept json", ".retry_after_seconds is added", WHEN),
    at(LIMITS, "collections (documented 100/min): one more", "429 instead of 200", DOCUMENTED),
    at(LIMITS, "public trending: one more", "200 instead of 500", SHOWN),
    at(LIMITS, "auth failures: one more", ".code is added", CODE),
    at(LIMITS, "apps list with a spoofed X-Forwarded-For", "429 instead of 200", FORGED),
    at(LIMITS, "login form (per IP?): one more", "200 instead of 406", PAGES),
    at(LIMITS, "sync after the minute boundary", ".changes.plays has 0 instead of 2", BEFORE),
    at(LIVE, r#"{"type": "auth", "token": "<jwt>"}"#, ".error is missing", GRANTED),
    at(LIVE, r#"{"type": "auth", "token": "<jwt>"}"#, ".data is added", GRANTED),
    at(LIVE, r#"{"type": "auth", "token": "<jwt>"}"#, ".message is added", GRANTED),
    at(
        LIVE,
        r#"{"type": "subscribe", "feed": "aHR0cHM6Ly9leGFtcGxlLmludmFsaWQvd3MueG1s"}"#,
        ".error is missing",
        KNOWN,
    ),
    at(
        LIVE,
        r#"{"type": "subscribe", "feed": "aHR0cHM6Ly9leGFtcGxlLmludmFsaWQvd3MueG1s"}"#,
        ".data is added",
        KNOWN,
    ),
    at(
        LIVE,
        r#"{"type": "subscribe", "feed": "aHR0cHM6Ly9leGFtcGxlLmludmFsaWQvd3MueG1s"}"#,
        ".message is added",
        KNOWN,
    ),
    at(
        LIVE,
        r#"{"type": "subscribe", "feed": "aHR0cHM6Ly9leGFtcGxlLmludmFsaWQvd3MueG1s"}"#,
        ".opid is added",
        KNOWN,
    ),
    at(
        LIMITS,
        "sync after the minute boundary",
        ".changes.subscriptions has 0 instead of 2",
        BEFORE,
    ),
    at(SCOPES, "read-only app", "200 instead of 500", READABLE),
    at(SCOPES, "read-only app", ".code is added", CODE),
    at(SCOPES, "read-only app", ".required_scope is added", WHICH_SCOPE),
    at(SCOPES, "after re-authorization with user.sync", ".code is added", CODE),
    at(SCOPES, "after re-authorization with user.sync", ".required_scope is added", WHICH_SCOPE),
    at(
        SCOPES,
        "after re-authorization with user.sync",
        ".changes.plays has 0 instead of 2",
        BEFORE,
    ),
    at(
        SCOPES,
        "after re-authorization with user.sync",
        ".changes.subscriptions has 0 instead of 2",
        BEFORE,
    ),
    at(SCOPES, "scope user", ".changes.plays has 0 instead of 2", BEFORE),
    at(SCOPES, "scope user", ".changes.subscriptions has 0 instead of 2", BEFORE),
    at(SCOPES, "GET /authorize undefined scope names", "422 instead of 200", NO_SCOPE),
    at(
        SCOPES,
        "POST /authorize undefined scope names scopes=['user.collections.read', 'bogus.scope']",
        "422 instead of 500",
        NO_SCOPE,
    ),
    at(SCOPES, "scope user", "200 instead of 500", READABLE),
    at(SCOPES, "scope user", ".collections has 1 instead of 0", DEFAULT),
    at(SCOPES, "new key after rotation", ".collections has 1 instead of 0", DEFAULT),
    at(SCOPES, "request after re-authorization", ".collections has 1 instead of 0", DEFAULT),
    at(SCOPES, "old key after rotation", ".code is added", CODE),
    at(SCOPES, "request with the revoked app", ".code is added", CODE),
    at(SCOPES, "sync with the revoked app", ".code is added", CODE),
    at(SECOND, "B syncs at the start of a second", ".changes.plays has 0 instead of 2", BEFORE),
    at(
        SECOND,
        "B syncs at the start of a second",
        ".changes.subscriptions has 0 instead of 2",
        BEFORE,
    ),
    at(POISONED, "  then: sync view", ".changes.likes has 1 instead of 0", SAVED),
    at(POISONED, "PUT position of an item the server does not know", "404 instead of 200", POISON),
    at(POISONED, "play, feed null", "400 instead of 200", POISON),
    at(POISONED, "play, item not base64", "422 instead of 200", POISON),
    at(POISONED, "play, position \"7\"", "422 instead of 200", POISON),
    at(POISONED, "play, position 10.5", "422 instead of 200", POISON),
    at(POISONED, "play, position 3000000000", "422 instead of 200", POISON),
    at(POISONED, "play, position null", "400 instead of 200", POISON),
    at(POISONED, "save episode without feed", "422 instead of 200", POISON),
    at(POISONED, "subscribe, feed \"\" and id \"\"", "400 instead of 200", POISON),
    at(POISONED, "subscribe, feed null", "400 instead of 200", POISON),
    at(POISONED, "subscribe, rss_source_id null", "400 instead of 200", NULL_ID),
    at(POISONED, "unsubscribe unknown feed", "404 instead of 200", POISON),
];
