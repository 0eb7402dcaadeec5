package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"gongshi/generator/bench/phone"
	"gongshi/generator/bench/process"
)

// A row is what one of the contenders took at one size.
type row struct {
	Villages    int
	Peer, Title string
	What        string // what it makes
	Version     string
	Day, Note   string // when it was measured, and what must be known of that
	GaveUp      string `json:",omitempty"`
	Runs        int    // of which Usage is the medians
	process.Usage
	Files   int
	Bytes   int64
	Pages   int    `json:",omitempty"` // compared with ours
	Figures int    `json:",omitempty"` // of them that are the same
	Edit    *edits `json:",omitempty"`
}

func (r *row) brief() string {
	if r.GaveUp != "" {
		return r.GaveUp
	}
	s := fmt.Sprintf("%s CPU s, %s s, %d MB, %d files, %.1f MB", seconds(r.CPU), seconds(r.Took), r.Peak, r.Files, float64(r.Bytes)/1e6)
	if r.Figures > 0 {
		s += fmt.Sprintf("; %d figures on %d pages are the same", r.Figures, r.Pages)
	}
	if r.Edit != nil {
		s += "; edits " + r.Edit.String()
	}
	return s
}

func (e *edits) String() string {
	return fmt.Sprintf("%s (%s; %d)", short(e.Median), short(e.P99), e.N)
}

func seconds(d time.Duration) string {
	if d < 10*time.Second {
		return fmt.Sprintf("%.2f", d.Seconds())
	}
	return fmt.Sprintf("%.1f", d.Seconds())
}

func short(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// A table is all that was measured, in this run and before.
type table struct {
	Machine  string
	Versions map[string]string
	Rows     []row
}

func readTable(dir string) (*table, error) {
	t := &table{Versions: map[string]string{}}
	data, err := os.ReadFile(filepath.Join(dir, "results.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return t, nil
	}
	if err == nil {
		err = json.Unmarshal(data, t)
	}
	return t, err
}

// put adds a row, in place of the one of the same contender and size.
func (t *table) put(r row) {
	same := func(o row) bool { return o.Villages == r.Villages && o.Title == r.Title }
	t.Rows = append(slices.DeleteFunc(t.Rows, same), r)
	slices.SortStableFunc(t.Rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.Villages, b.Villages), cmp.Compare(slices.Index(names(), a.Peer), slices.Index(names(), b.Peer)))
	})
}

// write writes the rows, and as Markdown what they say.
func (t *table) write(dir string) error {
	name, load := phone.Machine()
	t.Machine = fmt.Sprintf("%s, %d processors (load: %s), %s/%s, %s", name, runtime.NumCPU(), load, runtime.GOOS, runtime.GOARCH, runtime.Version())
	data, err := json.MarshalIndent(t, "", "\t")
	if err != nil {
		return err
	}
	return errors.Join(save(filepath.Join(dir, "results.json"), append(data, '\n')), save(filepath.Join(dir, "results.md"), []byte(t.markdown())))
}

func (t *table) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# One village and a prefecture, beside peers\n\n%s.\n\n", t.Machine)
	for _, note := range t.notes() {
		fmt.Fprintf(&b, "**%s**\n\n", note)
	}
	b.WriteString(preface)
	for _, villages := range slices.Compact(t.sizes()) {
		t.size(&b, villages)
	}
	b.WriteString("## What the peers need not tell\n\n" + leftOut)
	for _, board := range slices.Sorted(maps.Keys(left)) {
		fmt.Fprintf(&b, "- `%s`: %s.\n", board, left[board].why)
	}
	return b.String()
}

func (t *table) sizes() (list []int) {
	for _, r := range t.Rows {
		list = append(list, r.Villages)
	}
	return list
}

func (t *table) notes() []string {
	notes := map[string]bool{}
	for _, r := range t.Rows {
		if r.Note != "" {
			notes[r.Note] = true
		}
	}
	return slices.Sorted(maps.Keys(notes))
}

const head = "| | makes | n | CPU s | × Hugo | s | × Hugo | MB | × Hugo | files | MB of files | edit: median (p99; n) | MB watching |\n" +
	"| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n"

