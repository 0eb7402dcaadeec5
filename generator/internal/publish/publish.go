// Package publish puts rendered files into an output folder so that nobody ever
// reads half a file, no page that exists before and after is ever missing, and a
// crash at any moment leaves the folder, after the next [Open], whole old or
// whole new. It knows nothing of villages, Hugo or HTML, and it refuses to write
// into a folder that holds somebody else's files.
//
// # Sections
//
// A folder is made of sections: the site itself (name "") and one for every
// unit, named by its path. A section owns its folder, less the folders of the
// sections below it; so a path has one owner by its name alone, and publishing
// one section neither touches nor reads the files of another. [Tree.Publish]
// replaces each given section whole: what is new or different is written, what
// is the same is left alone (its time of change stays), what the section no
// longer holds is removed. What stands at a planned path, or where a folder must be
// above it, is replaced; a folder that holds files of somebody else's is not.
//
// # What stands on disk
//
//	public/                the files, for readers
//	  manifest.json        the site's files, its old assets, every section and its digest
//	  <section>/manifest.json    that section's files: size and SHA-256
//	public.work/           beside it, for this package alone; may be deleted when no build runs
//	  lock                 held while a Tree is open
//	  out                  says which folder this work folder serves
//	  stage/0 1 2 …        new files, as they came, until they are renamed into place
//	  journal              the commit record: every operation of one publication
//
// A section of thousands of files, of which few change, can say only those (Section.Only).
//
// Manifests say which files are ours, never what they hold: the first time a
// Tree publishes a section it compares the planned bytes with the bytes on disk,
// and later it trusts only files it has compared and whose size and time of
// change are still the same. A section whose manifest is missing, damaged or not
// the one the site's manifest vouches for is swept when it is next published: all
// that it does not hold goes, except names that begin with a dot. Where manifests
// are sound, files nobody planned (a CNAME) stay.
//
// # Order
//
//  1. The changed files are written to the stage, those of each section as it is handed
//     over (Draft), so that no publication need fit into memory; nothing in public has
//     changed yet, and any error up to here leaves it so.
//  2. The journal is written and flushed to the disk. From its rename on the
//     publication counts: it will be finished, by this process or by the next Open.
//  3. What stands in the way is cleared (a file where a folder must be), folders
//     are made, and the staged files renamed into place: assets/ first, then
//     pages, then every build.json and manifest.json, the site's last of all.
//  4. Files no longer held are removed, with folders that became empty.
//  5. The journal is removed.
//
// A reader in the middle sees whole files of two publications; a page's assets
// are always there, because new ones come before it and old ones outlive it: a
// file under the site's assets/ that a publication no longer holds stays for two
// further generations, a generation being a publication that changes the set of
// assets. So nothing that may expire belongs under assets/.
//
// # Limits
//
// A Tree is not safe for concurrent use. If a step fails after the journal stands
// (a file held open on Windows, a disk that went away), Publish reports it, some
// pages are new and some old, and the next Publish or Open finishes the work
// before anything else.
//
// After a power cut a staged file may hold other bytes than were written, though
// it was flushed. Nothing damaged is put in place: if nothing has been touched the
// old publication stays; otherwise the site's manifest is removed, so that
// everything is compared and written again.
//
// On Windows a program that reads the folder should open files through [os.Root],
// as os.OpenRoot(out).FS() does, which lets others rename them meanwhile. One that
// does not can meet a sharing violation in the moment of a rename and has to try
// again; and if it holds a file for longer than two seconds, Publish gives up.
package publish

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/gofrs/flock"
)

