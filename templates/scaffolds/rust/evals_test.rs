// debtscan:unfilled - use the program, write the score, set the threshold, then remove this line.
// Runs the program over the golden cases, scores every answer and fails below the threshold. Cargo.toml names it:
// [[test]] name = "answers", path = "evals/answers.rs"; then cargo test --test answers -- --ignored
{{#fill.sites}}
// "{{call}}" in "{{place}}"
{{/fill.sites}}
{{#fill.prompts}}
// The prompt "{{name}}" in "{{place}}".
{{/fill.prompts}}
use serde_json::Value;

const THRESHOLD: f64 = 0.85;

fn golden_cases() -> Vec<Value> {
    let text = std::fs::read_to_string("evals/golden.jsonl").expect("the golden cases");
    text.lines().filter(|line| !line.trim().is_empty()).map(|line| serde_json::from_str(line).expect("a case")).collect()
}

fn answer(_question: &str) -> String {
    todo!("call the program itself, with the model that production uses") // debtscan:unfilled
}

fn words<'a>(one: &'a Value, key: &str) -> Vec<&'a str> {
    one[key].as_array().map(|list| list.iter().filter_map(Value::as_str).collect()).unwrap_or_default()
}

/// The share of facts that the answer has; 0 if it says what it must not.
fn score(one: &Value, answer: &str) -> f64 {
    let text = answer.to_lowercase();
    let has = |words: &&&str| text.contains(&words.to_lowercase());
    if words(one, "must_not").iter().any(|wrong| has(&wrong)) {
        return 0.0;
    }
    let facts = words(one, "expected_facts");
    if facts.is_empty() { 1.0 } else { facts.iter().filter(has).count() as f64 / facts.len() as f64 }
}

#[test]
#[ignore = "asks the model"]
fn answers_are_good_enough() {
    let scores: Vec<f64> = golden_cases().iter().map(|one| score(one, &answer(one["input"].as_str().unwrap_or_default()))).collect();
    assert!(!scores.is_empty() && scores.iter().sum::<f64>() / scores.len() as f64 >= THRESHOLD);
}
