package change

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// A Sheet is a list of changes in finished words, as it is printed.
type Sheet struct {
	Title string
	Of    string // the unit it is about; "" for all
	From  string // 2024年5月1日（版本 1a2b3c4）
	To    string
	Empty string // said when nothing differs
	Units []SheetUnit
}

// A SheetUnit is one unit of a Sheet.
type SheetUnit struct {
	Name    string
	Version string   // 版本 1a2b3c4 → 5d6e7f8
	Lines   []string // what is said of the whole
	Pages   []SheetPage
}

// A SheetPage is one page of a board.
type SheetPage struct {
	Title string
	Lines []string
	Rows  []SheetRow
}

// A SheetRow is one figure that differs; the first of a row of the board's table bears
// its name.
type SheetRow struct {
	Mark   string // 新增, 改动 or 取消; "" on the row's further figures
	Name   string
	Column string
	Was    string
	Now    string
	Diff   string
}

// Sheet puts the list into words. of is the unit it is about, "" for all.
func (l *List) Sheet(of string) *Sheet {
	s := &Sheet{Title: words.T("changes.title"), Of: of, From: l.From.text(), To: l.To.text()}
	if len(l.Units) == 0 {
		s.Empty = words.T("changes.none")
	}
	for i := range l.Units {
		s.Units = append(s.Units, l.Units[i].sheet())
	}
	return s
}

func (s Side) text() string {
	day, _ := village.ParseISO(s.Day)
	if s.Build == "" {
		return day.String()
	}
	return words.T("changes.side", "day", day.String(), "build", s.Build)
}

func (u *UnitChange) sheet() SheetUnit {
	s := SheetUnit{Name: u.Name}
	if u.Was != "" && u.Now != "" && u.Was != u.Now {
		s.Version = words.T("changes.version", "was", u.Was, "now", u.Now)
	}
	if u.State != "" {
		s.Lines = append(s.Lines, words.T("changes.unit."+string(u.State)))
	}
	if u.WasName != "" {
		s.Lines = append(s.Lines, words.T("changes.unit.renamed", "was", u.WasName))
	}
	if n := u.Notices; n != nil {
		for _, t := range n.Added {
			s.Lines = append(s.Lines, words.T("changes.notice.new", "title", t))
		}
		for _, t := range n.Edited {
			s.Lines = append(s.Lines, words.T("changes.notice.edited", "title", t))
		}
		if n.Removed > 0 {
			s.Lines = append(s.Lines, words.T("changes.notice.gone", "n", strconv.Itoa(n.Removed)))
		}
	}
	for i := range u.Boards {
		s.Pages = append(s.Pages, u.Boards[i].sheets()...)
	}
	return s
}

// sheets returns the pages of the board; what is said of the whole stands on the first.
func (b *BoardChange) sheets() (list []SheetPage) {
	for i := range b.Pages {
		list = append(list, b.Pages[i].sheet())
	}
	var own []string
	switch {
	case b.State == New:
		own = append(own, words.T("changes.board.new", "figure", b.Figure.Now))
	case b.State == Gone:
		own = append(own, words.T("changes.board.gone"))
	case b.Figure != nil:
		own = append(own, b.Figure.line(words.T("changes.figure")))
	}
	if len(list) == 0 {
		return []SheetPage{{Title: b.Title, Lines: own}}
	}
	list[0].Lines = append(own, list[0].Lines...)
	return list
}

func (p *PageChange) sheet() SheetPage {
	s := SheetPage{Title: p.Title}
	if p.Summary != nil {
		s.Lines = append(s.Lines, p.Summary.line(words.T("changes.summary")))
	}
	switch {
	case p.State == New:
		s.Lines = append(s.Lines, words.T("changes.page.new", "n", strconv.Itoa(p.Added)+p.Unit))
	case p.State == Gone:
		s.Lines = append(s.Lines, words.T("changes.page.gone"))
	default:
		if line := p.counts(); line != "" {
			s.Lines = append(s.Lines, line)
		}
	}
	for _, r := range p.Rows {
		s.Rows = append(s.Rows, r.sheet()...)
	}
	return s
}

// counts is 新增3户，改动2户，取消1户，1户（已到期撤下）.
func (p *PageChange) counts() string {
	var parts []string
	for _, c := range []struct {
		n   int
		key string
	}{{p.Added, "changes.added"}, {p.Changed, "changes.changed"}, {p.Removed, "changes.removed"}, {p.Expired, "changes.expired"}} {
		if c.n > 0 {
			parts = append(parts, words.T(c.key, "n", strconv.Itoa(c.n)+p.Unit))
		}
	}
	return strings.Join(parts, words.T("list.comma"))
}

func (r Row) sheet() []SheetRow {
	mark := "changes.mark.edited"
	if r.State != "" {
		mark = "changes.mark." + string(r.State)
	}
	if len(r.Cells) == 0 {
		return []SheetRow{{Mark: words.T(mark), Name: r.Name}}
	}
	list := make([]SheetRow, len(r.Cells))
	for i, c := range r.Cells {
		list[i] = SheetRow{Column: c.Column, Was: c.was(), Now: c.Now, Diff: c.Diff}
	}
	list[0].Mark, list[0].Name = words.T(mark), r.Name
	return list
}

// was is the old text, or that there was one that is no longer public.
func (c Cell) was() string {
	if c.Hidden {
		return words.T("changes.hidden")
	}
	return c.Was
}

// line is 合计 1058 → 1061（+3）.
func (c Cell) line(label string) string {
	return label + " " + arrow(c.was(), c.Now, c.Diff)
}

func arrow(was, now, diff string) string {
	if now == "" {
		now = words.T("changes.blank")
	}
	s := now
	if was != "" {
		s = was + " → " + now
	}
	if diff != "" {
		s += words.T("changes.diff", "diff", diff)
	}
	return s
}

// Print writes the sheet as text.
func (s *Sheet) Print(w io.Writer) {
	fmt.Fprintln(w, words.T("changes.head", "title", s.Of+s.Title, "from", s.From, "to", s.To))
	if s.Empty != "" {
		fmt.Fprintln(w, s.Empty)
	}
	for _, u := range s.Units {
		fmt.Fprintf(w, "\n%s\n", strings.TrimSpace(u.Name+" "+u.Version))
		for _, line := range u.Lines {
			fmt.Fprintf(w, "  %s\n", line)
		}
		for _, p := range u.Pages {
			p.print(w)
		}
	}
}

func (p SheetPage) print(w io.Writer) {
	fmt.Fprintf(w, "  %s\n", p.Title)
	for _, line := range p.Lines {
		fmt.Fprintf(w, "    %s\n", line)
	}
	for i, r := range p.Rows {
		switch {
		case r.Mark != "":
			if i > 0 {
				fmt.Fprintln(w)
			}
			fmt.Fprintf(w, "    %s %s", r.Mark, r.Name)
			if r.Column != "" {
				fmt.Fprint(w, words.T("changes.colon"))
			}
		default:
			fmt.Fprint(w, words.T("list.comma"))
		}
		if r.Column != "" {
			fmt.Fprintf(w, "%s %s", r.Column, arrow(r.Was, r.Now, r.Diff))
		}
	}
	if len(p.Rows) > 0 {
		fmt.Fprintln(w)
	}
}
