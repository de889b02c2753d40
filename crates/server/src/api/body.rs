//! Reading and writing bodies. What is too large is refused before it is read.

use std::{future::poll_fn, pin::Pin};

use axum::{
    body::{Bytes, HttpBody},
    extract::{FromRequest, FromRequestParts, Path, Request},
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use cairn_protocol::limits;
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::refusal::Refusal;

/// A JSON body of at most `LIMIT` bytes. The types of the protocol refuse fields they do not know.
pub(super) struct Json<T, const LIMIT: usize = { limits::JSON }>(pub(super) T);

/// Octets, at most `LIMIT`.
pub(super) struct Octets<const LIMIT: usize>(pub(super) Bytes);

/// The query, of a type that refuses what it does not know. Its name tells the description where the parameters are.
pub(super) struct Query<T>(pub(super) T);

/// The one id in the path.
pub(super) struct Id(pub(super) Uuid);

/// Ids and names in the path, as they stand there.
pub(super) struct Places<T>(pub(super) T);

impl<S: Send + Sync, T: DeserializeOwned, const LIMIT: usize> FromRequest<S> for Json<T, LIMIT> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        let bytes = read(request, LIMIT).await?;
        // Where it is wrong, not what is there: the words of the parser would repeat the request.
        serde_json::from_slice(&bytes).map(Json).map_err(|error| {
            let what = match error.classify() {
                serde_json::error::Category::Data => "the body does not have the shape that is asked for",
                _ => "the body is not JSON",
            };
            Refusal::invalid(format!("{what}: line {}, column {}", error.line(), error.column()))
        })
    }
}

impl<S: Send + Sync, const LIMIT: usize> FromRequest<S> for Octets<LIMIT> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        read(request, LIMIT).await.map(Octets)
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Query<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        axum::extract::Query::try_from_uri(&parts.uri)
            .map(|axum::extract::Query(query)| Self(query))
            .map_err(|_| Refusal::invalid("the query is not one of this endpoint"))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        let Places(text) = Places::<String>::from_request_parts(parts, state).await?;
        id(&text).map(Self)
    }
}

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Places<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        Path::from_request_parts(parts, state)
            .await
            .map(|Path(places)| Self(places))
            .map_err(|_| Refusal::not_found())
    }
}

/// An id in a path. What is none names nothing.
pub(super) fn id(text: &str) -> Result<Uuid, Refusal> {
    // One way to write it, so that one thing has one address.
    let id = Uuid::try_parse(text).map_err(|_| Refusal::not_found())?;
    if id.as_hyphenated().to_string() == text { Ok(id) } else { Err(Refusal::not_found()) }
}

async fn read(request: Request, limit: usize) -> Result<Bytes, Refusal> {
    let mut body = request.into_body();
    if body.size_hint().lower() > limit as u64 {
        return Err(Refusal::too_large(limit));
    }
    let mut bytes = Vec::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let frame = frame.map_err(|_| Refusal::invalid("the body ended early"))?;
        let Ok(data) = frame.into_data() else { continue };
        if bytes.len() + data.len() > limit {
            return Err(Refusal::too_large(limit));
        }
        bytes.extend_from_slice(&data);
    }
    Ok(bytes.into())
}

/// A JSON answer.
pub(super) fn json(value: &impl Serialize) -> Response {
    match serde_json::to_vec(value) {
        Ok(body) => {
            ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "an answer could not be written as JSON");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Octets as an answer.
pub(super) fn octets(bytes: impl Into<Bytes>) -> Response {
    let kind = HeaderValue::from_static("application/octet-stream");
    ([(header::CONTENT_TYPE, kind)], bytes.into()).into_response()
}
