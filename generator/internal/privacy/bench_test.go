package privacy

import "testing"

// Cells and lines as most of a township's members and points have them: nothing in them
// is looked at twice.
var ordinary = []string{
	"王示例", "1组", "H0123", "2024-05-06", "参加村里组织的清扫街道活动，早八点到十一点", "104", "12,345.00元", "委员",
	"  - {编号: M12, 姓名: 示例甲, 组: 1组, 户: H1, 入党日期: 2010-05-01}",
	"  - {日期: 2024-01-05, 对象: M1, 事项: 清扫街道, 分值: 5}",
	"公示期内对公示内容有异议的，请在工作时间到村委会反映，监督电话：0351-1234567。",
}

func BenchmarkScan(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		for _, s := range ordinary {
			Scan(s)
		}
	}
}
