// debtscan:unfilled - set the limits, keep the counters where all instances see them, use it on the routes, then remove this line.

// How often one caller may reach a model.
{{#fill.routes}}
// "{{path}}"
{{/fill.routes}}

package {{#fill.package}}{{fill.package}}{{/fill.package}}{{^fill.package}}main{{/fill.package}}

import (
	"sync"
	"time"
)

const (
	callsMost   = 20
	callsWithin = time.Minute
)

var (
	callsLock sync.Mutex
	callsSeen = map[string][]time.Time{}
)

// CheckRate counts a call. Answer what is refused with 429, and with Retry-After the time that is returned.
func CheckRate(caller string) (retryAfter time.Duration, allowed bool) {
	callsLock.Lock()
	defer callsLock.Unlock()
	now, kept := time.Now(), callsSeen[caller][:0]
	for _, at := range callsSeen[caller] {
		if now.Sub(at) < callsWithin {
			kept = append(kept, at)
		}
	}
	if len(kept) >= callsMost {
		callsSeen[caller] = kept
		return callsWithin - now.Sub(kept[0]), false
	}
	callsSeen[caller] = append(kept, now)
	return 0, true
}
