package publish

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// smallDisk mounts a file system of the given size on dir.
func smallDisk(t *testing.T, dir, size string) {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("NOT TESTED: mounting a small disk needs root")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size="+size); err != nil {
		t.Skip("NOT TESTED: no mount here:", err)
	}
	t.Cleanup(func() { syscall.Unmount(dir, syscall.MNT_DETACH) })
}

// The disk runs full at every possible point of a publication: nothing in the
// folder changes, nothing is left in the stage, and once there is room it works.
func TestDiskFull(t *testing.T) {
	t.Parallel()
	base := filepath.Join(folder(t), "disk")
	smallDisk(t, base, "2m")
	out := filepath.Join(base, "public")
	big := func(version string) Update {
		u := village(version)
		for i := range 20 {
			u.Sections[1].Files = append(u.Sections[1].Files, File{
				Path: "unit/" + strings.Repeat("x", i+1) + "/index.html", Data: []byte(strings.Repeat(version, 15_000))})
		}
		return u
	}
	once(t, out, big("1"))
	old := snapshot(t, out)
	full, fitted := 0, 0
	for room := 0; room < 500_000; room += 12_000 {
		tree := open(t, out, Options{})
		filler, err := os.Create(filepath.Join(base, "filler"))
		if err != nil {
			t.Fatal(err)
		}
		for block := make([]byte, 4096); err == nil; {
			_, err = filler.Write(block)
		}
		fi, _ := filler.Stat()
		filler.Truncate(fi.Size() - int64(room))
		filler.Close()

		_, err = tree.Publish(big("2"))
		if err == nil {
			fitted++
		} else {
			full++
			if !errors.Is(err, syscall.ENOSPC) {
				t.Errorf("room for %d: error %v", room, err)
			}
			if d := difference(snapshot(t, out), old); d != "" {
				t.Errorf("room for %d: %s", room, d)
			}
			if left := pages(t, filepath.Join(base, "public.work", stageName)); left != "" {
				t.Errorf("room for %d: left in the stage: %.100s", room, left)
			}
		}
		del(t, base, "filler")
		tree.must(t, big("2"))
		tree.must(t, big("1"))
		tree.Close()
	}
	t.Logf("%d times full, %d times not", full, fitted)
	if full < 10 || fitted == 0 {
		t.Error("the disk did not run full at many points")
	}
}

func TestReadOnlyDisk(t *testing.T) {
	base := filepath.Join(folder(t), "disk")
	smallDisk(t, base, "2m")
	out := filepath.Join(base, "public")
	tree := open(t, out, Options{})
	tree.must(t, village("1"))
	tree.left.Wait() // a file that is gone and still open keeps the disk writable
	if err := syscall.Mount("", base, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := tree.Publish(village("2")); !errors.Is(err, syscall.EROFS) {
		t.Errorf("error %v", err)
	}
	wantPages(t, out, want("1")...)
	syscall.Mount("", base, "", syscall.MS_REMOUNT, "")
	tree.must(t, village("2"))
	wantPages(t, out, want("2")...)
}

// A folder that may not be written is found out before anything is touched.
func TestReadOnlyFolder(t *testing.T) {
	for _, locked := range []string{"", "unit", "unit/points"} {
		t.Run("public/"+locked, func(t *testing.T) {
			base := folder(t)
			asNobody(t, base, func() {
				out := filepath.Join(base, "public")
				tree := open(t, out, Options{})
				defer tree.Close()
				tree.must(t, village("1"))
				old := snapshot(t, out)
				if err := os.Chmod(filepath.Join(out, locked), 0o555); err != nil {
					t.Fatal(err)
				}
				next := village("2")
				next.Sections[1].Files = append(next.Sections[1].Files, File{"unit/points/new.html", []byte("new")})
				if _, err := tree.Publish(next); !errors.Is(err, fs.ErrPermission) {
					t.Errorf("error %v", err)
				}
				if d := difference(snapshot(t, out), old); d != "" {
					t.Error(d)
				}
				os.Chmod(filepath.Join(out, locked), 0o755)
				tree.must(t, next)
				wantPages(t, out, want("2", "unit/points/new.html=new")...)
			})
		})
	}
}

// asNobody runs do, which may write in dir, without the rights of root: the
// file system sees another user in this thread, which ends with the goroutine.
func asNobody(t *testing.T, dir string, do func()) {
	const nobody = 65534
	if os.Getuid() == 0 {
		if err := os.Chown(dir, nobody, nobody); err != nil {
			t.Fatal(err)
		}
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		runtime.LockOSThread()
		if os.Getuid() == 0 {
			syscall.RawSyscall(syscall.SYS_SETFSUID, nobody, 0, 0)
		}
		do()
	}()
	<-done
}

func TestTwoVolumes(t *testing.T) {
	base := folder(t)
	out := filepath.Join(base, "public")
	other := filepath.Join(base, "other")
	smallDisk(t, other, "2m")
	if _, err := Open(out, Options{Work: filepath.Join(other, "work")}); !errors.Is(err, ErrVolume) {
		t.Errorf("another device: error %v", err)
	}
	if exists(other, "work") {
		t.Error("a work folder was made for nothing")
	}

	same := filepath.Join(base, "bound")
	os.MkdirAll(out, 0o755)
	os.MkdirAll(filepath.Join(base, "elsewhere"), 0o755)
	os.MkdirAll(same, 0o755)
	if err := syscall.Mount(filepath.Join(base, "elsewhere"), same, "", syscall.MS_BIND, ""); err != nil {
		t.Skip("NOT TESTED: no bind mount here:", err)
	}
	t.Cleanup(func() { syscall.Unmount(same, syscall.MNT_DETACH) })
	if _, err := Open(out, Options{Work: filepath.Join(same, "work")}); !errors.Is(err, ErrVolume) {
		t.Errorf("another mount of the same device: error %v", err)
	}
}
