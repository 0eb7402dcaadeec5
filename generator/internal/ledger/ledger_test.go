package ledger

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/village"
)

func post(entries []Entry, accounts int, categories ...Category) (*Book, *problem.Report) {
	rep := &problem.Report{}
	return Post(categories, accounts, nil, entries, rep), rep
}

func TestPartsMakeTheTotal(t *testing.T) {
	b, _ := post([]Entry{{Account: 0, Category: 0, Amount: 60}, {Account: 0, Category: 1, Amount: 24}, {Account: 0, Category: -1, Amount: 20}},
		2, Category{Name: "a"}, Category{Name: "b"})
	if a := b.Accounts[0]; a.Total != 104 || a.Parts[0] != 60 || a.Other != 20 {
		t.Errorf("%+v", a)
	}
	if b.Total != 104 || b.Accounts[1].Total != 0 {
		t.Errorf("%+v", b)
	}
}

func TestACorrectionChangesTheTotalAndTheLineItCorrects(t *testing.T) {
	right := int64(3)
	b, rep := post([]Entry{
		{Code: "1", Amount: 5}, {Amount: 2},
		{Corrects: "1", Becomes: &right, Category: -1},
		{Corrects: "1", Amount: 4, Category: -1},
	}, 1, Category{})
	if rep.Len() != 0 || b.Total != 9 || b.Accounts[0].Parts[0] != 9 {
		t.Errorf("total %d, %v", b.Total, rep.Problems())
	}
	if l := b.Lines[0]; l.Net != 7 || l.CorrectedBy != 3 {
		t.Errorf("corrected line %+v", l)
	}
	if l := b.Lines[2]; l.Amount != -2 || l.After != 3 {
		t.Errorf("correction %+v", l)
	}
}

func TestACorrectionOfACorrectionMendsTheFirstEntry(t *testing.T) {
	right := int64(10)
	b, _ := post([]Entry{{Code: "1", Amount: 5}, {Code: "2", Corrects: "1", Amount: 1}, {Corrects: "2", Becomes: &right}}, 1, Category{})
	if b.Total != 10 || b.Lines[2].Corrects != 0 {
		t.Errorf("%+v", b.Lines)
	}
}

func TestBoundsHoldWhatCountsAndSaySo(t *testing.T) {
	low, high := int64(0), int64(30)
	b, rep := post([]Entry{{Amount: 45}, {Account: 1, Amount: -4}}, 2, Category{Name: "日常", Min: &low, Max: &high})
	if b.Accounts[0].Total != 30 || b.Accounts[1].Total != 0 || rep.Len() != 2 {
		t.Errorf("%+v, %d problems", b.Accounts, rep.Len())
	}
}

func TestADeductingCategoryTakesOffWhateverTheSign(t *testing.T) {
	most, least, right := int64(20), int64(0), int64(3)
	off := Category{Name: "扣分", Deducts: true}
	capped := Category{Name: "扣分", Min: &least, Max: &most, Deducts: true}
	for _, c := range []struct {
		name    string
		in      Category
		entries []Entry
		want    int64
		warned  bool
	}{
		{"5 is 5 less", off, []Entry{{Amount: 5}}, -5, false},
		{"-5 is 5 less", off, []Entry{{Amount: -5}}, -5, false},
		{"5 was wrong, 3 is right", off, []Entry{{Code: "1", Amount: 5}, {Corrects: "1", Becomes: &right, Category: -1}}, -3, false},
		{"at most 20 off", capped, []Entry{{Amount: 30}}, -20, true},
		{"within the bounds", capped, []Entry{{Amount: 5}}, -5, false},
	} {
		b, rep := post(c.entries, 1, c.in)
		if b.Total != c.want || (rep.Len() > 0) != c.warned {
			t.Errorf("%s: %d, want %d; %v", c.name, b.Total, c.want, rep.Problems())
		}
	}
}

func TestADifferenceOfADeductionHasTwoMeanings(t *testing.T) {
	_, rep := post([]Entry{{Code: "1", Amount: 5}, {Corrects: "1", Amount: -2, Category: -1}}, 1, Category{Name: "扣分", Deducts: true})
	if !rep.Failed() {
		t.Error("2 more off, or 2 less: it must be asked")
	}
}

func TestACorrectionStaysInItsCategory(t *testing.T) {
	_, rep := post([]Entry{{Code: "1", Amount: 5}, {Corrects: "1", Amount: -2, Category: 1}}, 1, Category{Name: "日常"}, Category{Name: "评议"})
	if !rep.Failed() {
		t.Error("the correction names another category")
	}
}

func TestALowerBoundGivesNothingToThoseWithoutALine(t *testing.T) {
	low := int64(5)
	b, _ := post([]Entry{{Amount: 1}, {Account: 1, Category: -1, Amount: 1}}, 2, Category{Name: "奖励", Min: &low})
	if b.Accounts[0].Total != 5 || b.Accounts[1].Total != 1 {
		t.Errorf("%+v", b.Accounts)
	}
}

func totals(n ...int64) *Book {
	var e []Entry
	for i, x := range n {
		e = append(e, Entry{Account: i, Category: -1, Amount: x})
	}
	b, _ := post(e, len(n))
	return b
}

func TestEqualTotalsShareAPlace(t *testing.T) {
	var ranks []int
	for _, a := range totals(90, 100, 90, 80).Ranked() {
		ranks = append(ranks, a.Rank)
	}
	if !slices.Equal(ranks, []int{1, 2, 2, 4}) {
		t.Errorf("ranks %v", ranks)
	}
}

