//! Where the bytes of an episode are.

use balados_library::{Library, Playable};
use balados_protocol::ErrorClass;
use url::Url;

use crate::{Error, Result};

/// The address of an episode's media; one that was published relative is completed by its feed's.
pub(crate) async fn of(library: &Library, playable: &Playable) -> Result<Url> {
    let published = playable.enclosure.url.as_str();
    let url = match Url::parse(published) {
        Ok(url) => url,
        Err(url::ParseError::RelativeUrlWithoutBase) => {
            let feed = library.episode_key(playable.episode).await?.feed;
            feed.to_url().join(published).map_err(unusable)?
        }
        Err(error) => return Err(unusable(error)),
    };
    if matches!(url.scheme(), "http" | "https") { Ok(url) } else { Err(unusable("not http")) }
}

fn unusable(reason: impl std::fmt::Display) -> Error {
    let message = format!("the address of the media file cannot be used: {reason}");
    Error::new("media-address", ErrorClass::Permanent, message)
}
