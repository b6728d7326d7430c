//! The fields of a form.

use std::collections::HashMap;

use axum::{
    body::Bytes,
    extract::{FromRequest, Multipart, Request},
    http::{StatusCode, header::CONTENT_TYPE},
};
use url::form_urlencoded;

use crate::http::ApiError;

/// Of fields with one name the last one counts, as checkboxes with a hidden twin need it.
#[derive(Debug)]
pub(crate) struct Fields(HashMap<String, String>);

impl Fields {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    pub(crate) fn csrf(&self) -> Option<&str> {
        self.get("_csrf_token")
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let kind = request.headers().get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
        if kind.is_some_and(|it| it.starts_with("multipart/form-data")) {
            return with_files(request, state).await;
        }
        let body = Bytes::from_request(request, state).await.map_err(|_| ApiError::TooLarge)?;
        Ok(Self(form_urlencoded::parse(&body).into_owned().collect()))
    }
}

/// A form with a file in it. What is no UTF-8 is replaced, and refused by whoever wants something of it.
async fn with_files<S: Send + Sync>(request: Request, state: &S) -> Result<Fields, ApiError> {
    let refused = |status| match status {
        StatusCode::PAYLOAD_TOO_LARGE => ApiError::TooLarge,
        _ => ApiError::Malformed,
    };
    let mut parts =
        Multipart::from_request(request, state).await.map_err(|it| refused(it.status()))?;
    let mut fields = HashMap::new();
    while let Some(part) = parts.next_field().await.map_err(|it| refused(it.status()))? {
        let name = part.name().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(|it| refused(it.status()))?;
        fields.insert(name, String::from_utf8_lossy(&bytes).into_owned());
    }
    Ok(Fields(fields))
}
