// Package deadline knows by when village affairs must be public: the profiles of
// rules/deadlines.yaml, one for the nation and one for each province that has rules of
// its own.
package deadline

import "gongshi/generator/internal/record"

// A Profile is what one province asks for.
type Profile struct {
	record.At
	Name  string `key:"title,required"`
	Basis string `key:"basis"`
	Reply int    `key:"replydays"` // days in which a question or objection must be answered; 0: none said
}
