package publish

import (
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// What is prepared is not to be seen until it is committed, and leaves nothing when it
// is given up.
func TestPrepareChangesNothing(t *testing.T) {
	out := newOut(t)
	tree := open(t, out, Options{})
	tree.must(t, village("one"))
	p, err := tree.Prepare(village("two"))
	if err != nil {
		t.Fatal(err)
	}
	wantPages(t, out, want("one")...)
	p.Abandon()
	wantPages(t, out, want("one")...)
	if exists(out+".work", "stage/0") {
		t.Error("the stage is not empty")
	}
	if p, err = tree.Prepare(village("three")); err != nil {
		t.Fatal(err)
	}
	stats, err := p.Commit()
	if err != nil || stats.Written == 0 {
		t.Fatal(stats, err)
	}
	wantPages(t, out, want("three")...)
}

func TestFilesOfASection(t *testing.T) {
	tree := open(t, newOut(t), Options{})
	tree.must(t, village("one"))
	var got []string
	for _, f := range tree.Files("unit") {
		got = append(got, f.Path+"="+string(f.Data))
	}
	if s := strings.Join(got, " "); s != "unit/build.json=one unit/index.html=one unit/points/index.html=same" {
		t.Error(s)
	}
	if list := tree.Files("other"); list != nil {
		t.Error(list)
	}
}

// An error after the commit record says that the work is half done.
func TestHalfDoneIsSaid(t *testing.T) {
	out := newOut(t)
	once(t, out, village("one"))
	fail, puts := errors.New("the disk went away"), 0
	tree := open(t, out, Options{step: func(what string) error {
		if strings.HasPrefix(what, "rename") && strings.Contains(filepath.ToSlash(what), "public/") {
			if puts++; puts == 2 {
				return fail
			}
		}
		return nil
	}})
	if _, err := tree.Publish(village("two")); !errors.Is(err, ErrUnfinished) || !errors.Is(err, fail) {
		t.Errorf("%v after %d", err, puts)
	}
	tree.must(t, village("two"))
	wantPages(t, out, want("two")...)
}

// Sections come one by one, from several goroutines, and are seen together.
func TestADraftIsSeenWhole(t *testing.T) {
	out := newOut(t)
	tree := open(t, out, Options{})
	tree.must(t, village("one"))
	d, err := tree.Begin()
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for _, s := range village("two").Sections {
		wg.Go(func() {
			if err := d.Put(s); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	wantPages(t, out, want("one")...)
	p, err := d.Prepare(nil)
	if err != nil {
		t.Fatal(err)
	}
	wantPages(t, out, want("one")...)
	if _, err := p.Commit(); err != nil {
		t.Fatal(err)
	}
	wantPages(t, out, want("two")...)
}

// A draft that is given up, or that cannot be prepared, leaves nothing behind.
func TestADraftThatIsGivenUp(t *testing.T) {
	out := newOut(t)
	tree := open(t, out, Options{})
	tree.must(t, village("one"))
	for _, end := range []func(d *Draft){
		func(d *Draft) { d.Abandon() },
		func(d *Draft) {
			if _, err := d.Prepare([]string{""}); err == nil {
				t.Error("the site can be dropped")
			}
		},
	} {
		d, err := tree.Begin()
		if err != nil {
			t.Fatal(err)
		}
		if err := d.Put(village("two").Sections[0]); err != nil {
			t.Fatal(err)
		}
		end(d)
		wantPages(t, out, want("one")...)
		if exists(out+".work", "stage/0") {
			t.Error("the stage is not empty")
		}
	}
	tree.must(t, village("two"))
	wantPages(t, out, want("two")...)
}
