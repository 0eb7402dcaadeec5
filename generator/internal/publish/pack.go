package publish

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"path"
	"sync"

	"github.com/andybalholm/brotli"
)

// A packing is one way to compress files beforehand: a server that finds index.html.br
// beside index.html can hand that out as it is (nginx: gzip_static, brotli_static).
type packing struct {
	suffix  string
	packers *sync.Pool // of packer
}

type packer interface {
	io.WriteCloser
	Reset(io.Writer)
}

// The levels are those beyond which more time gains little with pages, small and many as
// they are; measured in generator/bench.
const (
	gzipLevel   = 5
	brotliLevel = 4
	packedFrom  = 1 << 10 // bytes: what is smaller fits into the first packets anyway
)

func packings() []packing {
	return []packing{
		{".br", &sync.Pool{New: func() any { return brotli.NewWriterLevel(nil, brotliLevel) }}},
		{".gz", &sync.Pool{New: func() any {
			z, err := gzip.NewWriterLevel(nil, gzipLevel)
			if err != nil {
				panic(err) // the level is one of gzip's
			}
			return z
		}}},
	}
}

func (p *packing) pack(data []byte) ([]byte, error) {
	w := p.packers.Get().(packer)
	defer p.packers.Put(w)
	var out bytes.Buffer
	w.Reset(&out)
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// packs reports whether a file is worth it: text, and not of a few lines.
func packs(name string, size int64) bool {
	switch path.Ext(name) {
	case ".html", ".json", ".csv", ".js", ".css", ".svg", ".txt", ".xml":
		return size >= packedFrom
	}
	return false
}

// pack adds the compressed copies of a file to its section. Those of a file that did not
// change stay.
func (d *Draft) pack(section string, of *item, data []byte, old, next *section) ([]item, error) {
	var copies []item
	name := rel(section, of.path)
	for i := range d.tree.packings {
		p := &d.tree.packings[i]
		delete(next.packed, name+p.suffix)
		if !packs(name, of.Size) {
			continue
		}
		it := item{path: of.path + p.suffix, section: section}
		if was, stands := old.packed[name+p.suffix]; stands && old.files[name] == of.entry {
			it.entry = was
		} else {
			packed, err := p.pack(data)
			if err != nil {
				return nil, fmt.Errorf("pack %s: %w", of.path, err)
			}
			if len(packed) >= len(data) {
				continue
			}
			it.entry = entryOf(packed)
			if err := d.compare(&it, packed, 0); err != nil {
				return nil, err
			}
		}
		next.packed[name+p.suffix] = it.entry
		copies = append(copies, it)
	}
	return copies, nil
}
