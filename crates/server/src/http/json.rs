//! A JSON body, with refusals in the shapes of protocol.md.

use axum::{
    body::Bytes,
    extract::{FromRequest, Request, rejection::JsonRejection},
    http::{HeaderValue, StatusCode, header::CONTENT_TYPE},
};
use serde::de::DeserializeOwned;

use super::ApiError;

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Like [`axum::Json`] for requests.
pub(crate) struct Json<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(mut request: Request, state: &S) -> Result<Self, Self::Rejection> {
        // Whoever does not say what it is means JSON.
        request.headers_mut().entry(CONTENT_TYPE).or_insert(JSON);
        match axum::Json::<T>::from_request(request, state).await {
            Ok(axum::Json(body)) => Ok(Self(body)),
            Err(rejection) => Err(refusal(&rejection)),
        }
    }
}

/// A body as it comes, which may be none.
pub(crate) struct Raw(pub(crate) Bytes);

impl<S: Send + Sync> FromRequest<S> for Raw {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        Bytes::from_request(request, state).await.map(Self).map_err(|rejection| {
            let is_large = rejection.status() == StatusCode::PAYLOAD_TOO_LARGE;
            if is_large { ApiError::TooLarge } else { ApiError::Malformed }
        })
    }
}

fn refusal(rejection: &JsonRejection) -> ApiError {
    match rejection {
        JsonRejection::JsonDataError(error) => ApiError::Validation(error.body_text()),
        other if other.status() == StatusCode::PAYLOAD_TOO_LARGE => ApiError::TooLarge,
        JsonRejection::MissingJsonContentType(_) => {
            ApiError::BadRequest("Content-Type must be application/json".to_owned())
        }
        _ => ApiError::Malformed,
    }
}
