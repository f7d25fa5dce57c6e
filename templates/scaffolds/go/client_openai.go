// debtscan:unfilled - set the numbers, build the client here and nowhere else, then remove this line.

package {{#fill.package}}{{fill.package}}{{/fill.package}}{{^fill.package}}main{{/fill.package}}

import (
	"time"

	"github.com/openai/openai-go"
	"github.com/openai/openai-go/option"
)

// NewModelClient is the one client through which models are called: with a timeout, and with a bounded number of retries.
func NewModelClient() openai.Client {
	return openai.NewClient(option.WithRequestTimeout(20*time.Second), option.WithMaxRetries(2))
}
