package serve

import (
	"errors"
	"fmt"
	"slices"
)

// Words are the texts of the preview by key. {n} stands for a number.
type Words map[string]string

// WordKeys are the keys that Words must have, in the order staff meet them.
//
//	errors            heading of the panel; {n} errors
//	errors.keep       below it: the pages stay as they were, and come anew by themselves
//	errors.more       below the list: {n} more are not shown
//	error, warning    the tag before a problem
//	fix               before what to do about it
//	becomes           before the line as it should be written
//	line              name of the box with the line, for screen readers
//	warnings          {n} warnings, which hold up nothing; opens the list of them
//	close             button: puts the panel away
//	open.errors       the small button it leaves behind; {n} errors
//	open.warnings     the same when there are only warnings; {n}
//	building          a new build is being made
//	lost              the program does not answer any more
//	notfound.title    a page that is not there, with
//	notfound.text     why that may be, and
//	notfound.home     the link to the home page
//	empty.title       there is no home page yet, because nothing was built, and
//	empty.text        it will come by itself
//	refused.title     asked for under another host name or in another way
//	refused.text      what to do instead
//	due               the link to the staff's page of what is due, and
//	due.late          the same when {n} matters are late,
//	due.soon          the same when none is late and {n} are due soon
//	due.…             the words of that page: its title, what it is, the heads of its tables
func WordKeys() []string {
	return []string{
		"errors", "errors.keep", "errors.more", "error", "warning", "fix", "becomes", "line", "warnings", "close",
		"open.errors", "open.warnings", "building", "lost", "notfound.title", "notfound.text", "notfound.home",
		"empty.title", "empty.text", "refused.title", "refused.text",
		"due", "due.late", "due.soon", "due.title", "due.intro", "due.unit", "due.profile", "due.latecount", "due.sooncount",
		"due.waitcount", "due.nodatacount", "due.state", "due.date", "due.matter", "due.file", "due.basis", "due.broken",
		"due.nothing", "due.all", "due.open",
	}
}

// check names every word that is missing and every one that nobody asks for.
func (w Words) check() error {
	var errs []error
	keys := WordKeys()
	for _, k := range keys {
		if w[k] == "" {
			errs = append(errs, fmt.Errorf("serve: no word for %q", k))
		}
	}
	for k := range w {
		if !slices.Contains(keys, k) {
			errs = append(errs, fmt.Errorf("serve: a word for unknown %q", k))
		}
	}
	return errors.Join(errs...)
}
