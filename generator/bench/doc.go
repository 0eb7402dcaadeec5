// Package bench measures the program: how long a village takes to build, an edit to be
// published, and how that grows. Run it with
//
//	go test ./generator/bench -bench . -benchtime 20x
//
// Machines differ and are noisy: compare two commits on one machine in one sitting
// (benchstat), not a figure with a figure in a paper.
package bench
