package site

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gongshi/generator/internal/words"
)

// A finding is a place of the source reports that does not add up, and what the program
// must say to it.
type finding struct {
	n     string // its number in the list of what does not add up
	site  string // a tiny site; "" for the demo
	file  string // where it is said, below data/
	says  []string
	page  string   // below public/
	shows []string // on the page, as a reader sees it
	never []string // not on the page
	code  string   // of the warning, in the demo's build.json
}

// village1 is a unit for findings that no unit of the demo has.
const village1 = `
-- data/cun/unit.yaml --
名称: 示例村
级别: 村
监督电话: {号码: 0351-1234567, 接听: 示例}
`

var findings = []finding{
	{n: "F1", file: majiayu + "/contracts.yaml",
		says: []string{"合同分类合计29份,比总数44份少15份"}, code: "ledger/unaccounted",
		page: majiayu + "/contract", shows: []string{"29份", "未归类15份"}, never: []string{"44份合同"}},
	{n: "F2", file: "xinhua/grids.yaml",
		says: []string{"“易地扶贫搬迁安置点党组织”写了全覆盖，可是应覆盖合计 118，已覆盖合计 112，差 6"}, code: "grid/cover-short",
		page: "xinhua/grid", shows: []string{"应覆盖118个", "已覆盖112个", "还差6个"}},
	{n: "F2, a list of sites", file: "cun/grids.yaml", site: village1 + `
-- data/cun/grids.yaml --
覆盖:
  - {名称: 安置点党组织, 应覆盖: 2, 全覆盖: 是, 点位: [{名称: 东苑, 党组织: 东苑支部}, {名称: 西苑}]}
`, says: []string{"“安置点党组织”写了全覆盖，但有 1 个点位没有党组织（西苑等）"}, page: "cun/grid", shows: []string{"西苑"}},
	{n: "F3", file: "cun/income/2020.yaml", site: village1 + `
-- data/cun/income/2020.yaml --
分段: [5万—6万, 6万—20万, 20万以上]
计数: {5万—6万: 359, 6万—20万: 143, 20万以上: 51}
`, says: []string{"分段“5万—6万”和“6万—20万”重叠，6万元两段都算", "分段“6万—20万”和“20万以上”重叠，20万元两段都算", "左闭右开: 是"}},
	{n: "F3, half-open", page: "xinhua/income", shows: []string{"共553个村"}},
	{n: "F4", file: "xian/xiang/unit.yaml", site: `
-- data/xian/unit.yaml --
名称: 文水县
-- data/xian/xiang/unit.yaml --
名称: 南武乡
上级: 陕西省礼泉县
`, says: []string{"上级写的是“陕西省礼泉县”，文件夹 data/xian/xiang 却在“文水县”下面"}},
	{n: "F5", file: "zhen/stars/2024.yaml", site: `
-- data/zhen/unit.yaml --
名称: 示例镇
-- data/zhen/stars/2024.yaml --
合计: {王吴堡村: 3, 王吴铺村: 3, 南囤村: 3}
-- data/zhen/wangwu/unit.yaml --
名称: 王吴村
别名: [王吴堡村]
-- data/zhen/wangwu/stars/2024.yaml --
计数: {五星: 3}
-- data/zhen/nantun/unit.yaml --
名称: 南屯村
-- data/zhen/nantun/stars/2024.yaml --
计数: {五星: 3}
`, says: []string{"下面没有“王吴铺村”这个单位，是不是“王吴村”？", "下面没有“南囤村”这个单位，是不是“南屯村”？"}},
	{n: "F5, the other name", page: "taiyuan/xiaodian/wangwu", shows: []string{"王吴村", "王吴堡村"}},
	{n: "F6", page: yangqu + "/star", shows: []string{"村“两会”"}, never: []string{"两委会"}}, // typed in the demo's data, in no code
	{n: "F7", file: "cun/stars/2024.yaml", site: village1 + `
-- data/cun/stars/2024.yaml --
星种: [五星, 孝老爱亲星]
计数: {五星: 3, 孝老爱亲星: 2}
`, says: []string{"星种里写的“五星”是星级", "“孝老爱亲星”是星种，不是星级"}},
	{n: "F9", page: "jincheng/task", shows: []string{"10项", "7项"}},
	{n: "F9, unsaid", file: "cun/tasks.yaml", site: village1 + `
-- data/cun/tasks.yaml --
清单: [{名称: 重点任务, 总数: 10}]
事项: [{清单: 重点任务, 事项: 建强基层组织}]
`, says: []string{"重点任务分类合计1,比总数10少9"}},
	{n: "F10", page: "jincheng/star", shows: []string{"872人", "55.9%", "应评1560人", "还有688人没有评"}, never: []string{"全覆盖", "100%"}},
	{n: "F11", file: "cun/outcomes.yaml", site: village1 + `
-- data/cun/outcomes.yaml --
成果: [{名称: 党建  治理  制度, 数量: 3项}]
`, says: []string{"“党建  治理”两个词中间空了两格，像是丢了“+”这样的符号"}},
	{n: "F12", file: "cun/outcomes.yaml", site: village1 + `
-- data/cun/outcomes.yaml --
成果:
  - {名称: 节(jié)约用水, 数量: 3项}
  - {名称: 建设睍x城市, 数量: 3项}
  - {名称: 修路?/p>, 数量: 3项}
`, says: []string{"“节(jié)”像是从网页粘贴来的，字后面带了拼音", "“睍x城”像是有字在复制的时候丢了、变了", "“?/p>”像是从网页粘贴来的代码"}},
	// names stand as they were written; that search finds 臺头村 for 台头村 is for search
	{n: "F13", site: `
-- data/cun/unit.yaml --
名称: 臺頭村
级别: 村
监督电话: {号码: 0351-1234567, 接听: 示例}
-- data/cun/outcomes.yaml --
成果: [{名称: 黨群服務中心, 数量: 1个}]
`, page: "cun/outcome", shows: []string{"臺頭村", "黨群服務中心"}},
	{n: "F14", file: nanjie + "/grids.yaml",
		says: []string{"18个二级网格没有网格员", "155个三级网格没有网格员"}, code: "grid/no-warden",
		page: nanjie + "/grid", shows: []string{"173个"}},
	{n: "F15", file: "cun/outcomes.yaml", site: village1 + `
-- data/cun/outcomes.yaml --
成果: [{名称: 大专以上占比, 数量: 44.8%, 同比: 提高13.8%}]
`, says: []string{"同比13.8%可以是百分点，也可以是百分之几，意思不一样", "13.8个百分点"}},
	{n: "F15, said", page: "cun/outcome", site: village1 + `
-- data/cun/outcomes.yaml --
成果: [{名称: 大专以上占比, 数量: 44.8%, 同比: 提高13.8个百分点}]
`, shows: []string{"13.8个百分点"}},
	{n: "F16", page: jiyi + "/errand", shows: []string{"120余人次", "100余次"}, never: []string{"220余"}},
}

