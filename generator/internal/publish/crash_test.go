package publish

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// Two versions of a small site that differ in every way two versions can: pages
// changed, new and gone, a folder gone with its last page, another style sheet, a
// file that becomes a folder and the other way round, a section new and one gone.

func versionA() Update {
	return Update{
		Sections: []Section{
			part("", "index.html", "A", "assets/style.a.css", "a", "about.html", "same", "rules", "a file", "help/index.html", "a folder",
				"news/2023/index.html", "gone in B", "build.json", `{"v":"A"}`),
			part("zhongyang", "zhongyang/index.html", "A", "zhongyang/build.json", "A"),
			part("zhongyang/nanjie", "zhongyang/nanjie/index.html", "A", "zhongyang/nanjie/points/index.html", "same",
				"zhongyang/nanjie/stars/2023/index.html", "gone in B", "zhongyang/nanjie/build.json", "A"),
			part("zhongyang/beijie", "zhongyang/beijie/index.html", "A", "zhongyang/beijie/build.json", "A"),
		},
		Drop: []string{"zhongyang/dongjie"},
	}
}

func versionB() Update {
	return Update{
		Sections: []Section{
			part("", "index.html", "B", "assets/style.b.css", "b", "about.html", "same", "rules/index.html", "a folder", "help", "a file",
				"build.json", `{"v":"B"}`),
			part("zhongyang", "zhongyang/index.html", "B", "zhongyang/build.json", "B"),
			part("zhongyang/nanjie", "zhongyang/nanjie/index.html", "B", "zhongyang/nanjie/points/index.html", "same",
				"zhongyang/nanjie/posts/index.html", "new", "zhongyang/nanjie/build.json", "B"),
			part("zhongyang/dongjie", "zhongyang/dongjie/index.html", "new", "zhongyang/dongjie/build.json", "B"),
		},
		Drop: []string{"zhongyang/beijie"},
	}
}

// scene is a folder that holds version A and two files of somebody else's, and
// what the folder must look like before and after version B.
type scene struct {
	room string // where its copies are made
	base string // holds public and public.work
	a, b map[string]string
}

func newScene(t *testing.T, room string) *scene {
	s := &scene{room: room, base: filepath.Join(room, "first")}
	once(t, s.out(), versionA())
	once(t, s.out(), versionB())
	once(t, s.out(), versionA()) // with B's style sheet kept, as in every later turn
	place(t, s.out(), "CNAME", "example.org")
	place(t, s.out(), ".gitkeep", "")
	s.a = snapshot(t, s.out())
	after := s.copy(t)
	once(t, after.out(), versionB())
	s.b = snapshot(t, after.out())
	return s
}

// memory is a folder in memory where there is one. What is left at a step does not
// depend on the disk, and flushing thousands of small files to one takes minutes.
func memory(t *testing.T) string {
	if runtime.GOOS != "linux" {
		return folder(t)
	}
	dir, err := os.MkdirTemp("/dev/shm", "publish")
	if err != nil {
		return folder(t)
	}
	t.Cleanup(func() { removeAll(dir) })
	return dir
}

func (s *scene) out() string { return filepath.Join(s.base, "public") }

// copy is the scene as it is on disk this moment, in another place.
func (s *scene) copy(t *testing.T) *scene {
	dir, err := os.MkdirTemp(s.room, "copy")
	if err != nil {
		t.Fatal(err)
	}
	copyTree(t, s.base, dir)
	return &scene{s.room, dir, s.a, s.b}
}

// whole fails unless the folder is version A or version B, to the byte, and says
// which.
func (s *scene) whole(t *testing.T, moment string) string {
	t.Helper()
	got := snapshot(t, s.out())
	notA, notB := difference(got, s.a), difference(got, s.b)
	switch {
	case notA == "":
		return "A"
	case notB == "":
		return "B"
	}
	t.Fatalf("%s: neither A (%s) nor B (%s)", moment, notA, notB)
	return ""
}