// size writes the table of one size, with what each took as so many times of stock Hugo.
func (t *table) size(b *strings.Builder, villages int) {
	fmt.Fprintf(b, "## Villages: %d\n\n%s", villages, head)
	var stock, cold row
	var figures []string
	for _, r := range t.Rows {
		switch {
		case r.Villages != villages:
		case r.Peer == hugo.name:
			stock = r
		case r.Title == titleCold:
			cold = r
		}
	}
	for _, r := range t.Rows {
		if r.Villages != villages {
			continue
		}
		cells := []string{r.Title, r.What, fmt.Sprint(r.Runs)}
		if r.GaveUp != "" {
			cells = append(cells, r.GaveUp)
		} else {
			cells = append(cells, seconds(r.CPU), times(r.CPU, stock.CPU), seconds(r.Took), times(r.Took, stock.Took), fmt.Sprint(r.Peak), times(r.Peak, stock.Peak), fmt.Sprint(r.Files), fmt.Sprintf("%.1f", float64(r.Bytes)/1e6))
			if r.Took == 0 { // a part of another
				cells[2], cells[5], cells[6], cells[7], cells[8] = "", "", "", "", ""
			}
		}
		if r.Edit != nil {
			cells = append(cells, r.Edit.String(), fmt.Sprint(r.Edit.Peak))
		}
		fmt.Fprintf(b, "| %s |\n", strings.Join(cells, " | "))
		if r.Title == titlePacked {
			figures = append(figures, fmt.Sprintf("With --precompress: %s times the CPU s of a build without.", times(r.CPU, cold.CPU)))
		}
		if r.Figures > 0 {
			figures = append(figures, fmt.Sprintf("%s: %d figures on %d pages are the same as ours.", r.Title, r.Figures, r.Pages))
		}
	}
	fmt.Fprintf(b, "\n%s\n\n%s\n\n", strings.Join(figures, "\n"), t.sources(villages))
}

// sources tells which versions were measured when.
func (t *table) sources(villages int) string {
	said := map[string]bool{}
	for _, r := range t.Rows {
		if r.Villages == villages {
			said[strings.TrimSpace(fmt.Sprintf("%s %s (%s)", r.Peer, r.Version, r.Day))] = true
		}
	}
	return strings.Join(slices.Sorted(maps.Keys(said)), "; ") + "."
}

func times[N int | time.Duration](n, of N) string {
	if of == 0 {
		return ""
	}
	x := float64(n) / float64(of)
	if x < .1 {
		return fmt.Sprintf("%.3f", x)
	}
	return fmt.Sprintf("%.2f", x)
}

const preface = `    go run ./generator/bench/scale -villages 1,13,130,1560

- Everybody reads the same data, the site that ` + "`gongshi sample --seed 1 --as-of 2026-06-15`" + ` makes. Its YAML is read as it is: stock Hugo refuses long lists ("too many aliases"), but no file of the sample is among those.
- CPU s: user and system, of the process and all that it starts. MB: the most memory that it, or one that it started, had in use at a time. Medians of the runs (the column n), each in a new process and into an empty folder, one after another; what was written before is on the disk when a run begins.
- Hugo and Eleventy make one page for each board of each unit: every record as a row, all sums and those of townships, counties and the city above. They are bare pages, without navigation, styles, search or a second format, and their figures are marked so that each is compared with ours. Hugo's templates keep what they have summed up (partialCached), Eleventy's pages are JavaScript, its fastest kind, and keep it in memory.
- Gongshi makes those pages with all that belongs to them, and screens, sheets, boards for the wall, JSON and CSV besides, for the web and for the hall; it checks the data, too.
- Edit: from the saving of one member's entry (a rename) to the other bytes of its page, with hugo --watch, eleventy --watch and gongshi watch, quiet times included.

`

const leftOut = `Rules that templates cannot reasonably follow mean less work for the peers, never more. Everywhere they may leave out the address of a unit, that data are a sample, and how exact a sum is; who asked not to be named is named. Pages of the newest year stand once, with us twice. Notices, homes, the names by letter are ours alone. Besides:

`