func TestLevels(t *testing.T) {
	at := func(n int64) Level { return Level{AtLeast: &n} }
	for _, c := range []struct {
		name      string
		totals    []int64
		levels    []Level
		tie       Tie
		want      []int // level of each in rank order
		undecided bool
	}{
		{"thresholds, best first", []int64{95, 90, 89, 10}, []Level{at(90), at(60)}, TieUnsaid, []int{0, 0, 1, -1}, false},
		{"top places", []int64{5, 4, 3}, []Level{{Top: 2}}, TieUnsaid, []int{0, 0, -1}, false},
		{"a tie at the cut needs a rule", []int64{5, 4, 4, 1}, []Level{{Top: 2}}, TieUnsaid, []int{0, 0, -1, -1}, true},
		{"all of a tie are in", []int64{5, 4, 4, 1}, []Level{{Top: 2}}, TieAll, []int{0, 0, 0, -1}, false},
		{"in order", []int64{5, 4, 4, 1}, []Level{{Top: 2}}, TieOrder, []int{0, 0, -1, -1}, false},
		{"ten percent of fifteen are two", []int64{15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1}, []Level{{Percent: 100}}, TieAll,
			[]int{0, 0, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			ranked := totals(c.totals...).Ranked()
			undecided := Grade(ranked, c.levels, c.tie)
			var got []int
			for _, a := range ranked {
				got = append(got, a.Level)
			}
			if !slices.Equal(got, c.want) || undecided != c.undecided {
				t.Errorf("levels %v undecided %v, want %v %v", got, undecided, c.want, c.undecided)
			}
		})
	}
}

// Whatever is posted, the total is the sum of the entries with every correction taken
// for what it says.
func TestTotalsAgreeWithBruteForce(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for range 200 {
		n := 1 + rng.IntN(30)
		var entries []Entry
		want := make([]int64, 4)
		net := map[int]int64{}
		for i := range n {
			e := Entry{Code: fmt.Sprint(i), Account: rng.IntN(4), Category: rng.IntN(3) - 1, Amount: int64(rng.IntN(20) - 5)}
			if i > 0 && rng.IntN(4) == 0 {
				j := rng.IntN(i)
				for entries[j].Corrects != "" {
					j--
				}
				e = Entry{Code: e.Code, Account: entries[j].Account, Category: -1, Corrects: fmt.Sprint(j), Amount: e.Amount}
				if rng.IntN(2) == 0 {
					right := int64(rng.IntN(20))
					e.Becomes = &right
					want[e.Account] += right - net[j]
					net[j] = right
				} else {
					want[e.Account] += e.Amount
					net[j] += e.Amount
				}
			} else {
				want[e.Account] += e.Amount
				net[i] = e.Amount
			}
			entries = append(entries, e)
		}
		b, rep := post(entries, 4, Category{Name: "a"}, Category{Name: "b"})
		for i := range want {
			if b.Accounts[i].Total != want[i] {
				t.Fatalf("account %d: %d, want %d; %v", i, b.Accounts[i].Total, want[i], rep.Problems())
			}
		}
	}
}

func TestTalliesKeepThePrecisionOfTheirParts(t *testing.T) {
	var q [4]village.Quantity
	for i, n := range []int64{40, 30, 20, 30} {
		q[i] = village.Count(int(n))
		q[i].Approx = village.AtLeast
	}
	var tally Tally
	for i, x := range q {
		tally.Add(fmt.Sprint(i), x)
	}
	if s := tally.Sum().Figure(); s != "120余" {
		t.Errorf("40余+30余+20余+30余 = %s, want 120余", s)
	}
}

func TestDeclaredNumbers(t *testing.T) {
	var rep problem.Report
	if rest := CheckDeclared(problem.Pos{}, "合同", village.Count(44), village.Count(29), &rep); rest.Int() != 15 || rep.Failed() {
		t.Errorf("rest %v, %v", rest, rep.Problems())
	}
	listed := village.Count(29)
	listed.Approx = village.AtLeast
	if rest := CheckDeclared(problem.Pos{}, "合同", village.Count(44), listed, &rep); rest.Approx != village.About {
		t.Error("of 44 and 29余 nobody knows that exactly 15 are left")
	}
	CheckDeclared(problem.Pos{}, "合同", village.Count(20), village.Count(29), &rep)
	if !rep.Failed() {
		t.Error("more listed than declared is an error")
	}
}

func TestTypedAmounts(t *testing.T) {
	at := func(wan int64, a village.Approx) village.Amount {
		return village.Amount{Fen: wan * 1_000_000, Scale: 10_000, Approx: a}
	}
	for _, c := range []struct {
		typed, computed village.Amount
		wrong           bool
	}{
		{at(63, village.Exact), at(63, village.Exact), false},
		{at(63, village.Exact), at(62, village.Exact), true},
		{at(63, village.Exact), village.Amount{}, true},
		{village.Amount{}, at(62, village.Exact), false},
		{at(63, village.AtLeast), at(64, village.Exact), false},
		{at(63, village.AtLeast), at(62, village.Exact), true},
		{at(63, village.About), at(62, village.Exact), false},
		{at(63, village.Exact), at(64, village.AtLeast), true},
		{at(63, village.Exact), at(60, village.AtLeast), false},
	} {
		var rep problem.Report
		CheckAmount(problem.Pos{}, "清收额", c.typed, c.computed, &rep)
		if rep.Failed() != c.wrong {
			t.Errorf("%s typed, %s computed: %v", c.typed, c.computed, rep.Problems())
		}
	}
}
