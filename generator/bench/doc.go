// Package bench measures the program: how long a village takes to build, an edit to be
// published, and how that grows; and the ways through which all data go, one by one (reading
// a ledger, the gate, laying a unit out, the index; a section is written in package publish):
//
//	go test -run '^$' -bench . ./generator/bench
//
// Machines differ and are noisy: compare two commits on one machine in one sitting, not a
// figure with a figure in a paper. Of a busy machine B/op and allocs/op can be believed, and
// the processors' time that bench/profile tells.
//
//	ways='-run ^$ -bench Ledger|Gate|LayOut|Index|Wall|Scan|Check|NothingChanged -benchtime 1s -count 10'
//	packages='./generator/bench ./generator/internal/privacy ./generator/internal/boards/grid ./generator/internal/publish'
//	git worktree add ../before main
//	(cd ../before && go test $ways $packages) > ../before.txt
//	go test $ways $packages > ../after.txt
//	go run golang.org/x/perf/cmd/benchstat@v0.0.0-20260908200009-22c9c6c9d4da ../before.txt ../after.txt
//	git worktree remove ../before
//
// Where the time and the memory of a build went: go run ./generator/bench/profile.
package bench
