package village

import "testing"

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
