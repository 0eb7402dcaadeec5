package e2e

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"gongshi/generator/internal/browsertest"
)

// expiring is a village in which everything ends today.
var expiring = map[string]string{
	"data/cun/unit.yaml":        "名称: 示例村\n级别: 村\n监督电话: 0351-1234567\n",
	"data/cun/stars/2024.yaml":  "户:\n- {户: 示例户, 得星: 2, 公示起: 2024-01-06, 公示止: 2024-01-12, 定级日期: 2024-01-14, 到期: 今天}\n",
	"data/cun/points/2024.yaml": "办法: {公开: 是}\n到期: 今天\n流水:\n- {日期: 2024-01-06, 对象: 示例人, 事项: 清扫, 分值: 2}\n",
	"data/cun/posts.yaml":       "岗位:\n- {名称: 示例岗}\n认领:\n- {党员: 示例认领人, 岗位: 示例岗, 到期: 今天}\n",
	"data/cun/tables/biao.yaml": "标题: 示例表\n渠道: [网站, 大厅屏]\n范围: 社会\n到期: 今天\n栏目: [姓名, 数]\n行:\n- [表中人, 1]\n",
}

// A page that lies open, and the file that a screen without a network shows, hide what
// has expired as soon as the day is over, and no sooner.
func TestAPageThatLiesOpenHidesWhatHasExpired(t *testing.T) {
	today, files := time.Now().Format(time.DateOnly), map[string]string{}
	for name, text := range expiring {
		files[name] = strings.ReplaceAll(text, "今天", today)
	}
	out := builtOf(t, t.TempDir(), files, today)
	b := browsertest.Open(t)
	for page, names := range map[string]string{
		"star": "示例户", "star/sheet": "示例户", "points": "示例人", "points/sheet": "示例人", "post": "示例认领人", "post/sheet": "示例认领人",
		"table/biao": "表中人", "table/biao/sheet": "表中人", "kiosk": "示例户 示例人 示例认领人 表中人",
	} {
		b.Go("file://"+filepath.ToSlash(out)+"/cun/"+page+"/index.html?speed=10", 1080, 1920)
		b.Wait(`document.readyState === "complete"`)
		for name := range strings.FieldsSeq(names) {
			if !browsertest.Eval[bool](b, `(`+standsJS+`)("`+name+`")`) {
				t.Errorf("%s: %s is not there on the last day", page, name)
			}
		}
		browsertest.Eval[bool](b, tomorrowJS)
		for name := range strings.FieldsSeq(names) {
			b.Wait(`!(` + standsJS + `)("` + name + `")`)
		}
	}
}

// standsJS tells whether a text stands on the page where it is not hidden for its day.
const standsJS = `function (text) {
	var w = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT), n, e;
	while ((n = w.nextNode())) {
		if (n.data.indexOf(text) < 0) continue;
		for (e = n.parentNode; e && e !== document; e = e.parentNode) if (e.hidden || e.classList.contains("gone")) break;
		if (!e || e === document) return true;
	}
	return false;
}`

// tomorrowJS sets the clock of the page to the same time of the next day.
const tomorrowJS = `(function () {
	var Real = Date, now = Date.now;
	Date = function (a, b, c) {
		return arguments.length > 1 ? new Real(a, b, c) : new Real(arguments.length ? a : now() + 864e5);
	};
	Date.now = function () { return now() + 864e5; };
	Date.parse = Real.parse;
	dispatchEvent(new Event("pageshow"));
	return true;
})()`
