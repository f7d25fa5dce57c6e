// debtscan:unfilled - set the deadline on the client, use `observed` where a model is called, then remove this line.
// What surrounds every model call: usage, errors and attribution in one place. Deadline and retries belong to the client.
{{#fill.sites}}
// "{{call}}" in "{{place}}"
{{/fill.sites}}
use std::fmt::Display;
use std::future::Future;
use std::time::{Duration, Instant};

pub const DEADLINE: Duration = Duration::from_secs(20);

/// What a call is for, and for whom.
#[derive(Clone, Debug)]
pub struct Attribution {
    pub purpose: &'static str,
    pub user: Option<String>,
    pub session: Option<String>,
}

/// What one answer took.
#[derive(Clone, Debug, Default)]
pub struct Usage {
    pub model: String,
    pub tokens_in: u64,
    pub tokens_out: u64,
}

/// Measures one model call, says what it took and for whom, and logs its failure.
pub async fn observed<T, E: Display>(
    by: Attribution,
    call: impl Future<Output = Result<T, E>>,
    usage: impl FnOnce(&T) -> Usage,
) -> Result<T, E> {
    let started = Instant::now();
    let answer = call.await;
    match &answer {
        Ok(answer) => eprintln!("model call {:?} {:?} {:?}", by, usage(answer), started.elapsed()),
        Err(error) => eprintln!("model call {:?} failed after {:?}: {}", by, started.elapsed(), error),
    }
    answer
}
