package print

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

// Find returns the program of a browser that can print, "" when there is none.
func Find() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "microsoft-edge-stable", "msedge", "chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			return found
		}
	}
	for _, program := range places() {
		if st, err := os.Stat(program); err == nil && st.Mode().IsRegular() {
			return program
		}
	}
	return ""
}

// places are where browsers lie that are on no path.
func places() (list []string) {
	switch runtime.GOOS {
	case "windows":
		for _, folder := range []string{os.Getenv("ProgramFiles(x86)"), os.Getenv("ProgramFiles"), os.Getenv("LocalAppData")} {
			if folder == "" {
				continue
			}
			list = append(list, filepath.Join(folder, "Microsoft", "Edge", "Application", "msedge.exe"), filepath.Join(folder, "Google", "Chrome", "Application", "chrome.exe"))
		}
	case "darwin":
		for _, name := range []string{"Google Chrome", "Microsoft Edge", "Chromium"} {
			list = append(list, filepath.Join("/Applications", name+".app", "Contents", "MacOS", name))
		}
	}
	return list
}