// What the caller may have to explain to people; test with errors.Is.
var (
	// ErrLocked: another process (or another Tree of this one) has the folder open.
	ErrLocked = errors.New("another build has this folder open")
	// ErrForeign: the folder holds files that are not ours and would be lost.
	ErrForeign = errors.New("not written by this program")
	// ErrVolume: files cannot be renamed from the work folder into the output folder.
	ErrVolume = errors.New("work folder and output folder are not on the same volume")
	// ErrPath: a planned name that some file system or the address rules do not take.
	ErrPath = errors.New("not a usable file name")
	// ErrCase: two planned names differ by upper and lower case only.
	ErrCase = errors.New("names differ by case only")
	// ErrUnfinished: some of the files are new and some old; the next Publish or Open
	// finishes the work.
	ErrUnfinished = errors.New("stopped in the middle")
	// ErrBusy: another program holds a file open and did not let go for two seconds.
	ErrBusy = errors.New("held open by another program")
)

// File is one rendered file.
type File struct {
	Path string // slash-separated, relative to the output folder, inside its section's folder
	Data []byte // not changed, and not kept after Publish or Put returns
}

// Section is everything one part of the site holds.
type Section struct {
	Name  string // its folder, slash-separated: "zhongyang/ningxiang/nanjie"; "" is the site itself
	Files []File // in any order; manifest.json is added by this package and must not be among them

	// Only: Files are those that differ from what this Tree published of the section last,
	// and Gone the paths that it no longer holds. The others stay, and are not looked at.
	Only bool
	Gone []string
}

// Update is one publication: all of it becomes visible, or none.
type Update struct {
	Sections []Section // each replaces the section of that name whole, unless it says Only; others stay as they are
	Drop     []string  // names of sections that no longer exist; unknown ones are ignored
}

// Options tells Open where to work. The zero value is good.
type Options struct {
	// Work is the folder for lock, stage and journal; "" means out + ".work".
	// It must be on the same volume as out and neither may contain the other.
	Work string

	// Pack puts a compressed copy, gzip and brotli, beside every text.
	Pack bool

	// step, if set, is called before every change on disk with what comes next;
	// an error from it is treated as that step's own. Tests stop the process there.
	step func(what string) error
}

// Stats says what a Publish did.
type Stats struct {
	Written   int   // files put in place, manifests included
	Unchanged int   // planned files that stood there already, manifests included
	Removed   int   // files taken away
	Bytes     int64 // sum of the sizes of the written files

	// Sections holds every section that changed, with the number of its files
	// that were written, its manifest not counted (0: it only lost files).
	Sections map[string]int
}

// Tree is an output folder opened for publishing.
type Tree struct {
	disk
	out  string // slash path in base
	work string // slash path in base
	mark string // the slash path from work to out, by which a work folder knows its output folder
	lock *flock.Flock

	site     manifest            // the site's manifest as it stands; Digest "" when it was lost
	siteData []byte              // its bytes on disk; nil when there is none
	sections map[string]*section // read so far
	lands    *lands              // of the sections in site
	pending  bool                // a journal stands that could not be finished

	packings []packing // for copies of texts; none unless Options.Pack

	reading sync.Mutex // of sections, while a Draft takes several at a time
}

// Sections returns the sections that stand in the folder, the site included, and
// the [Digest] each was published with. An empty digest means that the section's
// files could not be vouched for: publish it again, or drop it.
func (t *Tree) Sections() map[string]string {
	all := make(map[string]string, len(t.site.Sections)+1)
	maps.Copy(all, t.site.Sections)
	if t.siteData != nil || t.site.Digest == "" {
		all[""] = t.site.Digest
	}
	return all
}

// Stands returns the [Digest] of a section's files as they stand, "" when they cannot be
// vouched for or when there is no such section.
func (t *Tree) Stands(section string) string {
	if !t.section(section).sound {
		return ""
	}
	return t.Vouched(section)
}

// Vouched is Stands without a look at the section's own manifest.
func (t *Tree) Vouched(section string) string {
	if section == "" {
		return t.site.Digest
	}
	return t.site.Sections[section]
}

// Version is the digest of the site's manifest as it stands: it moves with every file.
func (t *Tree) Version() string {
	sum := sha256.Sum256(t.siteData)
	return hex.EncodeToString(sum[:])
}

// Sums returns the sums of the files that a section holds, as its manifest vouches for
// them.
func (t *Tree) Sums(section string) Sums {
	all := make(Sums)
	for name, e := range t.section(section).files {
		all[path.Join(section, name)] = e.SHA256
	}
	return all
}

