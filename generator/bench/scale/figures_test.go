package main

import (
	"strings"
	"testing"
)

const ours = `{"board":"points","people":2,"missing":[],"kinds":["甲","乙"],"list":[{"name":"示例甲","total":96,"parts":{"基础积分":60},
"entries":[{"code":"7","amount":60,"sample":false}]}],"levels":[{"name":"五星","count":1},{"name":"四星","count":1}]}`

const theirs = `<!doctype html><html><head><meta charset="utf-8"></head><body><p>people <b data-f="people">2</b> <b data-f="kinds">甲、乙</b></p>
<table data-f="list"><tr><th data-f="name">n</th><th data-f="total">t</th><th data-f="parts.基础积分">b</th><th data-f="entries">e</th></tr>
<tr><td>示例甲</td><td>96.0</td><td>60</td><td><table><tr><th data-f="code">c</th><th data-f="amount">a</th></tr><tr><td>7</td><td>60</td></tr></table></td></tr></table>
<table data-f="levels"><tr><th data-f="name">n</th><th data-f="count">c</th></tr><tr><td>四星</td><td>1</td></tr><tr><td>五星</td><td>1</td></tr></table></body></html>`

func differences(t *testing.T, page string, left ...string) []string {
	t.Helper()
	a, err := ofData([]byte(ours))
	if err != nil {
		t.Fatal(err)
	}
	b, err := ofPage([]byte(page))
	if err != nil {
		t.Fatal(err)
	}
	d, _ := same(a, b, append(left, "board"))
	return d
}

func TestThePageOfAPeerTellsTheFiguresOfOurData(t *testing.T) {
	if d := differences(t, theirs); len(d) > 0 {
		t.Errorf("they differ: %s", strings.Join(d, "; "))
	}
}

func TestAWrongFigureIsTold(t *testing.T) {
	for was, is := range map[string]string{
		`<td>96.0</td>`:         `<td>95</td>`,
		`<td>7</td><td>60</td>`: `<td>7</td><td>61</td>`,
		`<b data-f="people">2`:  `<b data-f="people">`,
		`<td>四星</td><td>1</td>`: `<td>四星</td><td>2</td>`,
		`<tr><td>示例甲</td>`:      `<tr><td>示例乙</td>`,
	} {
		page := strings.Replace(theirs, was, is, 1)
		if page == theirs {
			t.Fatalf("%s does not occur", was)
		}
		if len(differences(t, page)) != 1 {
			t.Errorf("%s in place of %s: %q", is, was, differences(t, page))
		}
	}
}

func TestARowTooManyIsTold(t *testing.T) {
	page := strings.Replace(theirs, `<tr><td>四星`, `<tr><td>三星</td><td>1</td></tr><tr><td>四星`, 1)
	if len(differences(t, page)) != 2 {
		t.Errorf("%q", differences(t, page))
	}
}

func TestWhatIsLeftOutMayStandAndIsComparedThen(t *testing.T) {
	without := strings.Replace(theirs, `<b data-f="people">2</b>`, ``, 1)
	if d := differences(t, without, "people"); len(d) > 0 {
		t.Errorf("left out: %q", d)
	}
	wrong := strings.Replace(theirs, `<b data-f="people">2</b>`, `<b data-f="people">3</b>`, 1)
	if len(differences(t, wrong, "people")) != 1 {
		t.Error("a wrong figure passed")
	}
}

func TestTheProfilerIsUnderstood(t *testing.T) {
	for said, want := range map[string]float64{
		"Showing nodes accounting for 1.20s, 4% of 30s total": 1.2, "Showing nodes accounting for 30ms, 1% of 3s total": .03, "Showing nodes accounting for 0, 0% of 740ms total": 0, "Showing nodes accounting for 1.50mins, 4% of 30mins total": 90,
	} {
		if d, err := focused(said); err != nil || d.Seconds() != want {
			t.Errorf("%s: %v, %v", said, d, err)
		}
	}
}
