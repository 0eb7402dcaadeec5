package e2e

import (
	"bufio"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"gongshi/generator/internal/browsertest"
	"gongshi/generator/internal/cli"
)

// shared is a folder for what more than one test looks at.
var shared string

// The test binary runs as the program when it is told to.
func TestMain(m *testing.M) {
	if os.Getenv("GONGSHI_AS_PROGRAM") == "1" {
		os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr))
	}
	var err error
	if shared, err = os.MkdirTemp("", "gongshi-e2e-"); err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(shared)
	os.Exit(code)
}

const small = `
-- data/site.yaml --
名称: 试验
-- data/zhen/unit.yaml --
名称: 示例镇
级别: 乡镇
监督电话: {号码: 0351-1234567, 接听: 示例}
-- data/zhen/jia/unit.yaml --
名称: 甲村
级别: 村
-- data/zhen/jia/points/2024.yaml --
办法: {公开: 是}
流水:
  - {编号: 1, 日期: 2024-01-05, 对象: 示例党员甲, 事项: 清扫, 分值: 104}
-- data/zhen/yi/unit.yaml --
名称: 乙村
级别: 村
-- data/zhen/yi/points/2024.yaml --
办法: {公开: 是}
流水:
  - {编号: 1, 日期: 2024-01-05, 对象: 示例党员乙, 事项: 清扫, 分值: 7}
`

// program is a running "gongshi serve".
type program struct {
	t   *testing.T
	dir string
	url string
}

// start unpacks a site and serves it with the real program.
func start(t *testing.T, archive string) *program {
	t.Helper()
	p := &program{t: t, dir: t.TempDir()}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		p.save(f.Name, string(f.Data))
	}
	cmd := exec.Command(os.Args[0], "serve", "--no-open", "--addr", "127.0.0.1:0", "--site", p.dir)
	cmd.Env = append(os.Environ(), "GONGSHI_AS_PROGRAM=1")
	cmd.Stderr = io.Discard
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(os.Interrupt)
		if err := cmd.Wait(); err != nil {
			t.Errorf("the program ended with %v", err)
		}
	})
	lines := bufio.NewScanner(out)
	url := regexp.MustCompile(`http://[^ ]+/`)
	for lines.Scan() {
		if p.url = url.FindString(lines.Text()); p.url != "" {
			break
		}
	}
	go io.Copy(io.Discard, out)
	if p.url == "" {
		t.Fatal("the program gave no address")
	}
	return p
}

// save writes a file in place, as Notepad does.
func (p *program) save(name, text string) {
	p.t.Helper()
	path := filepath.Join(p.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// times returns when each published file was written.
func (p *program) times() map[string]time.Time {
	p.t.Helper()
	m := map[string]time.Time{}
	root := os.DirFS(filepath.Join(p.dir, "public"))
	err := fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		m[name] = info.ModTime()
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return m
}

func (p *program) get(name string) string {
	p.t.Helper()
	res, err := http.Get(p.url + name)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return string(b)
}

// panelText is what the panel of problems says.
const panelText = `(function () { var h = document.getElementById("gongshi-preview"); return h ? h.shadowRoot.textContent : ""; })()`

// Staff edit a member's entry and see it: page and data change, only the unit and those
// above are written, the browser reloads by itself. A half-saved file leaves the page
// as it is and shows what to mend; the next save makes it right without a restart.
func TestServeShowsEveryEdit(t *testing.T) {
	b := browsertest.Open(t)
	p := start(t, small)
	page := p.url + "zhen/jia/points/index.html"
	for end := time.Now().Add(30 * time.Second); !strings.Contains(p.get("zhen/jia/points/data.json"), `"total":104`); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("the first build never came")
		}
	}
	b.Go(page, 1280, 800)
	b.Wait(`document.body.textContent.indexOf("104") > 0`)
	b.Quiet("first page")
	before := p.times()

	p.save("data/zhen/jia/points/2024.yaml", "办法: {公开: 是}\n流水:\n  - {编号: 1, 日期: 2024-01-05, 对象: 示例党员甲, 事项: 清扫, 分值: 114}\n")
	b.Wait(`document.querySelector("td.t") && document.querySelector("td.t").textContent.indexOf("114") === 0`)
	if !strings.Contains(p.get("zhen/jia/points/data.json"), `"total":114`) {
		t.Error("data.json did not change")
	}
	for name, when := range p.times() {
		own := strings.HasPrefix(name, "zhen/") && !strings.HasPrefix(name, "zhen/yi/") || !strings.Contains(name, "/")
		if when != before[name] && !own {
			t.Errorf("%s was written", name)
		}
	}

	p.save("data/zhen/jia/points/2024.yaml", "办法: {公开: 是}\n流水:\n  - {编号: 1, 日期: 2024-01-05, 对象: 示例党员甲, 事项: 清")
	// the page is the last good one; it may be between two loads right now
	b.Wait(`document.querySelector("td.t") && document.querySelector("td.t").textContent.indexOf("114") === 0`)
	for _, part := range []string{"括号没有结束", "data/zhen/jia/points/2024.yaml", "第3行"} {
		b.Wait(fmt.Sprintf("%s.indexOf(%q) > 0", panelText, part))
	}
	b.Shot("serve-panel")

	p.save("data/zhen/jia/points/2024.yaml", "办法: {公开: 是}\n流水:\n  - {编号: 1, 日期: 2024-01-05, 对象: 示例党员甲, 事项: 清扫, 分值: 120}\n")
	b.Wait(`document.querySelector("td.t") && document.querySelector("td.t").textContent.indexOf("120") === 0`)
	b.Wait(panelText + `.indexOf("括号没有结束") < 0`)
	b.Quiet("serve")
}
