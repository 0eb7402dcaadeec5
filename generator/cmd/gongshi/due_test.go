package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"gongshi/generator/internal/cli"
)

var update = flag.Bool("update", false, "rewrite golden files")

// TestDemoIsDue holds what is due in the demo on a day against its golden: each unit
// with how many matters stand how, and those of them that ask for something by name.
func TestDemoIsDue(t *testing.T) {
	var out, errs bytes.Buffer
	if status := cli.Main([]string{"due", "--site", "../../..", "--as-of", "2024-06-01", "--format", "json"}, &out, &errs); status != 0 {
		t.Fatalf("status %d: %s", status, errs.String())
	}
	var list struct {
		Units []struct {
			Name, Profile string
			Matters       []struct{ Status, State, Text, File string }
		}
	}
	if err := json.Unmarshal(out.Bytes(), &list); err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for _, u := range list.Units {
		count := map[string]int{}
		var lines []string
		for _, m := range u.Matters {
			if count[m.Status]++; m.Status != "nodata" && m.Status != "published" {
				lines = append(lines, fmt.Sprintf("  %s %s → %s\n", m.State, m.Text, m.File))
			}
		}
		if len(count) == 0 {
			continue
		}
		fmt.Fprintf(&got, "%s %s", u.Name, u.Profile)
		for _, s := range slices.Sorted(maps.Keys(count)) {
			fmt.Fprintf(&got, " %s %d", s, count[s])
		}
		fmt.Fprintf(&got, "\n%s", strings.Join(lines, ""))
	}
	const golden = "testdata/due-demo.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("what is due in the demo changed; if that is right, go test -update and read the diff\n%s", got.String())
	}
}
