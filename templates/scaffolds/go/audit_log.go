// debtscan:unfilled - give it a store that users and the service cannot change, call it for every answer, then remove this line.

// A lasting record of what was asked, answered and done: for questions that come weeks later. One row an answer, append only,
// each with the hash of the one before, so that a gap shows; kept as long as docs/retention.yaml says.
{{#fill.sites}}
// "{{call}}" in "{{place}}"
{{/fill.sites}}

package {{#fill.package}}{{fill.package}}{{/fill.package}}{{^fill.package}}main{{/fill.package}}

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"
)

// AuditEntry is what one answer leaves behind.
type AuditEntry struct {
	At            time.Time      `json:"at"`
	User          string         `json:"user"`
	Purpose       string         `json:"purpose"`
	Model         string         `json:"model"`
	Parameters    map[string]any `json:"parameters"`
	PromptVersion string         `json:"prompt_version"`
	Request       any            `json:"request"`
	Answer        string         `json:"answer"`
	Sources       []string       `json:"sources"`
	Actions       []any          `json:"actions"`
	Before        string         `json:"before"`
}

// AuditStore takes rows and never changes one.
type AuditStore interface {
	Last(ctx context.Context) (hash string, err error)
	Append(ctx context.Context, entry []byte, hash string) error
}

// KeepAnswer writes the entry behind the last one and returns its hash.
func KeepAnswer(ctx context.Context, store AuditStore, entry AuditEntry) (string, error) {
	before, err := store.Last(ctx)
	if err != nil {
		return "", err
	}
	entry.At, entry.Before = time.Now().UTC(), before
	text, err := json.Marshal(entry)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	hash := hex.EncodeToString(sum[:])
	return hash, store.Append(ctx, text, hash)
}