// TestWhatDoesNotAddUp goes through the reports' contradictions: each is refused or asked
// about in the words below, or the page shows what is known and not the claim.
func TestWhatDoesNotAddUp(t *testing.T) {
	demo := &bench{t: t, dir: t.TempDir(), asOf: "2026-11-20"}
	if err := os.CopyFS(filepath.Join(demo.dir, "data"), os.DirFS("../../../data")); err != nil {
		t.Fatal(err)
	}
	ofDemo := demo.build()
	for _, f := range findings {
		t.Run(f.n, func(t *testing.T) {
			b, r := demo, ofDemo
			if f.site != "" {
				b = unpack(t, f.site)
				r = b.build()
			}
			said := sentences(r, "data/"+f.file)
			for _, want := range f.says {
				if !strings.Contains(said, want) {
					t.Errorf("%s does not say %q but:\n%s", f.file, want, said)
				}
			}
			if f.page == "" {
				return
			}
			if f.code != "" && !b.has("public/"+filepath.ToSlash(filepath.Dir(f.page))+"/build.json", `"`+f.code+`":`) {
				t.Errorf("build.json does not hold %s", f.code)
			}
			text := seenText(b.read("public/" + f.page + "/index.html"))
			for _, want := range f.shows {
				if !strings.Contains(text, want) {
					t.Errorf("%s does not show %q but:\n%s", f.page, want, text)
				}
			}
			for _, not := range f.never {
				if strings.Contains(text, not) {
					t.Errorf("%s shows %q", f.page, not)
				}
			}
		})
	}
}

// sentences is what a report says of a file.
func sentences(r *Report, file string) string {
	var lines []string
	for _, p := range r.Problems {
		if s := words.Say(p); p.Pos.File == file {
			lines = append(lines, s.Cause+" → "+s.Fix)
		}
	}
	return strings.Join(lines, "\n")
}

// seenText is a page without its tags and blanks.
func seenText(html string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(html, "<") {
		_, text, _ := strings.Cut(part, ">")
		b.WriteString(strings.Join(strings.Fields(text), ""))
	}
	return b.String()
}
