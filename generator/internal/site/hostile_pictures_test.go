package site

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/bmp"
	"golang.org/x/tools/txtar"
)

const picturesOfOutcome = "示例: 是\n成果:\n  - {名称: 修路, 类别: 民生工程, 数量: 800, 单位: 米, 图片: [%s]}\n"

// picture adds a case of a picture that a project names.
func (m *maker) picture(want, name string, data []byte, secret ...string) *hostile {
	m.t.Helper()
	return m.add(want, inVillage+"图片/"+name, data, secret...).and(inVillage+"outcomes.yaml", fmt.Sprintf(picturesOfOutcome, name))
}

// segment puts an APP segment before all others of a JPEG file.
func segment(marker byte, body, jpeg string) []byte {
	n := len(body) + 2
	return []byte("\xff\xd8\xff" + string([]byte{marker, byte(n >> 8), byte(n)}) + body + jpeg[2:])
}

// chunk puts a chunk behind the header of a PNG file.
func chunk(kind, body string, file []byte) []byte {
	var b bytes.Buffer
	b.Write(file[:33])
	binary.Write(&b, binary.BigEndian, uint32(len(body)))
	b.WriteString(kind + body)
	binary.Write(&b, binary.BigEndian, crc32.ChecksumIEEE([]byte(kind+body)))
	b.Write(file[33:])
	return b.Bytes()
}

