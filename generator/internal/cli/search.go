package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"gongshi/generator/internal/plan"
	"gongshi/generator/internal/search"
	"gongshi/generator/internal/site"
	"gongshi/generator/internal/words"
)

// searchOptions are the flags of search.
type searchOptions struct{ unit, format string }

// search asks the index in the output folder as the pages do.
func (a *app) search() *cobra.Command {
	var o searchOptions
	c := a.command("search", nil)
	c.Use = "search " + words.T("cli.search.arg")
	c.Args = func(_ *cobra.Command, args []string) error {
		if strings.TrimSpace(strings.Join(args, "")) == "" {
			return errors.New(words.T("cli.search.noquery"))
		}
		return nil
	}
	c.RunE = func(c *cobra.Command, args []string) error {
		a.ran = true
		if o.format != "text" && o.format != "json" {
			return errUsage{errors.New(words.T("cli.badformat", "value", o.format))}
		}
		return a.answer(o, strings.Join(args, " "))
	}
	f := c.Flags()
	f.StringVar(&o.unit, "unit", "", words.T("cli.flag.unit"))
	f.StringVar(&o.format, "format", "text", words.T("cli.flag.format"))
	return c
}

// answer prints what a query finds.
func (a *app) answer(o searchOptions, query string) error {
	root, err := os.OpenRoot(joinPath(a.outDir(), plan.SearchDir))
	if errors.Is(err, fs.ErrNotExist) {
		return errUsage{errors.New(words.T("cli.search.noindex", "dir", a.outDir()))}
	}
	if err != nil {
		return err
	}
	defer root.Close()
	r, err := search.Open(root.ReadFile)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, search.ErrFormat):
		return errUsage{errors.New(words.T("cli.search.noindex", "dir", a.outDir()))}
	case err != nil:
		return err
	}
	home := -1
	if o.unit != "" {
		if home, err = site.PlaceCalled(o.unit, r.Places()); err != nil {
			return unitError(err)
		}
	}
	found := r.Search(query, home)
	if o.format == "json" {
		return a.printFoundJSON(r, query, found)
	}
	a.printFound(r, query, found)
	return nil
}

// printFound prints results as a table.
func (a *app) printFound(r *search.Reader, query string, found search.Answer) {
	if found.Partial {
		fmt.Fprintln(a.stderr, words.T("cli.search.partial"))
	}
	if len(found.Results) == 0 {
		fmt.Fprintln(a.stdout, words.T("cli.search.nothing", "query", query))
		return
	}
	var rows [][]string
	for i := range found.Results {
		x := &found.Results[i]
		title := ""
		if x.Board != "" {
			title = r.Board(x.Board)
		}
		page, row := r.Link(x)
		if row != "" {
			page += "#" + row
		}
		says := ""
		if x.Name != "" {
			says = strings.TrimSpace(x.Role + " " + x.Text)
		}
		rows = append(rows, []string{words.T("search.kind." + x.Kind.String()), x.Label() + x.Mark, x.Group, says, r.Place(x.Unit).Name, title, page})
	}
	a.printColumns(rows)
	if found.Total > len(found.Results) {
		fmt.Fprintln(a.stdout, words.T("cli.search.more", "n", itoa(found.Total), "shown", itoa(len(found.Results))))
		return
	}
	fmt.Fprintln(a.stdout, words.T("cli.search.sum", "n", itoa(len(found.Results))))
}

// printColumns prints rows with their cells below one another; a column that is empty is
// left out.
func (a *app) printColumns(rows [][]string) {
	wide := make([]int, len(rows[0]))
	for _, row := range rows {
		for j, cell := range row {
			wide[j] = max(wide[j], columns(cell))
		}
	}
	for _, row := range rows {
		line := ""
		for j, cell := range row {
			if wide[j] > 0 {
				line += cell + strings.Repeat(" ", wide[j]-columns(cell)+2)
			}
		}
		fmt.Fprintln(a.stdout, strings.TrimRight(line, " "))
	}
}

// foundRecord is one result for machines.
type foundRecord struct {
	Kind  string `json:"kind"`
	Name  string `json:"name,omitempty"`
	Mark  string `json:"mark,omitempty"` // tells two of one name apart
	Group string `json:"group,omitempty"`
	Role  string `json:"role,omitempty"`
	Text  string `json:"text,omitempty"`
	Phone string `json:"phone,omitempty"`
	Unit  string `json:"unit"`
	Home  string `json:"address"`         // of the unit
	Board string `json:"board,omitempty"` // word
	Title string `json:"boardTitle,omitempty"`
	Page  string `json:"page"`             // below the output folder
	Row   string `json:"anchor,omitempty"` // on the page
	Until string `json:"until,omitempty"`  // last day on which it may be shown
	Score int    `json:"score"`
}

func (a *app) printFoundJSON(r *search.Reader, query string, found search.Answer) error {
	out := struct {
		Query   string        `json:"query"`
		Total   int           `json:"total"`
		Partial bool          `json:"partial,omitempty"` // some files of the index are missing
		Results []foundRecord `json:"results"`
	}{query, max(found.Total, len(found.Results)), found.Partial, []foundRecord{}}
	for i := range found.Results {
		x := &found.Results[i]
		p := r.Place(x.Unit)
		f := foundRecord{Kind: x.Kind.String(), Name: x.Name, Mark: x.Mark, Group: x.Group, Role: x.Role, Text: x.Text, Phone: x.Phone,
			Unit: p.Name, Home: p.Address, Board: x.Board, Until: x.Until.ISO(), Score: x.Score}
		if x.Board != "" {
			f.Title = r.Board(x.Board)
		}
		f.Page, f.Row = r.Link(x)
		out.Results = append(out.Results, f)
	}
	e := json.NewEncoder(a.stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(out)
}
