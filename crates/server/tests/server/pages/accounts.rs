//! Making an account, logging in and out.

use balados_server::config::Registration;

use super::{
    Browser, PASSWORD,
    browser::{attribute, count, location},
};
use crate::support::{Home, on_both};

async fn with(registration: Registration) -> Home {
    Home::with(None, |config| config.registration = registration).await
}

on_both! {
    async fn the_first_account_is_set_up_once(home: Home) {
        let browser = Browser::new(&home);
        assert_eq!(location(&browser.get("/").await), "/setup");
        let made = browser.sign_up("/setup", "ada").await;
        assert_eq!((made.status, location(&made)), (302, "/dashboard"));
        let is_admin: i64 = sqlx::query_scalar("select is_admin from account").fetch_one(&home.sql).await.unwrap();
        assert_eq!(is_admin, 1);
        let dashboard = browser.get("/dashboard").await;
        let uuid: String = sqlx::query_scalar("select uuid from account").fetch_one(&home.sql).await.unwrap();
        assert_eq!(attribute(&dashboard.text, "body", "data-current-user-id"), uuid);

        let late = Browser::new(&home);
        assert_eq!(location(&late.get("/setup").await), "/");
        let refused = late.submit("/users/log_in", "/setup", &[("user[username]", "eve"), ("user[password]", PASSWORD)]).await;
        assert_eq!(location(&refused), "/");
        let accounts: i64 = sqlx::query_scalar("select count(*) from account").fetch_one(&home.sql).await.unwrap();
        assert_eq!(accounts, 1);
    }

    async fn what_does_not_fit_is_said_beside_the_field(home: Home) {
        home.listener("ada").await;
        let browser = Browser::new(&home);
        let fields = [("user[username]", "a b"), ("user[email]", "nobody"), ("user[password]", "short"),
            ("user[password_confirmation]", "other")];
        let page = browser.submit("/users/register", "/users/register", &fields).await;
        assert_eq!(page.status, 200);
        for id in ["username", "email", "password", "confirmation"] {
            let described = attribute(&page.text, &format!("#{id}"), "aria-describedby");
            assert_eq!(described, format!("{id}-error"));
        }
        assert!(!page.text.contains("value=\"short\""), "a password is never sent back");
        let taken = browser.sign_up("/users/register", "ADA").await;
        assert_eq!(attribute(&taken.text, "#username", "aria-describedby"), "username-error");
    }

    async fn one_comes_back_to_where_one_was_going(home: Home) {
        Browser::registered(&home, "ada").await;
        let browser = Browser::new(&home);
        let long = format!("/authorize?token={}", "x".repeat(3_000));
        let asked = browser.get(&long).await;
        let log_in = location(&asked).to_owned();
        assert!(log_in.starts_with("/users/log_in?return_to="));
        let page = browser.get(&log_in).await;
        let back = attribute(&page.text, "input[name=return_to]", "value");
        assert_eq!(back, long);
        for (target, end) in [(back.as_str(), long.as_str()), ("//evil.example", "/dashboard"),
            ("https://evil.example/", "/dashboard"), ("/\\evil.example", "/dashboard"), ("/\t/evil.example", "/dashboard")] {
            let browser = Browser::new(&home);
            let fields = [("user[username]", "ada"), ("user[password]", PASSWORD), ("return_to", target)];
            let done = browser.submit("/users/log_in", "/users/log_in", &fields).await;
            assert_eq!(location(&done), end);
        }
    }

    async fn a_script_without_the_hidden_field_comes_back_too(home: Home) {
        Browser::registered(&home, "ada").await;
        let browser = Browser::new(&home);
        browser.get("/authorize?token=a.b.c&x=%26").await;
        assert_eq!(location(&browser.log_in("ada", PASSWORD).await), "/authorize?token=a.b.c&x=%26");
        browser.submit("/dashboard", "/users/log_out", &[("_method", "delete")]).await;
        assert_eq!(location(&browser.log_in("ada", PASSWORD).await), "/dashboard");
        let browser = Browser::new(&home);
        browser.set_cookie("_balados_return_to", "%2F%2Fevil.example");
        assert_eq!(location(&browser.log_in("ada", PASSWORD).await), "/dashboard");
    }

    async fn five_failures_lock_for_a_while(home: Home) {
        Browser::registered(&home, "ada").await;
        let browser = Browser::new(&home);
        for _ in 0..5 {
            assert_eq!(browser.log_in("ada", "Wrong-horse-12").await.status, 200);
        }
        let locked = browser.log_in("ada", PASSWORD).await;
        assert_eq!(locked.status, 200);
        assert!(locked.text.contains("15 minutes"), "{}", locked.text);
        sqlx::query("update account set locked_ms = 0 where username = 'ada'").execute(&home.sql).await.unwrap();
        assert_eq!(location(&browser.log_in("Ada", PASSWORD).await), "/dashboard");

        sqlx::query("update account set locked_ms = 0 where username = 'ada'").execute(&home.sql).await.unwrap();
        let by_admin = Browser::new(&home).log_in("ada", PASSWORD).await;
        assert_eq!(by_admin.status, 200, "a lock without failures stays");
        assert_eq!(Browser::new(&home).log_in("nobody", PASSWORD).await.status, 200);
    }

    async fn the_menu_says_where_one_is(home: Home) {
        let stranger = Browser::new(&home);
        let here = "nav a[aria-current=page]";
        assert_eq!(count(&stranger.get("/setup").await.text, "nav a"), 0);
        let ada = Browser::registered(&home, "ada").await;
        for path in ["/dashboard", "/discover", "/apps", "/account"] {
            assert_eq!(attribute(&ada.get(path).await.text, here, "href"), path);
        }
        assert_eq!(attribute(&stranger.get("/discover").await.text, here, "href"), "/discover");
        for (path, status) in [("/nowhere", 404), ("/tokens", 405)] {
            let nothing = ada.get(path).await;
            assert_eq!((nothing.status, count(&nothing.text, "h1"), count(&nothing.text, "nav a")), (status, 1, 0));
        }
    }

    async fn a_form_of_another_session_is_refused(home: Home) {
        let ada = Browser::registered(&home, "ada").await;
        let eve = Browser::registered(&home, "eve").await;
        let foreign = attribute(&eve.get("/dashboard").await.text, "meta[name=csrf-token]", "content");
        for token in ["", "x", foreign.as_str()] {
            let refused = ada.post("/users/log_out", &[("_csrf_token", token), ("_method", "delete")]).await;
            assert_eq!(refused.status, 403, "{token}");
            assert!(refused.text.contains("<h1>"), "a page, not JSON");
        }
        let missing = ada.post("/users/log_out", &[]).await;
        assert_eq!(missing.status, 403);
        assert_eq!(ada.get("/dashboard").await.status, 200);
        let out = ada.submit("/dashboard", "/users/log_out", &[("_method", "delete")]).await;
        assert_eq!(out.status, 302);
        assert!(location(&ada.get("/dashboard").await).starts_with("/users/log_in"));
    }

    async fn a_planted_session_is_not_taken_over(home: Home) {
        Browser::registered(&home, "ada").await;
        let browser = Browser::new(&home);
        let planted = "p".repeat(43);
        browser.set_cookie("_balados_sync_web_key", &planted);
        assert_eq!(location(&browser.log_in("ada", PASSWORD).await), "/dashboard");
        assert_ne!(browser.cookie("_balados_sync_web_key").unwrap(), planted);
        let eve = Browser::new(&home);
        eve.set_cookie("_balados_sync_web_key", &planted);
        assert_ne!(eve.get("/dashboard").await.status, 200);
        let kept: Vec<String> = sqlx::query_scalar("select digest from session").fetch_all(&home.sql).await.unwrap();
        assert!(!kept.contains(&browser.cookie("_balados_sync_web_key").unwrap()), "only digests are kept");
    }

    async fn pages_speak_both_languages(home: Home) {
        let browser = Browser::registered(&home, "ada").await;
        for path in ["/dashboard", "/apps", "/account", "/subscriptions/import", "/authorize"] {
            for lang in ["fr", "en"] {
                let page = browser.get(&format!("{path}?locale={lang}")).await;
                assert_eq!(attribute(&page.text, "html", "lang"), lang, "{path}");
                let kept = browser.get(path).await;
                assert_eq!(attribute(&kept.text, "html", "lang"), lang, "{path}");
                let policy = page.headers["content-security-policy"].to_str().unwrap();
                assert!(policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
                assert_eq!(page.headers["cache-control"], "no-store");
            }
        }
        for (form, page) in [("/account/password", "/account"), ("/tokens", "/apps"), ("/privacy?x=1", "/privacy?x=1")] {
            let shown = browser.submit("/account", form, &[("level", "private")]).await;
            let other = attribute(&shown.text, "footer a", "href");
            assert_eq!(browser.get(&other).await.status, 200, "{other} is a page");
            assert!(other.starts_with(page), "{other}");
        }
        let style = attribute(&browser.get("/dashboard").await.text, "link[rel=stylesheet]", "href");
        let icon = attribute(&browser.get("/dashboard").await.text, "link[rel=icon]", "href");
        assert_eq!(browser.get(&icon).await.headers["content-type"], "image/svg+xml");
        assert!(browser.get(&style).await.headers["cache-control"].to_str().unwrap().contains("immutable"));
    }
}

#[tokio::test]
async fn whoever_tries_too_often_waits_and_is_told_so_in_words() {
    let home = Home::with(None, |config| config.limits.rate_factor = 1).await;
    home.listener("ada").await;
    let browser = Browser::new(&home);
    for _ in 0..10 {
        assert_eq!(browser.log_in("nobody", PASSWORD).await.status, 200);
    }
    let refused = browser.log_in("nobody", PASSWORD).await;
    assert_eq!(refused.status, 429);
    assert!(refused.headers.contains_key("retry-after") && refused.text.contains("<h1>"));
}

#[tokio::test]
async fn closed_registration_says_so() {
    let home = with(Registration::Closed).await;
    home.listener("ada").await;
    let browser = Browser::new(&home);
    let page = browser.get("/users/register?locale=en").await;
    assert!(page.text.contains("Registration is closed"));
    let fields = [("user[username]", "eve"), ("user[password]", PASSWORD)];
    assert_eq!(browser.submit("/users/log_in", "/users/register", &fields).await.status, 403);
}
