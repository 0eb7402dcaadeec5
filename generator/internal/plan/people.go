package plan

import (
	"html/template"
	"path"

	"gongshi/generator/internal/markdown"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// A Use is what one board makes public of people, in all units of the site together.
type Use struct {
	Board  string // title
	Fields string
	Where  string // 网上，大厅屏和公示栏
	Ground string // 依据, "" while nobody has said one
	Until  string
	Units  int
}

// PeopleView is what layouts/privacy may use: which personal information is published
// where, on what ground and until when (PIPL §7, §17, §55–56).
type PeopleView struct {
	Text     template.HTML // what staff wrote in content/privacy.md
	Uses     []Use
	Units    int
	Withheld int    // people who asked not to be shown
	Keep     string // last day for which the record of assessment must be kept
	Day      string
}

// PrivacyDir and AssessmentDir are where the two pages on personal information stand.
const (
	PrivacyDir    = "privacy"
	AssessmentDir = "assessment"
)

// Privacy lays out the page for residents; text is that of content/privacy.md, if any.
func (s *Site) Privacy(v PeopleView, text *Text) Page {
	title := words.T("privacy.title")
	f := s.frame(PrivacyDir, title, words.T("privacy.summary"))
	f.Title = words.T("title.page", "page", title, "unit", s.Name)
	f.Crumbs = []Link{{s.Name, f.to(""), false}}
	if text != nil {
		v.Text = markdown.Linked(text.Body, func(link string) string { return text.follow(link, f, "") })
	}
	return Page{path.Join(PrivacyDir, "index.html"), "privacy", "page", f, &v}
}

// Assessment lays out the record of assessment, for staff: it is kept for three years and
// published nowhere.
func (s *Site) Assessment(v PeopleView) Page {
	f := s.frame(AssessmentDir, words.T("privacy.assessment"), "")
	f.Search = "" // it stands where there is none
	f.Title, f.Canonical = words.T("title.page", "page", f.Heading, "unit", s.Name), ""
	v.Keep = village.DateOf(s.Today.Year()+3, s.Today.Month(), s.Today.Day()).String()
	return Page{path.Join(AssessmentDir, "index.html"), "privacy", "sheet", f, &v}
}
