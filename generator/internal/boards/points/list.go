package points

import (
	"cmp"
	"slices"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/ledger"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// adoption says which meeting adopted a list, when, and from when on it holds.
type adoption struct {
	Meeting string       `key:"adopted"`
	Adopted village.Date `key:"date"`
	Version string       `key:"version"`
	From    village.Date `key:"effective"` // else the day on which it was adopted
}

// or fills what a leaves open from d.
func (a adoption) or(d adoption) adoption {
	if a.Meeting == "" {
		a.Meeting = d.Meeting
	}
	if a.Version == "" {
		a.Version = d.Version
	}
	if a.From == 0 && a.Adopted == 0 {
		a.From = d.From
	}
	if a.Adopted == 0 {
		a.Adopted = d.Adopted
	}
	if a.From == 0 {
		a.From = a.Adopted
	}
	return a
}

// listed is one matter of the list of what gives or takes points, in one version.
type listed struct {
	record.At
	Code   string         `key:"code"`
	Matter string         `key:"matter,required"`
	Item   string         `key:"items"` // of the scheme
	Worth  worth          `key:"amount|points,required"`
	Max    village.Points `key:"max"` // what it may count a year and person
	Text   string         `key:"text"`
	adoption
	village.Showing
	of *kind
}

// worth is what a matter gives: 5, -3, or anything of 1-5.
type worth limits

// Scan reads 5, -3 or 1-5.
func (w *worth) Scan(v *record.Value) {
	if limitsForm.MatchString(record.Fold(v.Text)) {
		(*limits)(w).Scan(v)
		return
	}
	var p tariff
	p.Scan(v)
	w.min, w.max = village.Points(p), village.Points(p)
}

// String is +5, −3 or +1~+5.
func (w worth) String() string {
	if w.min == w.max {
		return w.min.Signed()
	}
	return words.T("points.range", "min", w.min.Signed(), "max", w.max.Signed())
}

// kind is one matter of the list with all its versions, the earliest first.
type kind struct {
	name     string // the key by which the ledger knows it
	versions []*listed
}

// readList checks the list and sorts its versions.
func (y *year) readList(in *board.Input) {
	y.kinds = map[string]*kind{}
	asked := map[string]bool{}
	for i := range y.List {
		v := &y.List[i]
		v.Showing = v.Showing.Or(y.Showing)
		in.Shown(v.Showing)
		v.adoption = v.or(y.Method.adoption)
		v.check(y.Method, asked, in.Report)
		in.Changes(v.From)
		y.addVersion(v, in.Report)
	}
}

// check asks for the meeting that adopted the matter, once for each missing key.
func (v *listed) check(m *method, asked map[string]bool, rep *problem.Report) {
	ask := func(key string) {
		if !asked[key] {
			asked[key] = true
			rep.Error(v.Pos, "points/list-unadopted", "matter", v.Matter, "key", words.KeyName(key), "method", words.KeyName("method"))
		}
	}
	if v.Meeting == "" {
		ask("adopted")
	}
	if v.Adopted == 0 && !v.Has("date") {
		ask("date")
	}
	if v.Has("max") && v.Max <= 0 {
		rep.Error(v.Of("max"), "points/list-max", "matter", v.Matter)
	}
	if v.Item != "" && m.Has("items") && m.item(v.Item) < 0 {
		m.unknownItem(v.Item, v.Of("items"), rep)
	}
}

// plain is how names and numbers of the list are compared: q１ is Q1.
func plain(s string) string { return strings.ToLower(record.Fold(s)) }

// addVersion puts a row of the list beside the other versions of the same matter,
// which have its number or, without one, its name.
func (y *year) addVersion(v *listed, rep *problem.Report) {
	code, matter := plain(v.Code), plain(v.Matter)
	k := y.kinds[matter]
	if code != "" && y.kinds[code] != nil {
		if k != nil && k != y.kinds[code] {
			rep.Error(v.Of("code"), "points/list-mixed", "matter", v.Matter, "code", v.Code)
			return
		}
		k = y.kinds[code]
	}
	if k == nil {
		k = &kind{name: matter}
	}
	for _, o := range k.versions {
		switch {
		case o.Code != "" && code != "" && plain(o.Code) != code:
			rep.Error(v.Of("code"), "points/list-mixed", "matter", v.Matter, "code", v.Code)
			return
		case o.From == v.From:
			rep.Error(v.Pos, "points/list-twice", "matter", v.Matter, "line", problem.Int(o.Line), "key", words.KeyName("effective"))
			return
		}
	}
	v.of = k
	k.versions = append(k.versions, v)
	slices.SortStableFunc(k.versions, func(a, b *listed) int { return cmp.Compare(a.From, b.From) })
	y.kinds[matter] = k
	if code != "" {
		y.kinds[code] = k
	}
}

// on returns the version that holds on a day, nil before the first.
func (k *kind) on(day village.Date) *listed {
	var v *listed
	for _, o := range k.versions {
		if o.From <= day {
			v = o
		}
	}
	return v
}

// version returns the version that holds when an entry was made; ok is false when that
// depends on the day, which the entry does not say.
func (k *kind) version(w village.When) (v *listed, ok bool) {
	first, last := w.Date, w.Date
	switch {
	case w.Date == 0:
		return k.versions[0], len(k.versions) == 1
	case w.Precision == village.Months:
		last = village.DateOf(w.Year(), w.Month()+1, 1) - 1
	case w.Precision == village.Years:
		last = village.DateOf(w.Year(), 12, 31)
	}
	return k.on(first), k.on(first) == k.on(last)
}

// limit is what all entries of the matter may count in one account, nil for no limit.
func (v *listed) limit() *ledger.Limit {
	if v.Max <= 0 {
		return nil
	}
	return &ledger.Limit{Key: v.of.name, Name: v.Matter, Max: int64(v.Max)}
}

// listed finds the matter of the list that an entry names and gives the entry what it
// is worth; nil when it names none.
func (b *booking) listed(e *entry) *listed {
	k := b.y.kinds[plain(e.Matter)]
	switch {
	case e.Corrects != "" || e.wide || e.fed || len(b.y.kinds) == 0:
		return nil
	case k == nil:
		if near := record.Nearest(e.Matter, b.y.matters()); near != "" && e.Has("amount") {
			b.rep.Warn(e.Of("matter"), "points/near-listed", "matter", e.Matter, "near", near)
		}
		return nil
	}
	v, ok := k.version(e.Date)
	if e.Item == "" {
		e.Item = k.versions[0].Item
		if v != nil {
			e.Item = v.Item
		}
	}
	switch {
	case !ok:
		b.rep.Error(e.Of("date"), "points/list-which", "matter", e.Matter)
		return nil
	case v == nil:
		b.rep.Error(e.Of("date"), "points/list-not-yet", "matter", e.Matter, "from", k.versions[0].From.String(), "date", e.Date.String())
		return nil
	case v.Item != "" && v.Item != e.Item:
		b.rep.Error(e.Of("items"), "points/list-item", "matter", v.Matter, "item", v.Item, "typed", e.Item)
	}
	e.Matter = v.Matter
	b.takeWorth(e, v)
	return v
}

// takeWorth gives an entry the points of the list, or checks those typed.
func (b *booking) takeWorth(e *entry, v *listed) {
	least, most, typed := v.Worth.min, v.Worth.max, e.Amount
	if i := b.y.Method.item(e.Item); i >= 0 && b.y.Method.Items[i].Deducts { // 5 and -5 both mean 5 less
		least, most, typed = min(abs(least), abs(most)), max(abs(least), abs(most)), abs(typed)
	}
	switch {
	case !e.Has("amount") && least == most:
		e.Amount = least
	case !e.Has("amount"):
		b.rep.Error(e.Pos, "points/list-range", "matter", v.Matter, "range", v.Worth.String())
	case typed < least || typed > most:
		b.rep.Error(e.Of("amount"), "points/list-amount", "matter", v.Matter, "range", v.Worth.String(), "from", v.From.String(), "typed", e.Amount.String())
	}
}

func abs(p village.Points) village.Points { return max(p, -p) }

// matters are the names of the list.
func (y *year) matters() []string {
	var names []string
	for i := range y.List {
		if m := y.List[i].Matter; !slices.Contains(names, m) {
			names = append(names, m)
		}
	}
	return names
}
