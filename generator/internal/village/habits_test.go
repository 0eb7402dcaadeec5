package village

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/words"
)

var update = flag.Bool("update", false, "rewrite the .out files")

// row holds a value of every kind that staff type.
type row struct {
	record.At
	Code   string   `key:"code"`
	Name   Name     `key:"name"`
	Group  string   `key:"group"`
	Points Points   `key:"amount|points"`
	Count  Quantity `key:"quantity"`
	Funds  Amount   `key:"funds"`
	Date   Date     `key:"date"`
	Finish When     `key:"finish"`
	Phone  Phone    `key:"publicphone"`
	Place  string   `key:"place"`
	Title  string   `key:"headline"`
	Names  []Name   `key:"aliases"`
	Open   bool     `key:"open"`
	Who    Ref      `key:"subject"`
}

type rowFile struct {
	record.At
	Rows  []row  `key:"members,main"`
	Title string `key:"title"`
}

// TestO10Habits reads every file of testdata/habits, one for each row of the habit
// table in domain/users.md §1 and more, and compares what is reported in Chinese, with
// its place, and what is understood with the .out file beside it.
func TestO10Habits(t *testing.T) {
	files, _ := filepath.Glob("testdata/habits/*")
	n := 0
	for _, name := range files {
		if filepath.Ext(name) == ".out" {
			continue
		}
		n++
		t.Run(filepath.Base(name), func(t *testing.T) {
			b, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			got := reading(record.File{Path: filepath.Base(name), Data: b})
			golden := strings.TrimSuffix(name, filepath.Ext(name)) + ".out"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil || string(want) != got {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
	if n < 27 {
		t.Errorf("only %d habits; the table has 27 rows", n)
	}
}

// reading says what a file was understood as.
func reading(f record.File) string {
	var rep problem.Report
	var file rowFile
	record.Open(f).Decode(&file, &rep)
	var b strings.Builder
	for _, p := range rep.Problems() {
		s := words.Say(p)
		fmt.Fprintf(&b, "%s %s: %s → %s\n", p.Pos, words.T("severity."+problem.Int(int(p.Severity))), s.Cause, s.Fix)
		if p.Fix != "" {
			fmt.Fprintf(&b, "    %s\n", p.Fix)
		}
	}
	if rep.Failed() {
		return b.String() + "refused\n"
	}
	if file.Title != "" {
		fmt.Fprintf(&b, "= %s\n", file.Title)
	}
	for _, r := range file.Rows {
		b.WriteString("=")
		put := func(key string, v fmt.Stringer) {
			if r.Has(key) {
				fmt.Fprintf(&b, " %s[%s]", words.KeyName(key), v)
			}
		}
		put("code", text(r.Code))
		put("name", text(r.Name))
		put("group", text(r.Group))
		put("amount", r.Points)
		put("quantity", r.Count)
		put("funds", r.Funds)
		put("date", r.Date)
		put("finish", r.Finish)
		put("publicphone", text(r.Phone))
		put("place", text(r.Place))
		put("headline", text(r.Title))
		put("aliases", text(fmt.Sprint(r.Names)))
		put("open", text(fmt.Sprint(r.Open)))
		put("subject", text(r.Who.Name+"|"+r.Who.Group))
		b.WriteString("\n")
	}
	return b.String()
}

type text string

func (t text) String() string { return string(t) }
