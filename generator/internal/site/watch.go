package site

import (
	"context"
	"errors"
	"runtime"
	"slices"
	"time"

	"gongshi/generator/internal/source"
	"gongshi/generator/internal/watch"
)

// watched are the folders that people write.
var watched = []string{"data", "content", "themes"}

// Watching tells a caller of Watch what happens. Nil functions are not called.
type Watching struct {
	Building func()               // a build begins
	Built    func(*Report, error) // a build ended; an error is the machine's
	Notice   func(watch.Notice)   // something happened to the watching itself
	Gone     func(folder string)  // a watched folder vanished; the site stays as it is
}

// Watch builds, and builds again whenever a file of the site changes or a new day
// begins in its time zone, until ctx is done. A build that fails leaves the last good
// site and is tried again with the next change.
func (s *Site) Watch(ctx context.Context, tell Watching) error {
	s.watching = true
	opt := watch.Options{Dirs: watched, Notice: tell.Notice, Soon: s.soon}
	if s.AsOf == "" {
		s.zone = s.zoneOnDisk()
		opt.Zone = func() *time.Location { return s.zone } // called where builds run, which set it
	}
	w, err := watch.New(s.Root, s.Now, opt)
	if err != nil {
		return err
	}
	s.buildFor(ctx, tell, nil)
	if err := ctx.Err(); err != nil {
		return errors.Join(w.Close(), err)
	}
	return w.Run(ctx, func(ctx context.Context, b watch.Batch) {
		if tell.Gone != nil {
			for _, folder := range b.Gone {
				tell.Gone(folder)
			}
		}
		if len(b.Paths) == 0 && len(b.Back) == 0 && !b.NewDay {
			return
		}
		changed := make(map[string]bool, len(b.Paths))
		for _, p := range b.Paths {
			changed[p] = true
		}
		if len(b.Back) > 0 {
			changed = nil // everything is read anew
		}
		s.buildFor(ctx, tell, changed)
	})
}

// soon gets ready while the watcher waits for quiet.
func (s *Site) soon(files []string) {
	if !slices.ContainsFunc(files, func(f string) bool { return s.names[f] }) {
		return
	}
	s.hurry()
	s.readying.Go(func() {
		s.idle.Lock()
		defer s.idle.Unlock()
		s.foresee(files)
	})
}

// buildFor builds for one batch of changes and makes ready for the next.
func (s *Site) buildFor(ctx context.Context, tell Watching, changed map[string]bool) {
	if tell.Building != nil {
		tell.Building()
	}
	if changed != nil {
		s.hurry()
	}
	r, err := s.build(ctx, changed)
	if tell.Built != nil && ctx.Err() == nil {
		tell.Built(r, err)
	}
	rest := s.rest
	s.rest = nil
	s.readying.Go(func() {
		s.idle.Lock()
		defer s.idle.Unlock()
		s.saveCache(r, err)
		_ = s.Ready()
		if rest != nil {
			rest()
		}
		runtime.GC() // so that it does not run while somebody waits
	}) // the next build, which waits for it, reports what is wrong
}

// hurry keeps the collector away until the next build is over.
func (s *Site) hurry() {
	if s.rest == nil {
		s.rest = unhurried()
	}
}

// zoneOnDisk is the site's time zone as its settings stand now.
func (s *Site) zoneOnDisk() *time.Location {
	w := &world{layout: &source.Layout{}}
	if layout, err := source.Read(s.root.FS(), watch.Ignored, nil, nil); err == nil {
		w.layout = layout
	}
	if s.readCommon(w) != nil {
		w.zone = time.FixedZone("CST", 8*3600)
	}
	return w.zone
}
