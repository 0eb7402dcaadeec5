package record

import (
	"fmt"
	"testing"

	"gongshi/generator/internal/problem"
)

type person struct {
	At
	Name string   `key:"name,required"`
	N    int      `key:"amount|points"`
	Tags []string `key:"aliases"`
	Head *person  `key:"head"`
}
type book struct {
	At
	People []person `key:"members,main"`
}

func TestScratch(t *testing.T) {
	for _, s := range []string{
		"党员：\n　　－ 姓名：张三\n　　　　积分：104\n",
		"党员:\n  - 姓名:张三\n    积分: 104分\n",
		"党员:\n\t- 姓名: 张三\n\t  积分: 1,058\n",
		"- 姓名: 张三\n  别名: [甲，乙]\n",
		"- 姓名: 张三\n    积分: 3\n",
		"- 姓名: 张三\n   积分: 3\n",
		"-姓名: 张三\n-姓名: 李四\n",
		"- 姓名: *三\n- 姓名: “张三”\n- 姓名: 楼 #3\n- 姓名: 通知: 关于\n- 姓明: x\n",
		"- 姓名: 张三\n  姓名: 李四\n---\n- 姓名: x\n",
		"- 姓名: \"张三\n  积分: 3\n",
		"- 姓名: 张三\n  积分 3\n",
		"党员: 张三\n",
		"- 姓名: 张三\n  积份: 3\n",
		"- 姓名: @张三\n  负责人: {姓名：张三，积分：5}\n",
	} {
		var rep problem.Report
		var b book
		Open(File{"x.yaml", []byte(s)}).Decode(&b, &rep)
		fmt.Printf("---\n%s", s)
		for _, p := range b.People {
			fmt.Printf("  = %+v %v\n", p.Name, p.N)
		}
		for _, p := range rep.Problems() {
			fmt.Printf("  ! %v %v %s %v | %s\n", p.Pos, p.Severity, p.Code, p.Args, p.Fix)
		}
	}
}
