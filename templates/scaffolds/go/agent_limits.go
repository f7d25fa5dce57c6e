// debtscan:unfilled - set the bounds, call Spend once a turn of every loop around a model, then remove this line.

package {{#fill.package}}{{fill.package}}{{/fill.package}}{{^fill.package}}main{{/fill.package}}

import (
	"fmt"
	"time"
)

// AgentBudget is what an agent may use up before it is stopped: turns, time and tokens.
type AgentBudget struct {
	Turns, Tokens int
	Until         time.Time
}

// NewAgentBudget begins one run of an agent.
func NewAgentBudget() *AgentBudget {
	return &AgentBudget{Turns: 8, Tokens: 20_000, Until: time.Now().Add(time.Minute)}
}

// Spend takes one turn and its tokens; an error stops the agent, and its last state belongs into the log.
func (b *AgentBudget) Spend(tokens int) error {
	b.Turns--
	b.Tokens -= tokens
	if b.Turns < 0 || b.Tokens < 0 || time.Now().After(b.Until) {
		return fmt.Errorf("the agent is stopped: %d turns and %d tokens left", b.Turns, b.Tokens)
	}
	return nil
}
