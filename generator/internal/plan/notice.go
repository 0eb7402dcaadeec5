package plan

import (
	"html/template"
	"path"
	"strings"

	"gongshi/generator/internal/board"
	"gongshi/generator/internal/deadline"
	"gongshi/generator/internal/markdown"
	"gongshi/generator/internal/privacy"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// A Notice is one free-text notice of content/<unit>/notices.
type Notice struct {
	frontMatter
	Name string // last part of its address
	Body string // Markdown
	Path string // file
	// Version is the digest of the file, as it is shown.
	Version string

	pictures map[string]*board.Picture // by the name that the text calls them
}

// frontMatter is what stands above the text of a notice.
type frontMatter struct {
	record.At
	Title   string        `key:"headline"`
	Type    noticeType    `key:"type"`
	Board   string        `key:"board"`  // star/2024: the board that the notice is about
	Matter  string        `key:"matter"` // item of 公开期限 that the notice publishes
	Span    deadline.Span `key:"spanof"` // period of the item that it publishes; none: by its day
	Summary string        `key:"summary"`
	village.Period
	village.Showing
}

// noticeType is notice (公示), announcement (公告) or report (通报).
type noticeType string

// Scan reads the type of a notice.
func (t *noticeType) Scan(v *record.Value) { *t = noticeType(record.OneOf("noticetype", v)) }

// defaultNotice is where a notice stands when its front matter does not say.
var defaultNotice = village.On(village.Web|village.Hall|village.Board, village.WholeSociety)

// ReadNotice reads one notice of u. A 公示 needs its run and a phone for objections;
// its names come down with it. album holds the pictures that its text may show.
func ReadNotice(f record.File, u *village.Unit, album *board.Album, rep *problem.Report) *Notice {
	front, body := record.OpenFront(f)
	n := &Notice{Body: body, Path: f.Path, Name: slug(stem(f.Path))}
	n.Type = "announcement"
	front.Decode(&n.frontMatter, rep)
	n.Period.At = n.frontMatter.At
	at := n.frontMatter.At.Pos
	if at.Line == 0 {
		at = problem.Pos{File: f.Path, Line: 1, Col: 1}
	}
	if n.Title == "" {
		rep.Error(at, "record/missing", "key", words.KeyName("headline"))
		n.Title = stem(f.Path)
	}
	if n.From != 0 || n.To != 0 {
		if !n.frontMatter.Has("type") {
			n.Type = "notice"
		}
	}
	if n.Period.At.Pos = at; n.Type == "notice" {
		n.Period.Check(u, rep)
	}
	n.Showing = n.Showing.Or(defaultNotice)
	if n.Expiry == 0 && n.Type == "notice" {
		n.Expiry = n.To
	}
	if strings.TrimSpace(body) == "" {
		rep.Warn(at, "notice/empty")
	}
	checkHeavy(f, body, rep)
	n.readPictures(f, album, rep)
	return n
}

// readPictures gets the pictures of the text.
func (n *Notice) readPictures(f record.File, album *board.Album, rep *problem.Report) {
	n.pictures = map[string]*board.Picture{}
	for _, name := range markdown.Pictures(n.Body) {
		at := problem.Pos{File: f.Path, Line: 1, Col: 1}
		if before, _, ok := strings.Cut(string(f.Data), name); ok {
			at.Line += strings.Count(before, "\n")
		}
		n.pictures[name] = album.Picture(at, strings.ReplaceAll(name, "\\", "/"), n.Title, rep)
	}
}

// Pictures returns the addresses of the pictures in the text, in its order.
func (n *Notice) Pictures() (list []string) {
	for _, name := range markdown.Pictures(n.Body) {
		if p := n.pictures[name]; p != nil {
			list = append(list, p.Src)
		}
	}
	return list
}

// text is the text of the notice for a page or sheet from which up leads to the unit.
func (n *Notice) text(up string) template.HTML {
	return markdown.Pictured(n.Body, func(name string) *markdown.Picture {
		if p := n.pictures[name]; p != nil {
			return &markdown.Picture{Src: up + p.Src, Width: p.Width, Height: p.Height}
		}
		return nil
	})
}

// NoticeView is what layouts/notice may use.
type NoticeView struct {
	Title  string
	Type   string // 公示
	Box    *board.NoticeBox
	Text   template.HTML
	Plain  string
	Signed string
	Dated  string
	Sample bool
	Until  string // last day on which it may be shown
	Board  string // link to the board it is about, "" for none
}

// notice lays out a free-text notice and its sheet.
func (l *layout) notice(n *Notice) {
	dir := path.Join(l.base(), "notices", n.Name)
	v := &NoticeView{Title: n.Title, Type: words.ValueName("noticetype", string(n.Type)),
		Plain: markdown.Text(n.Body), Signed: n.Signed, Dated: n.Dated.String(), Sample: n.Sample, Until: village.LastDay(n.Showing)}
	if v.Signed == "" {
		v.Signed = l.unit.FullName()
	}
	if n.From != 0 {
		v.Box = board.NewNoticeBox(n.Title, n.Period, l.unit.Unit, l.site.Today)
		v.Dated = v.Box.Dated
	}
	summary := n.Summary
	if summary == "" {
		summary = clip(v.Plain, 60)
	}
	page := board.Page{Title: n.Title, Summary: summary, Papers: []board.Paper{board.Sheet}, Noindex: true}
	f := l.frame(dir, n.Title, summary)
	f.Noindex, f.Papers, f.Version, f.Changed = true, paperLinks(page.Papers, ""), n.Version, n.Dated.String()
	if n.Board != "" {
		v.Board = f.UnitUp + path.Join(n.Board, "index.html")
	}
	v.Text = n.text(f.UnitUp)
	if l.unit.Target == 0 {
		l.add(dir, "notice", "page", f, v)
	}
	var online *board.Page
	if privacy.Public.Shows(n.Showing, max(n.From, l.site.Today)) { // its page stands there when the sheet hangs
		online = &page
	}
	sheet, onPaper := l.paperFrame(dir, f, board.Sheet, &page, online), *v
	onPaper.Text = n.text(sheet.UnitUp)
	l.add(path.Join(dir, "sheet"), "notice", "sheet", sheet, &onPaper)
}

// clip shortens s to n characters at most.
func clip(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n]) + "…"
}