func aPNG(t *testing.T, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// hugePNG says that it is larger than it is.
func hugePNG(t *testing.T, w, h uint32) []byte {
	b := aPNG(t, 8, 8)
	binary.BigEndian.PutUint32(b[16:], w)
	binary.BigEndian.PutUint32(b[20:], h)
	binary.BigEndian.PutUint32(b[29:], crc32.ChecksumIEEE(b[12:29]))
	return b
}

func hostilePictures(t *testing.T, class string) []*hostile {
	m := &maker{t: t, class: class}
	jpg := photo(t, 60, 40, 10)
	plain := "\xff\xd8" + jpg[strings.Index(jpg, "111.18E")+len("111.18E"):]
	s := "GPS 37.34N 111.18E"
	m.picture("clean", "a.jpg", []byte(jpg), s)
	for _, app := range []struct {
		marker byte
		body   string
	}{{0xe1, "Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00"}, {0xe1, "http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>"}, {0xed, "Photoshop 3.0\x00"}, {0xfe, ""}, {0xe2, "ICC_PROFILE\x00\x01\x01"}} {
		s = m.number()
		m.picture("any", "a.jpg", segment(app.marker, app.body+s, plain), s)
	}
	s = m.number()
	m.picture("any", "a.jpg", []byte(plain+s), s)
	m.picture("any", "a.jpg", []byte(plain+"<script>kanali()</script>"), "kanali")
	for _, kind := range []string{"tEXt", "iTXt", "eXIf"} {
		s = m.number()
		m.picture("any", "a.png", chunk(kind, "Comment\x00"+s, aPNG(t, 40, 30)), s)
	}
	m.picture("refused any whole", "a.png", hugePNG(t, 60000, 60000))
	m.picture("refused any whole", "a.png", hugePNG(t, 1<<31-1, 1<<31-1))
	m.picture("refused any whole", "a.png", hugePNG(t, 1, 1<<31-1))
	m.picture("refused any whole", "a.png", hugePNG(t, 0, 0))
	tall := []byte(plain)
	if i := bytes.Index(tall, []byte{0xff, 0xc0}); i > 0 {
		copy(tall[i+5:], []byte{0xff, 0xdc, 0xff, 0xdc})
	}
	m.picture("refused any whole", "a.jpg", tall)
	var anim bytes.Buffer
	if err := gif.Encode(&anim, image.NewPaletted(image.Rect(0, 0, 8, 8), color.Palette{color.Black}), nil); err != nil {
		t.Fatal(err)
	}
	huge := anim.Bytes()
	copy(huge[6:], []byte{0xff, 0xff, 0xff, 0xff})
	m.picture("refused any whole", "a.gif", huge)
	var bitmap bytes.Buffer
	if err := bmp.Encode(&bitmap, image.NewGray(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	m.picture("any", "a.bmp", bitmap.Bytes())
	m.svgs()
	m.picture("refused any whole", "a.jpg", []byte("<html><script>kanali()</script></html>"), "kanali()")
	m.picture("refused any whole", "a.jpg", []byte(plain[:len(plain)/2]))
	m.picture("refused any whole", "a.jpg", nil)
	m.picture("refused any whole", "a.jpg", []byte("PK\x03\x04"))
	m.picture("refused any whole", "a.jpg", m.zipBomb())
	m.picture("refused any whole", "a.pdf", []byte("%PDF-1.7 kanali"), "kanali")
	m.picture("refused any whole", "a.exe", []byte("MZ kanali"), "kanali")
	m.picture("refused any whole", "a.jpg.html", []byte("<script>kanali()</script>"), "kanali()")
	return m.list
}

// svgs adds pictures that are programs, or text that a reader of pictures cannot see.
func (m *maker) svgs() {
	const open = `<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10">`
	s := m.number()
	for _, body := range []string{"<script>kanali()</script>", `<image href="https://evil.example/kanali"/>`, "<text>" + s + "</text>", "<!-- " + s + " -->",
		`<foreignObject><iframe src="https://evil.example/kanali"/></foreignObject>`, `<a href="javascript:kanali()"><text>1</text></a>`} {
		secret := "kanali"
		if strings.Contains(body, s) {
			secret = s
		}
		m.picture("refused any whole", "a.svg", []byte(open+body+"</svg>"), secret)
	}
	m.picture("refused any whole", "a.jpg", []byte(open+"<script>kanali()</script></svg>"), "kanali")
	m.picture("refused any whole", "a.png", []byte(open+"<text>"+s+"</text></svg>"), s)
	m.picture("refused any whole", "a.svgz", []byte("\x1f\x8b"+open), "kanali")
	m.add("refused any whole", inNotices+"a.svg", []byte(open+"<text>"+s+"</text></svg>"), s).
		and(inNotices+"tu.md", "---\n标题: 图\n---\n\n![图](a.svg)\n")
	m.add("refused privacy/ whole", inVillage+"图片/weiyong.svg", []byte(open+"<text>"+s+"</text></svg>"), s) // nobody names it
	m.add("refused any whole", inVillage+"图片/a.svg", []byte(`<!DOCTYPE svg [<!ENTITY a "kanali"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>`+open+"&b;</svg>"), "kanali").
		and(inVillage+"outcomes.yaml", fmt.Sprintf(picturesOfOutcome, "a.svg"))
}

func innocentPictures(t *testing.T, class string) []*hostile {
	m := &maker{t: t, class: class}
	for _, name := range []string{"a.jpg", "IMG_20240520_153012.jpg", "微信图片_20240520153012.jpg", "mmexport1716190212345.jpg", "路口 (1).JPG", "0112.jpeg", "凭证2024-05-001.jpg"} {
		m.picture("", name, []byte(photo(t, 60, 40, 10)))
	}
	m.picture("", "a.png", aPNG(t, 40, 30))
	return m.list
}

// zipBomb is a workbook whose sheet grows a thousandfold.
func (m *maker) zipBomb() []byte {
	m.t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, text := range map[string]string{"[Content_Types].xml": `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
		"xl/workbook.xml": `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets/></workbook>`} {
		w, err := z.Create(name)
		if err != nil {
			m.t.Fatal(err)
		}
		w.Write([]byte(text))
	}
	w, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		m.t.Fatal(err)
	}
	zeros := make([]byte, 1<<20)
	for range 200 {
		w.Write(zeros)
	}
	if err := z.Close(); err != nil {
		m.t.Fatal(err)
	}
	return b.Bytes()
}

// hostileFolders are links and things that are no files.
func hostileFolders(t *testing.T, class string) []*hostile {
	m := &maker{t: t, class: class}
	outside := t.TempDir()
	for name, text := range map[string]string{"members.yaml": "党员:\n  - {编号: M1, 姓名: 示例坎纳丽}\n", "tables/wai.yaml": "标题: 坎纳丽\n渠道: [网站, 大厅屏, 公示栏]\n公开范围: 社会\n栏目: [甲]\n行: [[坎纳丽]]\n",
		"notices/wai.md": "---\n标题: 坎纳丽\n---\n\n坎纳丽。\n", "unit.yaml": "名称: 坎纳丽村\n级别: 村\n", "site.yaml": "名称: 坎纳丽\n", "lu.jpg": photo(t, 60, 40, 10)} {
		p := filepath.Join(outside, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	link := func(want, to, name string) *hostile {
		c := m.add(want, "", nil, "坎纳丽")
		c.setup = func(dir string) error {
			at := filepath.Join(dir, filepath.FromSlash(name))
			if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
				return err
			}
			os.RemoveAll(at)
			return os.Symlink(to, at)
		}
		return c
	}
	for _, name := range []string{"members.yaml", "tables/wai.yaml", "unit.yaml"} {
		link("any", filepath.Join(outside, filepath.FromSlash(name)), inVillage+name)
	}
	link("any", filepath.Join(outside, "tables"), inVillage+"tables")
	link("any", filepath.Join(outside, "notices"), "content/zhen/cun/notices")
	link("any", filepath.Join(outside, "notices/wai.md"), inNotices+"wai.md")
	link("any", outside, "data/zhen/wai")
	link("any", outside, "data/zhen/cun")
	link("any", filepath.Join(outside, "site.yaml"), "data/site.yaml")
	link("any", "/", inVillage+"tables/root")
	link("any", "/etc/passwd", inVillage+"members.yaml").secret = []string{"root:x:0"}
	link("any", "/dev/zero", inVillage+"members.yaml")
	link("any", "/dev/null", inVillage+"points/2024.yaml")
	link("any", "members.yaml", inVillage+"members.yaml")
	link("any", "..", inVillage+"tables/kreis")
	link("any", "nirgends.yaml", inVillage+"points/2024.yaml")
	link("any", "../lin/points/2024.yaml", inVillage+"points/2024.yaml").secret = nil
	link("refused any", filepath.Join(outside, "lu.jpg"), inVillage+"图片/lu.jpg").files = []txtar.File{
		{Name: inVillage + "outcomes.yaml", Data: fmt.Appendf(nil, picturesOfOutcome, "lu.jpg")}}
	folder := m.add("any", inVillage+"members.yaml/x.txt", []byte("夹"))
	folder.remove = []string{inVillage + "members.yaml"}
	folder = m.add("any", inVillage+"unit.yaml/x.txt", []byte("夹"))
	folder.remove = []string{inVillage + "unit.yaml"}
	deep := m.add("any", inVillage+strings.Repeat("a/", 200)+"unit.yaml", []byte("名称: 深\n级别: 小区\n"))
	deep.setup = func(string) error { return nil } // runs alone
	m.add("any", inVillage+"tables/"+strings.Repeat("a", 250)+".yaml", []byte("标题: 长\n栏目: [甲]\n行: [[1]]\n"))
	m.list = append(m.list, specialFiles(m)...)
	return m.list
}
