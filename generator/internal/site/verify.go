package site

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"gongshi/generator/internal/plan"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/publish"
)

// Verify builds the site once more without the cache, beside the output folders, and
// compares. It returns how many files are the same, and the paths of those that are not:
// then the cache is deleted, so that the next build makes everything anew. It comes after
// Build.
func (s *Site) Verify(ctx context.Context) (same int, wrong []string, err error) {
	c := s.Config
	c.NoCache, c.Out = true, filepath.Join(s.work(), "verify", "public")
	base := filepath.Dir(c.Out)
	if err := os.RemoveAll(base); err != nil {
		return 0, nil, fmt.Errorf("site: verify: %w", err)
	}
	defer os.RemoveAll(base)
	if _, err := os.Stat(s.good.dir); err == nil { // what units with errors are shown from
		if err := os.CopyFS(filepath.Join(c.Out+".work", "good"), os.DirFS(s.good.dir)); err != nil {
			return 0, nil, fmt.Errorf("site: verify: %w", err)
		}
	}
	clean, err := Open(c)
	if err != nil {
		return 0, nil, err
	}
	defer clean.Close()
	if _, err := clean.Build(ctx); err != nil {
		return 0, nil, err
	}
	for _, t := range []privacy.Target{privacy.Public, privacy.Local} {
		n, list := differ(s.trees()[t], clean.trees()[t], clean.mute())
		same, wrong = same+n, append(wrong, list...)
	}
	if len(wrong) > 0 {
		err = os.RemoveAll(s.cache.dir)
	}
	slices.Sort(wrong)
	return same, wrong, err
}

// mute are the sections of units of which a clean build knows nothing: their pages stay
// as they stand.
func (s *Site) mute() map[string]bool {
	list := map[string]bool{}
	if s.built == nil {
		return list
	}
	for _, u := range s.built.units {
		if u.v != nil && (u.held || u.gone) {
			for _, t := range []privacy.Target{privacy.Public, privacy.Internal} {
				list[plan.Base(u.v.Address, t)] = true
			}
		}
	}
	return list
}

// differ compares the files that stand in a tree with those that a clean build put into
// another one.
func differ(tree, clean *publish.Tree, mute map[string]bool) (same int, wrong []string) {
	for section := range clean.Sections() {
		stands := tree.Sums(section)
		for name, sum := range clean.Sums(section) {
			if data, ok := tree.Read(name); ok && publish.SumOf(data) == sum {
				same++
			} else {
				wrong = append(wrong, name)
			}
			delete(stands, name)
		}
		for name := range stands {
			wrong = append(wrong, name)
		}
	}
	for section := range tree.Sections() {
		if clean.Vouched(section) == "" && !mute[section] {
			wrong = append(wrong, section+"/")
		}
	}
	return same, wrong
}
