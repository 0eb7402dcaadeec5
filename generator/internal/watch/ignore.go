package watch

import (
	"slices"
	"strings"
)

// Ignored says whether a file or folder of this name (no path) is a leftover or
// a tool of some program and never something staff publish: lock files, half
// downloads, backups, swap files, the notes systems leave in folders. What a
// save goes through under such a name is invisible; the rename at its end is not.
//
// Backups (.bak, .xlk, x~) are in the list: they are written beside each save
// and reading one cannot change a page.
func Ignored(name string) bool {
	low := strings.ToLower(name)
	switch {
	case strings.HasPrefix(name, "."), // .git .DS_Store .~lock.x# .#x .x.swp .goutputstream-1
		strings.HasPrefix(name, "~$"), // Word, Excel, WPS: the owner of an open file
		strings.HasPrefix(name, "~syncthing~"),
		strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#") && len(name) > 1, // Emacs
		strings.HasPrefix(name, "$RECYCLE"),
		strings.HasSuffix(name, "~"),
		strings.HasSuffix(name, "___jb_tmp___"), strings.HasSuffix(name, "___jb_old___"): // JetBrains
		return true
	}
	if slices.Contains([]string{
		"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "system volume information", "__macosx",
		"4913", // vim tries whether it may write here
	}, low) {
		return true
	}
	return slices.ContainsFunc([]string{
		".tmp", ".temp", // also ~WRL0001.tmp (Word) and ~RF1a2b.TMP (Windows)
		".swp", ".swo", ".swn", ".swx", // vim
		".bak", ".xlk", ".wbk", // editors, Excel, Word: the copy before the save
		".crdownload", ".part", ".partial", ".download", ".downloading", // browsers and net disks
	}, func(end string) bool { return strings.HasSuffix(low, end) })
}
