//! `artwork://`: covers and the images of show notes, always through the local cache.
//!
//! Paths: `PROFILE/podcast/ID/SIZE`, `PROFILE/episode/ID/SIZE`, `remote/URL`, `thumbnail/SIZE/URL` (percent-encoded). The profile is there for the
//! web view, which keeps what it was given for a path: each profile counts its podcasts anew.

use balados_backend::{Error, ErrorClass, Picture, PictureOf, PictureSize, ProfileId};
use tauri::{
    Builder, Manager, Runtime,
    http::{Response, StatusCode, Uri, header},
};

use crate::shell::Shell;

/// How long the web view may keep a picture; covers change rarely and have their own cache.
const MAX_AGE: &str = "max-age=86400";

pub(crate) fn register<R: Runtime>(builder: Builder<R>) -> Builder<R> {
    builder.register_asynchronous_uri_scheme_protocol("artwork", |context, request, responder| {
        let app = context.app_handle().clone();
        let uri = request.uri().clone();
        tauri::async_runtime::spawn(async move {
            responder.respond(answer(picture(&app.state::<Shell>(), &uri).await));
        });
    })
}

async fn picture(shell: &Shell, uri: &Uri) -> Result<Picture, Error> {
    let nothing = || Error::new("not-found", ErrorClass::Permanent, "no such picture");
    let (profile, of, size) = read_path(uri.path()).ok_or_else(nothing)?;
    let backend = shell.backend().await?;
    // The same number means another podcast to another listener.
    if profile.is_some_and(|profile| profile != *backend.profile()) {
        return Err(nothing());
    }
    backend.picture(of, size).await
}

fn answer(picture: Result<Picture, Error>) -> Response<Vec<u8>> {
    let response = match picture {
        Ok(picture) => Response::builder()
            .header(header::CONTENT_TYPE, picture.mime)
            .header(header::CACHE_CONTROL, MAX_AGE)
            // The UI takes a page's accent from its cover, and so has to read the pixels.
            .header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")
            .body(picture.bytes),
        Err(_) => Response::builder().status(StatusCode::NOT_FOUND).body(Vec::new()),
    };
    response.unwrap_or_default()
}

fn read_path(path: &str) -> Option<(Option<ProfileId>, PictureOf, PictureSize)> {
    // `convertFileSrc` percent-encodes the slashes of its path.
    let path =
        percent_encoding::percent_decode_str(path.trim_start_matches('/')).decode_utf8().ok()?;
    let (kind, rest) = path.split_once('/')?;
    match kind {
        "remote" => return Some((None, remote(rest)?, PictureSize::Large)),
        "thumbnail" => {
            let (size, url) = rest.split_once('/')?;
            return Some((None, remote(url)?, read_size(size)?));
        }
        _ => {}
    }
    let profile = kind.parse().ok()?;
    let mut parts = rest.split('/');
    let (kind, id, size) = (parts.next()?, parts.next()?.parse().ok()?, parts.next()?);
    let of = match kind {
        "podcast" => PictureOf::Podcast(id),
        "episode" => PictureOf::Episode(id),
        _ => return None,
    };
    Some((Some(profile), of, read_size(size)?))
}

fn remote(url: &str) -> Option<PictureOf> {
    let url = percent_encoding::percent_decode_str(url).decode_utf8().ok()?;
    Some(PictureOf::Remote(url.into_owned()))
}

fn read_size(size: &str) -> Option<PictureSize> {
    match size {
        "96" => Some(PictureSize::Small),
        "300" => Some(PictureSize::Medium),
        "600" => Some(PictureSize::Large),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        let local: Option<ProfileId> = "local".parse().ok();
        assert_eq!(
            read_path("/local%2Fpodcast%2F7%2F300"),
            Some((local.clone(), PictureOf::Podcast(7), PictureSize::Medium))
        );
        let small = Some((local, PictureOf::Episode(7), PictureSize::Small));
        assert_eq!(read_path("/local/episode/7/96"), small);
        let remote = read_path("/remote%2Fhttps%253A%252F%252Fexample.org%252Fa%252520b.png");
        let url = "https://example.org/a%20b.png".to_owned();
        assert_eq!(remote, Some((None, PictureOf::Remote(url.clone()), PictureSize::Large)));
        let thumbnail =
            read_path("/thumbnail%2F96%2Fhttps%253A%252F%252Fexample.org%252Fa%252520b.png");
        assert_eq!(thumbnail, Some((None, PictureOf::Remote(url), PictureSize::Small)));
        for wrong in [
            "/",
            "/local/podcast",
            "/local/podcast/x/300",
            "/local/podcast/1/301",
            "/local/other/1/96",
            "/podcast/1/96",
            "/../podcast/1/96",
            "/thumbnail/x",
            "/thumbnail/7/x",
        ] {
            assert_eq!(read_path(wrong), None, "{wrong}");
        }
    }
}
