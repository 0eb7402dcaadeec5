package site

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// photo is a JPEG file as a phone leaves it: with the place in EXIF.
func photo(t *testing.T, w, h int, shade uint8) string {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.SetRGBA(x, y, color.RGBA{uint8(x % 200), uint8(y % 200), shade, 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	body := "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00 GPS 37.34N 111.18E"
	return "\xff\xd8\xff\xe1\x00" + string(rune(len(body)+2)) + body + b.String()[2:]
}

var longAgo = time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)

func (b *bench) published(folder string) map[string]string {
	b.t.Helper()
	list := map[string]string{}
	for name, data := range b.tree(folder) {
		if strings.Contains(name, "pictures/") {
			list[name] = data
		}
	}
	return list
}

// A notice shows the pictures that its text names, on its page and on its sheet.
func TestPicturesOfANotice(t *testing.T) {
	b := pictureBench(t)
	b.write("content/cun/notices/lu.md", "---\n标题: 修路\n---\n\n修好了。\n\n![路口](图片/路口.jpg)\n")
	b.build()
	for _, page := range []string{"notices/lu/index.html", "notices/lu/sheet/index.html"} {
		up := strings.Repeat("../", strings.Count(page, "/"))
		if !b.has("public/cun/"+page, `<img src="`+up+`pictures/`) {
			t.Errorf("%s does not show the picture", page)
		}
	}
	if len(b.published("public.local")) != 1 {
		t.Error("the sheet for the paper board lacks its picture")
	}
	b.write("content/cun/notices/lu.md", "---\n标题: 修路\n---\n\n修好了。\n\n![路口](别处.jpg)\n")
	b.reported(b.build(), "content/cun/notices/lu.md:7:1 picture/missing")
}

const withPictures = `
-- data/site.yaml --
名称: 示例
-- data/cun/unit.yaml --
{名称: 示例村, 级别: 村, 监督电话: {号码: 0351-1234567, 接听: 示例}}
-- data/cun/outcomes.yaml --
成果:
  - {名称: 修路, 图片: [修路.jpg, '图片\路口.JPG']}
  - {名称: 内部, 图片: 内部.jpg, 渠道: 大厅屏}
-- data/jia/unit.yaml --
{名称: 邻村, 级别: 村, 监督电话: {号码: 0351-1234567, 接听: 示例}}
-- data/jia/outcomes.yaml --
成果: [{名称: 修桥}]
`

func pictureBench(t *testing.T) *bench {
	b := unpack(t, withPictures)
	b.write("data/cun/图片/修路.jpg", photo(t, 1600, 900, 10))
	b.write("data/cun/图片/路口.jpg", photo(t, 300, 200, 20))
	b.write("data/cun/图片/内部.jpg", photo(t, 300, 200, 30))
	return b
}

// A picture is published with the record that names it: small and large, without what
// the camera wrote into it. That of a record for the hall alone is not on the web.
func TestPicturesGoOutWithTheirRecord(t *testing.T) {
	b := pictureBench(t)
	b.write("data/cun/图片/多余.jpg", photo(t, 20, 20, 40))
	r := b.build()
	if r.Errors() > 0 || !strings.Contains(codes(r), "图片/多余.jpg picture/unused") {
		t.Fatal(codes(r))
	}
	list := b.published("public")
	if len(list) != 3 { // two widths of one, one of the other
		t.Errorf("published: %d pictures", len(list))
	}
	for name, data := range list {
		if strings.Contains(data, "Exif") || strings.Contains(data, "GPS") {
			t.Errorf("%s tells the place", name)
		}
		if !strings.HasPrefix(name, "cun/pictures/") {
			t.Errorf("%s lies elsewhere", name)
		}
		link := "../" + strings.TrimPrefix(name, "cun/")
		if !b.has("public/cun/outcome/index.html", `"`+link+`"`) {
			t.Errorf("no page shows %s", link)
		}
	}
	if !b.has("public/cun/outcome/index.html", `alt="修路（第2张）"`) {
		t.Error("a picture says nothing to those who do not see it")
	}
	if list := b.published("public.local"); len(list) > 0 {
		t.Errorf("the hall got pictures that nothing there shows: %v", len(list))
	}
}

const withVouchers = `
-- data/site.yaml --
名称: 示例
-- data/cun/unit.yaml --
{名称: 示例村, 级别: 村, 监督电话: {号码: 0351-1234567, 接听: 示例}}
-- data/cun/income/2024.yaml --
期初余额: 0元
收支:
  - {编号: 1, 日期: 2024-01-08, 方向: 收入, 科目: 租金, 金额: 60元, 凭证图片: 租金.jpg, 审核: 示例}
  - {编号: 2, 日期: 2024-01-09, 方向: 支出, 科目: 办公费, 金额: 10元, 凭证图片: 办公.jpg, 审核: 示例, 渠道: 大厅屏}
  - {编号: 3, 日期: 2024-01-10, 更正: 1, 更正为: 50元, 原因: 写错, 凭证图片: 更正.jpg}
-- data/cun/honours.yaml --
荣誉:
  - {类别: 最美家庭, 对象: 示例甲, 图片: 同意了.jpg, 同意: {人: 示例甲, 日期: 2024-01-05}}
  - {类别: 最美家庭, 对象: 示例乙, 图片: 没同意.jpg}
`

// The voucher of an entry that stays in the hall and the picture of somebody who did not
// agree are on no page, so they are not published; the others are.
func TestVouchersAndPicturesOfPeopleGoOutWithLeaveOnly(t *testing.T) {
	b := unpack(t, withVouchers)
	for i, name := range []string{"租金", "办公", "更正", "同意了", "没同意"} {
		b.write("data/cun/图片/"+name+".jpg", photo(t, 30+i, 20, 20))
	}
	b.build()
	for _, folder := range []string{"public", "public.local"} {
		list, web := b.published(folder), folder == "public"
		if want := map[bool]int{true: 3, false: 0}[web]; len(list) != want {
			t.Errorf("%s holds %d pictures, want %d", folder, len(list), want)
		}
	}
	for page, alts := range map[string][2]string{"income": {`alt="凭证：租金"`, `alt="凭证：办公费"`}, "honour": {`alt="示例甲：最美家庭"`, `alt="示例乙：最美家庭"`}} {
		at := "public/cun/" + page + "/index.html"
		if !b.has(at, alts[0]) || b.has(at, alts[1]) {
			t.Errorf("%s shows the wrong pictures", at)
		}
	}
	if !b.has("public/cun/income/index.html", `alt="凭证：写错"`) {
		t.Error("the voucher of a correction is missing")
	}
}

// What cannot be found or lies elsewhere is an error at its line; the others of the
// unit's pages stay.
func TestPicturesThatAreNotThere(t *testing.T) {
	b := pictureBench(t)
	for name, want := range map[string]string{
		"修路口.jpg":          "data/cun/outcomes.yaml:2:18 picture/near",
		"../jia/图片/a.jpg":  "data/cun/outcomes.yaml:2:18 picture/outside",
		"/etc/passwd":      "data/cun/outcomes.yaml:2:18 picture/outside",
		"C:\\照片\\a.jpg":    "data/cun/outcomes.yaml:2:18 picture/outside",
		"http://x/y.jpg":   "data/cun/outcomes.yaml:2:18 picture/outside",
		"完全不同的一个名字.jpg":    "data/cun/outcomes.yaml:2:18 picture/missing",
		"图片/../../a/b.jpg": "data/cun/outcomes.yaml:2:18 picture/outside",
	} {
		b.write("data/cun/outcomes.yaml", "成果:\n  - {名称: 修路, 图片: ['"+name+"']}\n")
		b.reported(b.build(), want)
	}
}

// Only what changed is made again, also by the next process; what nobody has any more is
// forgotten; a changed picture is a change of the unit, and of no other.
func TestOnlyChangedPicturesAreMadeAgain(t *testing.T) {
	b := pictureBench(t)
	b.build()
	kept := func() map[string]string { return b.tree("public.work/pictures") }
	first := kept()
	if len(first) != 3 {
		t.Fatalf("%d pictures are kept", len(first))
	}
	for name := range first { // whoever makes one again gives it the time of now
		at := filepath.Join(b.dir, "public.work/pictures", name)
		if err := os.Chtimes(at, longAgo, longAgo); err != nil {
			t.Fatal(err)
		}
	}
	before, neighbour := b.published("public"), b.tree("public/jia")
	b.write("data/cun/outcomes.yaml", strings.ReplaceAll(b.read("data/cun/outcomes.yaml"), "修路,", "修大路,"))
	b.build()
	if len(b.published("public")) != len(before) {
		t.Error("an edit of words changed the pictures")
	}
	b.write("data/cun/图片/路口.jpg", photo(t, 300, 200, 99))
	version := b.read("public/cun/build.json")
	b.build()
	second := kept()
	same := 0
	for name := range second {
		if st, err := os.Stat(filepath.Join(b.dir, "public.work/pictures", name)); err == nil && st.ModTime().Equal(longAgo) {
			same++
		}
	}
	if same != 2 || len(second) != 3 {
		t.Errorf("%d of %d kept pictures are as they were, want 2 of 3", same, len(second))
	}
	if b.read("public/cun/build.json") == version {
		t.Error("a changed picture is no change of the unit")
	}
	for name, data := range neighbour {
		if b.tree("public/jia")[name] != data {
			t.Errorf("%s of another unit changed", name)
		}
	}
	b.remove("public.work/pictures")
	again := b.published("public")
	b.build()
	for name, data := range b.published("public") {
		if again[name] != data {
			t.Errorf("%s came out differently without what was kept", name)
		}
	}
}

// While the data are broken the pictures of the last good input stay, although their
// files are gone.
func TestPicturesOfTheLastGoodInput(t *testing.T) {
	b := pictureBench(t)
	b.build()
	before := b.published("public")
	b.remove("data/cun/图片/修路.jpg")
	r := b.build()
	b.reported(r, "data/cun/outcomes.yaml:2:18 picture/missing")
	after := b.published("public")
	for name := range before {
		if after[name] != before[name] {
			t.Errorf("%s is gone", name)
		}
	}
}
