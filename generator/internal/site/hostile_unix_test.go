//go:build unix

package site

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"syscall"
)

// specialFiles are names that lead to no file: reading them may wait for ever.
func specialFiles(m *maker) (list []*hostile) {
	add := func(setup func(dir string) error) {
		c := &hostile{class: m.class, id: fmt.Sprintf("%02d", len(m.list)+len(list)+1), want: "any", setup: setup}
		list = append(list, c)
	}
	for _, name := range []string{"points/2024.yaml", "unit.yaml", "tables/guan.csv"} {
		add(func(dir string) error {
			at := filepath.Join(dir, inVillage, name)
			os.Remove(at)
			return syscall.Mkfifo(at, 0o644)
		})
	}
	add(func(dir string) error {
		at := filepath.Join(dir, "data", "s.yaml")
		l, err := net.Listen("unix", at)
		if err != nil {
			return err
		}
		m.t.Cleanup(func() { l.Close() })
		return nil
	})
	return list
}