// recovered opens the folder, which must make it whole and leave no work behind.
func (s *scene) recovered(t *testing.T, moment string) string {
	t.Helper()
	tree := open(t, s.out(), Options{})
	tree.Close()
	for name := range snapshot(t, filepath.Join(s.base, "public.work")) {
		if name != lockName && name != markName && name != stageName+"/" {
			t.Fatalf("%s: left behind in the work folder: %s", moment, name)
		}
	}
	return s.whole(t, moment)
}

// film runs do and keeps a copy of the folder as it stood before every step and
// after the last: what a process killed there would have left.
func (s *scene) film(t *testing.T, do func(out string, opt Options)) (frames []*scene) {
	do(s.out(), Options{step: func(string) error {
		frames = append(frames, s.copy(t))
		return nil
	}})
	return append(frames, s.copy(t))
}

// committed is the scene with version B committed and nothing of it in place.
func (s *scene) committed(t *testing.T) *scene {
	frames := s.copy(t).film(t, func(out string, opt Options) { open(t, out, opt).must(t, versionB()) })
	for _, frame := range frames {
		if exists(frame.base, "public.work/"+journalName) {
			return frame
		}
	}
	t.Fatal("no commit")
	return nil
}

// Killed before any step of a publication, and then before any step of the
// recovery, the folder is whole; and a commit record that stands is kept to.
func TestEveryStepAndEveryStepOfItsRecovery(t *testing.T) {
	t.Parallel()
	s := newScene(t, memory(t))
	frames := s.film(t, func(out string, opt Options) {
		tree := open(t, out, opt)
		tree.must(t, versionB())
		tree.Close()
	})
	moments, last := 0, "A"
	for k, frame := range frames {
		if testing.Short() && k%4 != 0 {
			continue
		}
		committed := exists(frame.base, "public.work/"+journalName) || last == "B"
		for j, frame := range frame.film(t, func(out string, opt Options) { open(t, out, opt).Close() }) {
			moment := fmt.Sprintf("killed at step %d, then at step %d of the recovery", k, j)
			last = frame.recovered(t, moment)
			if committed != (last == "B") {
				t.Fatalf("%s: committed %t, and %s stands", moment, committed, last)
			}
			moments++
		}
	}
	t.Logf("%d steps, %d moments", len(frames), moments)
}

// The same with a real process and a real SIGKILL.
func TestKilledAtEveryStep(t *testing.T) {
	t.Parallel()
	s := newScene(t, memory(t))
	killed := 0
	everyStep := func(from *scene, job string) {
		for k := 0; ; k++ {
			s := from.copy(t)
			if start(t, "ready", job, s.out(), k).Wait() == nil {
				if s.recovered(t, "not killed") != "B" {
					t.Fatal("done, and still A")
				}
				return
			}
			killed++
			s.recovered(t, fmt.Sprintf("%s, killed at step %d", job, k))
		}
	}
	everyStep(s, "publish")
	everyStep(s.committed(t), "open")
	t.Logf("%d processes killed", killed)
}

// Killed from outside at random moments, again and again in one folder.
func TestKilledAtRandomMoments(t *testing.T) {
	t.Parallel()
	rounds := 120
	if testing.Short() {
		rounds = 20
	}
	random := rand.New(rand.NewPCG(1, 2))
	kill := func(s *scene, job string, within time.Duration) (found string) {
		cmd := start(t, "ready", job, s.out(), -1)
		time.Sleep(time.Duration(random.Int64N(int64(within))))
		cmd.Process.Kill()
		cmd.Wait()
		if exists(s.base, "public.work/"+journalName) {
			return "with a journal, then "
		}
		return "without, then "
	}

	s := newScene(t, folder(t))
	committed := s.committed(t)
	found := make(map[string]int)
	for range rounds {
		left := kill(s, "alternate", 40*time.Millisecond)
		found[left+s.recovered(t, "killed while publishing")]++
	}
	t.Logf("killed %d times while publishing: %v", rounds, found)

	found = make(map[string]int)
	for range rounds {
		s := committed.copy(t)
		left := kill(s, "open", 4*time.Millisecond)
		found[left+s.recovered(t, "killed while recovering")]++
	}
	t.Logf("killed %d times while recovering: %v", rounds, found)
}