// Publish makes the update visible. On an error before the commit record stands
// nothing in the folder has changed and the Tree can be used further; on a later
// one (see Limits, ErrUnfinished) the update is finished by the next Publish or Open.
func (t *Tree) Publish(u Update) (Stats, error) {
	p, err := t.Prepare(u)
	if err != nil {
		return Stats{}, err
	}
	return p.Commit()
}

// A Publication is an update that is staged and not visible yet. It must be
// committed or abandoned before anything else is done with its Tree.
type Publication struct {
	tree *Tree
	plan *plan // nil: there is nothing to do
}

// Prepare is a Draft of an update that is there as a whole: it does all of a publication
// that can fail without changing the folder.
func (t *Tree) Prepare(u Update) (*Publication, error) {
	d, err := t.Begin()
	if err != nil {
		return nil, err
	}
	for _, s := range slices.SortedFunc(slices.Values(u.Sections), func(a, b Section) int { return strings.Compare(a.Name, b.Name) }) {
		if err := d.Put(s); err != nil {
			d.Abandon()
			return nil, err
		}
	}
	return d.Prepare(u.Drop)
}

// Abandon gives the publication up; the folder stays as it is.
func (p *Publication) Abandon() {
	if p.plan != nil && !p.plan.idle() {
		p.tree.abandon()
	}
}

// Commit makes the publication visible.
func (p *Publication) Commit() (Stats, error) {
	if p.plan == nil {
		return Stats{}, nil
	}
	if err := p.tree.put(p.plan); err != nil {
		return Stats{}, fmt.Errorf("publish: %w", err)
	}
	p.tree.adopt(p.plan)
	return p.plan.stats, nil
}

func (t *Tree) put(p *plan) error {
	if p.idle() {
		return nil
	}
	j := p.journal(t.mark)
	if err := t.commit(j); err != nil {
		t.abandon()
		return err
	}
	t.pending = true
	if changes, err := t.apply(j); err != nil {
		if changes == 0 {
			t.undo(p)
			return err
		}
		return fmt.Errorf("%w: %w", ErrUnfinished, err)
	}
	t.pending = false
	return nil
}

// Files returns the files that a section holds, as its manifest vouches for them.
// One that cannot be read is left out.
func (t *Tree) Files(section string) []File {
	var list []File
	for name := range t.section(section).files {
		name = path.Join(section, name)
		if data, err := t.read(t.in(name)); err == nil && data != nil {
			list = append(list, File{name, data})
		}
	}
	slices.SortFunc(list, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return list
}

// Read returns the bytes of a file that stands in the folder; false when there is none.
func (t *Tree) Read(path string) ([]byte, bool) {
	data, err := t.read(t.in(path))
	return data, err == nil && data != nil
}

// ready makes sure the lock is ours, no journal is open and the site's manifest
// is the one in memory; a folder somebody changed under us is read anew.
func (t *Tree) ready() error {
	if t.base == nil {
		return os.ErrClosed
	}
	anew, err := t.hold()
	if err != nil {
		return err
	}
	if anew || t.pending {
		if err := t.recover(); err != nil {
			return err
		}
		t.pending = false
		return t.load()
	}
	if data, _ := t.read(t.in(manifestName)); !bytes.Equal(data, t.siteData) {
		return t.load()
	}
	return nil
}

// adopt takes the plan's outcome as what stands on disk.
func (t *Tree) adopt(p *plan) {
	maps.Copy(t.sections, p.next)
	for _, name := range p.drops {
		delete(t.sections, name)
	}
	t.site, t.siteData, t.lands = p.site, p.siteData, p.lands
}

// Close gives the lock back. The work folder stays: it knows the output folder.
func (t *Tree) Close() error {
	if t.base == nil {
		return nil
	}
	t.left.Wait()
	err := errors.Join(t.lock.Close(), t.base.Close())
	t.base = nil
	if err != nil {
		return fmt.Errorf("publish: close: %w", err)
	}
	return nil
}
