package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// most is how many differences are told.
const most = 100

// compare compares every board page of a peer with the data.json that ours has for it, and
// returns how many pages and figures are the same. Pages of one of them alone differ, too.
func compare(ours, theirs string) (pages, checked int, err error) {
	want, err := boardsIn(ours, "data.json")
	if err != nil {
		return 0, 0, err
	}
	have, err := boardsIn(theirs, "index.html")
	if err != nil {
		return 0, 0, err
	}
	var differences []string
	for dir := range have {
		if _, ok := want[dir]; !ok {
			differences = append(differences, dir+": is no board of ours")
		}
	}
	for dir, data := range want {
		d, n, err := comparePage(dir, data, have[dir])
		if err != nil {
			return 0, 0, fmt.Errorf("%s: %w", dir, err)
		}
		differences = append(differences, d...)
		pages, checked = pages+1, checked+n
	}
	if len(differences) > 0 {
		examples := oneOfEach(differences)
		return 0, 0, fmt.Errorf("%d figures differ, such as\n%s", len(differences), strings.Join(examples[:min(len(examples), most)], "\n"))
	}
	return pages, checked, nil
}

// oneOfEach keeps one difference of each board and figure.
func oneOfEach(differences []string) (examples []string) {
	slices.Sort(differences)
	seen := map[string]bool{}
	for _, d := range differences {
		dir, rest, _ := strings.Cut(d, ": ")
		at, _, _ := strings.Cut(rest, " ")
		kind := path.Base(dir) + " " + path.Base(at)
		if !seen[kind] {
			seen[kind] = true
			examples = append(examples, d)
		}
	}
	return examples
}

func comparePage(dir, data, page string) (differences []string, checked int, err error) {
	if page == "" {
		return []string{dir + ": the page is missing"}, 0, nil
	}
	text, err := os.ReadFile(data)
	if err != nil {
		return nil, 0, err
	}
	ours, err := ofData(text)
	if err != nil {
		return nil, 0, err
	}
	if text, err = os.ReadFile(page); err != nil {
		return nil, 0, err
	}
	theirs, err := ofPage(text)
	if err != nil {
		return nil, 0, err
	}
	differences, checked = same(ours, theirs, slices.Concat(everywhere, left[ours["board"]].figures))
	for i := range differences {
		differences[i] = dir + ": " + differences[i]
	}
	return differences, checked, nil
}

// boardsIn finds the folders of boards by a file in them. The page of the newest year is the
// board's own, so its second copy does not count.
func boardsIn(root, name string) (map[string]string, error) {
	found, newest := map[string]string{}, map[string]bool{}
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.Name() != name {
			return err
		}
		rel, err := filepath.Rel(root, filepath.Dir(p))
		found[filepath.ToSlash(rel)] = p
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, errors.New(root + " has no " + name)
	}
	for _, dir := range slices.Backward(slices.Sorted(maps.Keys(found))) {
		if _, err := strconv.Atoi(path.Base(dir)); err == nil && name == "data.json" && !newest[path.Dir(dir)] {
			newest[path.Dir(dir)] = true
			delete(found, dir)
		}
	}
	return found, nil
}
