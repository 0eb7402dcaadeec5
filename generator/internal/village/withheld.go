package village

import (
	"slices"

	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
)

// A Withheld is somebody who asked not to be shown (withheld.yaml, PIPL §47). From the next
// build the name stands nowhere; what is counted stays.
type Withheld struct {
	record.At
	Subject Ref    `key:"subject,required"`
	Date    Date   `key:"date,required"` // of the request
	Reason  string `key:"reason"`        // never shown

	Name string // as the registers have it
}

// ScanShort reads a name alone, so that only the date is asked for.
func (w *Withheld) ScanShort(v *record.Value) { w.Subject.Scan(v) }

// Withhold adds who asked not to be shown, from withheld.yaml. They may be in no register.
func (u *Unit) Withhold(docs []*record.Doc, rep *problem.Report) {
	var file struct {
		record.At
		List []Withheld `key:"withheld,main"`
	}
	for _, d := range docs {
		d.Decode(&file, rep)
	}
	for i := range file.List {
		w := &file.List[i]
		if w.Subject.Name == "" {
			continue // reported when it was read
		}
		w.Name = w.Subject.Name
		namesakes := 0
		for _, dir := range []*Directory{u.MemberDir, u.HomeDir} {
			if at, ok := dir.Lookup(w.Subject); ok {
				w.Name = dir.Person(at).Name
			}
			namesakes = max(namesakes, dir.Named(w.Name))
		}
		if namesakes > 1 {
			rep.Warn(w.Of("subject"), "withheld/namesakes", "name", w.Name, "n", problem.Int(namesakes))
		}
		u.Withheld = append(u.Withheld, *w)
	}
}

// WithheldNames returns the names that must not be shown, and the others that the
// registers hold.
func (u *Unit) WithheldNames() (names, others []string) {
	for _, w := range u.Withheld {
		names = append(names, w.Name)
	}
	add := func(name string) {
		if name != "" && !slices.Contains(names, name) {
			others = append(others, name)
		}
	}
	for i := range u.Members {
		add(string(u.Members[i].Name))
	}
	for i := range u.Homes {
		add(string(u.Homes[i].Head))
	}
	if u.Grids != nil {
		for i := range u.Grids.Wardens {
			add(string(u.Grids.Wardens[i].Name))
		}
		for i := range u.Grids.Grids {
			for k := range u.Grids.Grids[i].Wardens {
				add(string(u.Grids.Grids[i].Wardens[k].Name))
			}
		}
	}
	return names, others
}
