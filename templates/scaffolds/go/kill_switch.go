// debtscan:unfilled - read the flag from where operations can set it, ask before every model call, then remove this line.

package {{#fill.package}}{{fill.package}}{{/fill.package}}{{^fill.package}}main{{/fill.package}}

import (
	"errors"
	"os"
)

// ErrSwitchedOff: tell the user that the assistant is away, and what to do instead.
var ErrSwitchedOff = errors.New("the feature is switched off")

// CheckSwitch turns a feature off at once, without a deploy.
func CheckSwitch(feature string) error {
	switch os.Getenv("AI_SWITCHED_OFF") {
	case "1", "all", feature:
		return ErrSwitchedOff
	}
	return nil
}
