package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gongshi/generator/internal/deadline"
	"gongshi/generator/internal/due"
	"gongshi/generator/internal/serve"
	"gongshi/generator/internal/site"
	"gongshi/generator/internal/words"
)

// dueOptions are the flags of due.
type dueOptions struct {
	format string
	within int
	strict bool
}

// due lists what must be made public and by when.
func (a *app) due() *cobra.Command {
	var o dueOptions
	c := a.command("due", nil)
	c.Use = "due " + words.T("cli.due.arg")
	c.Args = atMost(1)
	c.RunE = func(c *cobra.Command, args []string) error {
		a.ran = true
		if o.format != "text" && o.format != "json" {
			return errUsage{errors.New(words.T("cli.badformat", "value", o.format))}
		}
		if o.within < 0 {
			return errUsage{errors.New(words.T("cli.due.badwithin", "value", itoa(o.within)))}
		}
		return a.listDue(c.Context(), o, strings.Join(args, ""))
	}
	f := c.Flags()
	f.StringVar(&o.format, "format", "text", words.T("cli.flag.format"))
	f.IntVar(&o.within, "within", 30, words.T("cli.flag.within"))
	f.BoolVar(&o.strict, "strict", false, words.T("cli.flag.strict"))
	return c
}

// listDue prints what is due in the unit called name and those below it, in all units
// without a name.
func (a *app) listDue(ctx context.Context, o dueOptions, name string) error {
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.Close()
	r, units, err := s.Due(ctx)
	if err != nil {
		return err
	}
	if name != "" {
		if units, err = site.UnitsCalled(name, units); err != nil {
			return unitError(err)
		}
	}
	late := 0
	for i := range units {
		units[i].Matters = due.Within(units[i].Matters, o.within)
		for _, m := range units[i].Matters {
			if m.Late() {
				late++
			}
		}
	}
	if o.format == "json" {
		err = a.printDueJSON(units, r, o.within)
	} else {
		a.printDue(units, r, name != "")
	}
	switch {
	case err != nil:
		return err
	case r.Errors() > 0:
		fmt.Fprintln(a.stderr, words.T("cli.due.errors", "n", itoa(r.Errors())))
		return errProblems
	case o.strict && late > 0:
		return errProblems
	}
	return nil
}

// printDue prints one line a matter, by unit. Units without any are left out unless they
// were asked for; what is published is one line.
func (a *app) printDue(units []site.DueUnit, r *site.Report, asked bool) {
	count := map[due.Status]int{}
	for _, u := range units {
		if len(u.Matters) == 0 && !asked && !u.Broken {
			continue
		}
		fmt.Fprintln(a.stdout, words.T("cli.due.unit", "unit", u.Name, "folder", u.Folder, "profile", profileName(u.Profile)))
		switch {
		case u.Broken && u.Profile == nil:
			fmt.Fprintf(a.stdout, "  %s\n", words.T("cli.due.never"))
		case u.Broken:
			fmt.Fprintf(a.stdout, "  %s\n", words.T("cli.due.broken"))
		case len(u.Matters) == 0:
			fmt.Fprintf(a.stdout, "  %s\n", words.T("cli.due.nothing"))
		}
		for _, m := range u.Matters {
			count[m.Status]++
			fmt.Fprintf(a.stdout, "  %s\n", dueLine(m))
		}
		fmt.Fprintln(a.stdout)
	}
	if slices.ContainsFunc(units, func(u site.DueUnit) bool { return slices.ContainsFunc(u.Matters, toWrite) }) {
		fmt.Fprintln(a.stdout, words.T("cli.due.how"))
	}
	a.printAnytime(units)
	fmt.Fprintln(a.stdout, words.T("cli.due.sum", "date", r.Day.String(), "late", itoa(count[due.Late]+count[due.Short]),
		"soon", itoa(count[due.Soon]), "waiting", itoa(count[due.Waiting]), "nodata", itoa(count[due.NoData]+count[due.Missing])))
}

// toWrite reports whether a matter is one of the profile that is not published.
func toWrite(m due.Matter) bool {
	return m.Item != "" && m.Status != due.Published && m.Status != due.Unknown
}

// dueLine is one matter: its state, its day, what it is, why, and the file to edit.
func dueLine(m due.Matter) string {
	why := ""
	if m.Basis != "" && m.Status != due.Published {
		why = words.T("cli.due.basis", "basis", m.Basis)
	}
	parts := []string{m.State, m.By.String(), m.Text + why, words.T("cli.due.file", "file", dueFile(m))}
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "  ")
}

func dueFile(m due.Matter) string {
	if m.Line > 0 {
		return m.File + ":" + itoa(m.Line)
	}
	return m.File
}

