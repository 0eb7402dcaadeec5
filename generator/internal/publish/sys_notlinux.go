//go:build !linux

package publish

import "os"

const flushesAll = false

func flushAll(*os.File) error { return nil }
