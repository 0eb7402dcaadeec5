package publish

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"sync"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
)

// A packing is one way to compress files beforehand: a server that finds index.html.br
// beside index.html can hand that out as it is (nginx: gzip_static, brotli_static).
type packing struct {
	suffix  string
	from    int64      // bytes: smaller files gain nothing by it
	packers *sync.Pool // of *packer
}

// A packer makes one copy after another.
type packer struct {
	w interface {
		io.WriteCloser
		Reset(io.Writer)
	}
	out bytes.Buffer
}

// The levels are those beyond which more time gains little with pages, small and many as
// they are: what is left of them is 21 and 19 %, see generator/decisions.md.
const (
	gzipLevel    = 5
	gzipFrom     = 1400 // bytes: what is smaller fits into one packet anyway
	brotliLevel  = 4
	brotliFrom   = 4 << 10 // bytes: below, it gains no more than gzip
	brotliWindow = 18      // bits: 256 kB; a larger one takes memory, and few files are larger
)

func packings() []packing {
	return []packing{
		{".br", brotliFrom, &sync.Pool{New: func() any {
			return &packer{w: brotli.NewWriterOptions(nil, brotli.WriterOptions{Quality: brotliLevel, LGWin: brotliWindow})}
		}}},
		{".gz", gzipFrom, &sync.Pool{New: func() any {
			z, err := gzip.NewWriterLevel(nil, gzipLevel)
			if err != nil {
				panic(err) // the level is one of gzip's
			}
			return &packer{w: z}
		}}},
	}
}

// pack returns the compressed data, which the next use of the packer overwrites.
func (p *packer) pack(data []byte) ([]byte, error) {
	p.out.Reset()
	p.w.Reset(&p.out)
	if _, err := p.w.Write(data); err != nil {
		return nil, err
	}
	if err := p.w.Close(); err != nil {
		return nil, err
	}
	return p.out.Bytes(), nil
}

// packs reports whether a file is worth it: text, and not of a few lines.
func (p *packing) packs(name string, size int64) bool {
	switch path.Ext(name) {
	case ".html", ".json", ".csv", ".js", ".css", ".svg", ".txt", ".xml":
		return size >= p.from
	}
	return false
}

// pack adds the compressed copies of a file to its section. Those of a file that did not
// change stay.
func (d *Draft) pack(section string, of *item, data []byte, old, next *section) (copies []item, err error) {
	name := rel(section, of.path)
	for i := range d.tree.packings {
		p := &d.tree.packings[i]
		delete(next.packed, name+p.suffix)
		if !p.packs(name, of.Size) {
			continue
		}
		it := item{path: of.path + p.suffix, section: section}
		if was, stands := old.packed[name+p.suffix]; stands && old.files[name] == of.entry {
			it.entry = was
		} else if ok, err := d.copy(p, &it, data); err != nil {
			return nil, fmt.Errorf("pack %s: %w", of.path, err)
		} else if !ok {
			continue
		}
		next.packed[name+p.suffix] = it.entry
		copies = append(copies, it)
	}
	return copies, nil
}

// copy makes one copy, if it is smaller than the file.
func (d *Draft) copy(p *packing, it *item, data []byte) (bool, error) {
	by := p.packers.Get().(*packer)
	defer p.packers.Put(by)
	packed, err := by.pack(data)
	if err != nil || len(packed) >= len(data) {
		return false, err
	}
	it.entry = entryOf(packed)
	return true, d.compare(it, packed, 0)
}
