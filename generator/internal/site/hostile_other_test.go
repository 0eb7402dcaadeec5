//go:build !unix

package site

// specialFiles: there are none here.
func specialFiles(*maker) []*hostile { return nil }