func profileName(p *deadline.Profile) string {
	if p == nil {
		return words.T("cli.due.noprofile")
	}
	return p.Name
}

// printAnytime names once for each profile what must be made public whenever it happens.
func (a *app) printAnytime(units []site.DueUnit) {
	names := map[string][]string{}
	var profiles []string
	for _, u := range units {
		if u.Profile == nil {
			continue
		}
		for _, it := range u.Profile.Items {
			name := anytimeName(it)
			if it.Cycle != deadline.Anytime || slices.Contains(names[u.Profile.Name], name) {
				continue
			}
			if names[u.Profile.Name] == nil {
				profiles = append(profiles, u.Profile.Name)
			}
			names[u.Profile.Name] = append(names[u.Profile.Name], name)
		}
	}
	for _, p := range profiles {
		fmt.Fprintln(a.stdout, words.T("cli.due.anytime", "profile", p, "items", strings.Join(names[p], words.T("list.sep"))))
	}
}

func anytimeName(it deadline.Item) string {
	if it.By.Term.N == 0 {
		return it.Name
	}
	return words.T("cli.due.term", "item", it.Name, "term", it.By.Term.String())
}

// dueJSON is the JSON form of due.
type dueJSON struct {
	AsOf   string        `json:"asOf"`
	Within int           `json:"within"` // days
	Units  []dueUnitJSON `json:"units"`
}

type dueUnitJSON struct {
	Name    string       `json:"name"`
	Address string       `json:"address"`
	Folder  string       `json:"folder"`
	Profile string       `json:"profile,omitempty"`
	Basis   string       `json:"basis,omitempty"`
	Broken  bool         `json:"broken,omitempty"` // its files have errors
	Matters []matterJSON `json:"matters"`
}

// matterJSON is one matter; status is one of late, short, waiting, soon, awaited,
// running, expiring, missing, nodata, unknown and published.
type matterJSON struct {
	Status string `json:"status"`
	State  string `json:"state"`
	By     string `json:"by,omitempty"`   // day
	Days   int    `json:"days,omitempty"` // until then, negative when it is past; since then for waiting
	Text   string `json:"text"`
	Item   string `json:"item,omitempty"`
	Period string `json:"period,omitempty"`
	Basis  string `json:"basis,omitempty"`
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"`
}

func (a *app) printDueJSON(units []site.DueUnit, r *site.Report, within int) error {
	out := dueJSON{AsOf: r.Day.ISO(), Within: within, Units: []dueUnitJSON{}}
	for _, u := range units {
		x := dueUnitJSON{Name: u.Name, Address: u.Address, Folder: u.Folder, Broken: u.Broken, Matters: []matterJSON{}}
		if u.Profile != nil {
			x.Profile, x.Basis = u.Profile.Name, u.Profile.Basis
		}
		for _, m := range u.Matters {
			x.Matters = append(x.Matters, matterJSON{string(m.Status), m.State, m.By.ISO(), m.Days, m.Text, m.Item, m.Period, m.Basis, m.File, m.Line})
		}
		out.Units = append(out.Units, x)
	}
	e := json.NewEncoder(a.stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}

// previewWithin is how many days ahead the preview's list looks.
const previewWithin = 30

// duePanel puts what is due into the words of the preview.
func duePanel(units []site.DueUnit) []serve.DueUnit {
	kinds := map[due.Status]serve.DueKind{due.Late: serve.DueLate, due.Short: serve.DueLate, due.Soon: serve.DueSoon,
		due.Waiting: serve.DueWait, due.NoData: serve.DueNoData, due.Missing: serve.DueNoData, due.Unknown: serve.DueNoData,
		due.Published: serve.DueDone}
	var out []serve.DueUnit
	for _, u := range units {
		x := serve.DueUnit{Name: u.Name, Address: u.Address, Profile: profileName(u.Profile), Broken: u.Broken}
		for _, m := range due.Within(u.Matters, previewWithin) {
			kind, counted := kinds[m.Status]
			if !counted {
				kind = serve.DueOther
			}
			x.Matters = append(x.Matters, serve.DueMatter{State: m.State, Date: m.By.String(), Text: m.Text, Basis: m.Basis, File: dueFile(m), Kind: kind})
		}
		out = append(out, x)
	}
	return out
}

// atMost allows a command up to n words behind its name.
func atMost(n int) cobra.PositionalArgs {
	return func(_ *cobra.Command, args []string) error {
		if len(args) > n {
			return errors.New(words.T("cli.toomany", "n", itoa(n), "got", itoa(len(args))))
		}
		return nil
	}
}
