// debtscan:unfilled - set the deadline, use Observed where a model is called, then remove this line.

// What surrounds every model call: a deadline, usage, errors and attribution in one place. Retries belong to the client.
{{#fill.sites}}
// "{{call}}" in "{{place}}"
{{/fill.sites}}

package {{#fill.package}}{{fill.package}}{{/fill.package}}{{^fill.package}}main{{/fill.package}}

import (
	"context"
	"log/slog"
	"time"
)

const modelDeadline = 20 * time.Second

// Attribution says what a call is for, and for whom.
type Attribution struct{ Purpose, User, Session string }

// Usage is what one answer took.
type Usage struct {
	Model               string
	TokensIn, TokensOut int64
}

// Observed bounds one model call in time, says what it took and for whom, and logs its failure.
func Observed[T any](ctx context.Context, by Attribution, call func(context.Context) (T, Usage, error)) (T, error) {
	ctx, cancel := context.WithTimeout(ctx, modelDeadline)
	defer cancel()
	started := time.Now()
	answer, usage, err := call(ctx)
	log := slog.With("purpose", by.Purpose, "user", by.User, "session", by.Session, "model", usage.Model,
		"tokens_in", usage.TokensIn, "tokens_out", usage.TokensOut, "seconds", time.Since(started).Seconds())
	if err != nil {
		log.ErrorContext(ctx, "model call", "error", err)
	} else {
		log.InfoContext(ctx, "model call")
	}
	return answer, err
}
