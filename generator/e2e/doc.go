// Package e2e holds tests of the whole program through a real browser. They need
// Chromium (or Chrome, or Edge); without one they are skipped, loudly, unless
// GONGSHI_BROWSER=required says that this is a failure. GONGSHI_SHOTS names a folder
// for pictures of every page they open.
//
// testdata/axe-4.14.1.min.js is axe-core, Copyright Deque Systems, under the Mozilla
// Public License 2.0 as its head says.
package e2e
