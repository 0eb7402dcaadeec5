package site

import (
	"slices"
	"strings"

	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// coverOf covers who asked not to be shown. A name that no other file of the unit holds is
// asked about: one typed wrong would cover nobody.
func coverOf(v *village.Unit, docs map[string]*record.Doc, rep *problem.Report) *privacy.Cover {
	names, others := v.WithheldNames()
	for _, w := range v.Withheld {
		if !holds(docs, w.Pos.File, w.Name) {
			rep.Warn(w.Of("subject"), "withheld/nowhere", "name", w.Name)
		}
	}
	return privacy.NewCover(names, others, words.T("withheld.name"), words.KeyName("publicphone"), words.KeyName("dutyphone"))
}

// withholdToday covers in r, which is of an earlier input, who has asked not to be shown
// since then: a mistake in some other file is no reason to go on showing them.
func (u *unit) withholdToday(r *result) {
	var quiet problem.Report
	var docs []*record.Doc
	for _, f := range u.input {
		if f.Role == roleData && f.Code == "withheld" {
			docs = append(docs, open(record.File{Path: f.Path, Data: f.Data}, &quiet))
		}
	}
	if len(docs) > 0 {
		u.v.Withhold(docs, &quiet)
		r.cover = coverOf(u.v, nil, &quiet)
	}
}

// holds reports whether a name stands in one of the files but one.
func holds(docs map[string]*record.Doc, but, name string) bool {
	for path, d := range docs {
		found := func(p record.Piece) bool { return strings.Contains(record.Fold(p.Text), name) }
		if path != but && slices.ContainsFunc(d.Pieces(), found) {
			return true
		}
	}
	return false
}
