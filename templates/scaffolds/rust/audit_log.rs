// debtscan:unfilled - give it a store that users and the service cannot change, call it for every answer, then remove this line.
// A lasting record of what was asked, answered and done: for questions that come weeks later. One row an answer, append only,
// each with the hash of the one before, so that a gap shows; kept as long as docs/retention.yaml says.
{{#fill.sites}}
// "{{call}}" in "{{place}}"
{{/fill.sites}}
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::time::SystemTime;

#[derive(Serialize)]
pub struct Entry {
    pub at: SystemTime,
    pub user: String,
    pub purpose: String,
    pub model: String,
    pub parameters: serde_json::Value,
    pub prompt_version: String,
    pub request: serde_json::Value,
    pub answer: String,
    pub sources: Vec<String>,
    pub actions: Vec<serde_json::Value>,
    pub before: Option<String>,
}

/// Takes rows and never changes one.
pub trait Store {
    type Error: From<serde_json::Error>;
    fn last(&self) -> Result<Option<String>, Self::Error>;
    fn append(&mut self, entry: &str, hash: &str) -> Result<(), Self::Error>;
}

/// Writes the entry behind the last one and gives its hash.
pub fn keep<S: Store>(store: &mut S, mut entry: Entry) -> Result<String, S::Error> {
    entry.before = store.last()?;
    let text = serde_json::to_string(&entry)?;
    let hash = format!("{:x}", Sha256::digest(text.as_bytes()));
    store.append(&text, &hash)?;
    Ok(hash)
}
