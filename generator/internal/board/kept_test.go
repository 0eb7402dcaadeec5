package board

import (
	"reflect"
	"runtime"
	"strings"
	"testing"
	"unsafe"

	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/village"
)

// A keptSum is a summary with whatever summaries hold.
type keptSum struct {
	Sum
	By     map[string][]ledger.Tally
	Next   *keptSum
	Any    any
	Levels [2]village.Quantity
	None   []string
}

func TestASummaryIsKeptAsItIs(t *testing.T) {
	sum := &keptSum{Sum: Sum{Units: 3}, By: map[string][]ledger.Tally{"甲": {{Names: []string{"一"}, Counts: []village.Quantity{village.Count(2)}}}},
		Next: &keptSum{None: []string{}}, Any: Sums[Sum]{2024: {Sample: true}}, Levels: [2]village.Quantity{1: {Unit: "户"}}}
	if got := Kept(sum); !reflect.DeepEqual(got, sum) {
		t.Errorf("kept %+v of %+v", got, sum)
	}
	if Kept(nil) != nil {
		t.Error("nothing became something")
	}
}

func TestAKeptSummarySharesNoTextWithItsFile(t *testing.T) {
	file := strings.Repeat("2组户", 9)
	sum := &keptSum{Levels: [2]village.Quantity{{Unit: file[4:7]}}}
	if got := Kept(sum).(*keptSum).Levels[0].Unit; got != "户" || unsafe.StringData(got) == unsafe.StringData(file[4:7]) {
		t.Errorf("%q is a part of the file", got)
	}
}

func TestAKeptSummaryLetsGoOfItsBoard(t *testing.T) {
	b := &struct {
		file string
		all  Sum
	}{file: "all of it"}
	gone := make(chan bool, 1)
	runtime.AddCleanup(b, func(bool) { gone <- true }, true)
	kept := Kept(&b.all)
	b = nil
	runtime.GC()
	<-gone
	runtime.KeepAlive(kept)
}
