package village

import (
	"testing"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
)

// TestProductsAreWrittenAsReportsWriteThem checks N5 and N6 of domain/systems.md §4.
func TestProductsAreWrittenAsReportsWriteThem(t *testing.T) {
	yuan := func(n int64) Amount { return Amount{Fen: n * 100, Scale: 1} }
	for _, c := range []struct {
		each Amount
		n    Quantity
		want string
	}{
		{yuan(8000), Quantity{N: 50 * one, Scale: 1, Approx: AtLeast, Word: "余"}, "40万余元"},
		{Amount{Fen: 2_000_000, Scale: one}, Count(60), "120万元"},
		{Amount{Fen: 3_000_000, Scale: one}, Count(44), "132万元"},
		{yuan(3000), Count(50), "15万元"},
		{yuan(8000), Count(44), "35.2万元"},
		{yuan(123), Count(100), "12300元"},
		{yuan(30), Count(50), "1500元"},
	} {
		if got := c.each.Times(c.n).String(); got != c.want {
			t.Errorf("%s × %s: %s, want %s", c.n, c.each, got, c.want)
		}
	}
}

// TestMeansAndParts checks N19 and N27 of domain/systems.md §4.
func TestMeansAndParts(t *testing.T) {
	wan := func(n int64, a Approx, word string) Amount {
		return Amount{Fen: n * 1_000_000, Scale: one, Approx: a, Word: word}
	}
	percent := Quantity{N: 90 * one, Scale: 1, Unit: "%"}
	above := percent
	above.Approx, above.Word = AtLeast, "以上"
	area := Quantity{N: 6_241_600, Scale: 1, Unit: "亩"}
	for _, c := range []struct{ got, want string }{
		{wan(63, AtLeast, "余").Per(Count(98)).String(), "0.64万元以上"},
		{area.Per(Count(98), 2).String(), "6.37亩"},
		{wan(70, AtLeast, "以上").Part(above).String(), "63万元以上"},
		{wan(70, AtLeast, "以上").Part(percent).String(), "63万元以上"},
		{wan(70, Exact, "").Part(above).String(), "63万元以上"},
		{wan(70, Exact, "").Part(percent).String(), "63万元"},
		{Amount{Fen: 101, Scale: 1}.Part(percent).String(), "0.91元"},
		{wan(70, AtLeast, "余").Minus(wan(30, Exact, "")).String(), "40万余元"},
		{wan(70, AtLeast, "余").Minus(wan(30, AtLeast, "余")).String(), "约40万元"},
		{wan(3, Exact, "").Minus(wan(5, Exact, "")).String(), "-2万元"},
		{Amount{}.Minus(wan(5, Exact, "")).String(), "-5万元"},
		{Amount{Fen: 15_000_000, Scale: one}.Full(), "150,000.00元"},
		{Amount{Fen: -123_456, Scale: 1}.Full(), "-1,234.56元"},
		{wan(63, AtLeast, "余").Full(), "63万余元"},
	} {
		if c.got != c.want {
			t.Errorf("got %s, want %s", c.got, c.want)
		}
	}
}

// Where 余 stands says of what there is some more, and it stays there.
func TestTheWordStaysWhereItWasTyped(t *testing.T) {
	for typed, want := range map[string]string{
		"1300余万元": "1300余万元", "63万余元": "63万余元", "约620万余元": "约620万余元", "8000余元": "8000余元", "50多亿元": "50多亿元",
		"1300多万元": "1300多万元", "2000万元以上": "2000万元以上",
	} {
		var a Amount
		var rep problem.Report
		a.Scan(record.NewValue(record.Pair[string]{Value: typed}, &rep))
		if a.String() != want || rep.Len() > 0 {
			t.Errorf("%s: %s %v", typed, a, rep.Problems())
		}
	}
}
