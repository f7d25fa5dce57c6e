// debtscan:unfilled - import the program, write the score, set the threshold, then remove this line.

// Package evals runs the program over the golden cases, scores every answer and fails below the threshold.
{{#fill.sites}}
// "{{call}}" in "{{place}}"
{{/fill.sites}}
{{#fill.prompts}}
// The prompt "{{name}}" in "{{place}}".
{{/fill.prompts}}
package evals

import (
	"bufio"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

const threshold = 0.85

type goldenCase struct {
	ID            string   `json:"id"`
	Input         string   `json:"input"`
	ExpectedFacts []string `json:"expected_facts"`
	MustNot       []string `json:"must_not"`
}

func goldenCases(t *testing.T) []goldenCase {
	file, err := os.Open("golden.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var all []goldenCase
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		var one goldenCase
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			t.Fatal(err)
		}
		all = append(all, one)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

func answer(t *testing.T, question string) string {
	t.Skip("TODO call the program itself, with the model that production uses") // debtscan:unfilled
	return ""
}

// score is the share of facts that the answer has; 0 if it says what it must not.
func score(one goldenCase, text string) float64 {
	text = strings.ToLower(text)
	for _, wrong := range one.MustNot {
		if strings.Contains(text, strings.ToLower(wrong)) {
			return 0
		}
	}
	if len(one.ExpectedFacts) == 0 {
		return 1
	}
	found := 0
	for _, fact := range one.ExpectedFacts {
		if strings.Contains(text, strings.ToLower(fact)) {
			found++
		}
	}
	return float64(found) / float64(len(one.ExpectedFacts))
}

func TestAnswersAreGoodEnough(t *testing.T) {
	sum, cases := 0.0, goldenCases(t)
	for _, one := range cases {
		got := score(one, answer(t, one.Input))
		t.Logf("%s: %.2f", one.ID, got)
		sum += got
	}
	if len(cases) == 0 || sum/float64(len(cases)) < threshold {
		t.Fatalf("the answers score %.2f over %d cases, less than %.2f", sum/float64(max(len(cases), 1)), len(cases), threshold)
	}
}
