package bench

import (
	"os"
	"path/filepath"

	"gongshi/generator/internal/sample"
	"gongshi/generator/internal/village"
)

// Town writes a made-up site into a folder, the same whenever it is asked for, and returns it.
func Town(dir string, villages int, day village.Date) (*sample.Site, error) {
	s := sample.New(sample.Options{Villages: villages, Seed: 1, Day: day})
	files := s.Common()
	for i := range s.Units() + 1 {
		for _, f := range files {
			name := filepath.Join(dir, filepath.FromSlash(f.Path))
			if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
				return nil, err
			}
			if err := os.WriteFile(name, f.Data, 0o644); err != nil {
				return nil, err
			}
		}
		if i < s.Units() {
			files, _ = s.Unit(i)
		}
	}
	return s, nil
}
