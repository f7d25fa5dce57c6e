# debtscan:unfilled - load the program, write the score, set the threshold, then remove this line.
# Runs the program over the golden cases, scores every answer and fails below the threshold: ruby evals/answers_test.rb
{{#fill.sites}}
# "{{call}}" in "{{place}}"
{{/fill.sites}}
{{#fill.prompts}}
# The prompt "{{name}}" in "{{place}}".
{{/fill.prompts}}
require "json"
require "minitest/autorun"

class AnswersTest < Minitest::Test
  THRESHOLD = 0.85
  CASES = File.readlines(File.join(__dir__, "golden.jsonl")).reject { |line| line.strip.empty? }.map { |line| JSON.parse(line) }

  def answer(_question)
    skip "TODO call the program itself, with the model that production uses" # debtscan:unfilled
  end

  # The share of facts that the answer has; 0 if it says what it must not.
  def score(one, text)
    text = text.downcase
    return 0.0 if one.fetch("must_not", []).any? { |wrong| text.include?(wrong.downcase) }

    facts = one.fetch("expected_facts", [])
    facts.empty? ? 1.0 : facts.count { |fact| text.include?(fact.downcase) }.fdiv(facts.size)
  end

  def test_answers_are_good_enough
    scores = CASES.map { |one| score(one, answer(one["input"])) }
    assert_operator scores.sum.fdiv([scores.size, 1].max), :>=, THRESHOLD
  end
end
