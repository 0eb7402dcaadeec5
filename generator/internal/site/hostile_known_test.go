package site

import "strings"

// knownLeaks are the hostile files that still get through, or that are answered wrongly:
// a reason, then the cases. A case that is mended must be taken off.
var knownLeaks = listed(`
`)

// knownFalse are the look-alikes that are refused.
var knownFalse = listed(`
`)

// listed reads lines of a reason and the cases it is of.
func listed(text string) map[string]string {
	known := map[string]string{}
	for line := range strings.Lines(strings.TrimSpace(text)) {
		i := strings.LastIndex(line, ": ")
		for _, name := range strings.Fields(line[i+1:]) {
			known[name] = line[:i]
		}
	}
	return known
}
