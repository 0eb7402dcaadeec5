package privacy

import (
	"strings"
	"testing"
)

// What is left of a number whose middle somebody starred out.
func TestPartlyHiddenNumbersAreRefused(t *testing.T) {
	for s, kind := range map[string]string{
		"证件 532724********9476 已领": maskedID, "3301821975****6651": maskedID, "51152419741015****": maskedID, "142329xxxxxxxx5193": maskedID,
		"110105XXXXXXXX4254": maskedID, "532724＊＊＊＊＊＊＊＊5751": maskedID, "511524●●●●●●●●5346": maskedID, "141121××××××××7957": maskedID,
		"141121••••••••7237": maskedID, "511524........0415": maskedID, "140105--------7144": maskedID, "421126________7423": maskedID,
		"140105……4726": maskedID, "532724□□□□□□□□8602": maskedID, "430529■■■■■■■■4329": maskedID, "3****************4": maskedID,
		"140***********4274": maskedID, "142329195701****32": maskedID, "**************1947": maskedID, "511524****0503****": maskedID,
		"421126*0335": maskedID, "142329 ******** 2674": maskedID, "142329星星星星9631": maskedID, "３３０１８２＊＊＊＊＊＊＊＊３９４３": maskedID,
		`421126\*\*\*\*\*\*\*\*1057`: maskedID, "140105******630": maskedID, "142329********519X": maskedID, "示例甲，身份证尾号8017。": maskedID,
		"（身份证后六位079143）": maskedID, "身份证 ****8017": maskedID,
		"6228 **** **** 2289": maskedCard, "622831*********3486": maskedCard, "**** **** **** 2596": maskedCard, "622805134727****650": maskedCard,
		"6228xxxxxxxxxxx7977": maskedCard, "62284295●●●●●●●0339": maskedCard, "打到示例甲卡上（尾号6139）。": maskedCard, "6228****2289": maskedCard,
		"卡号 ****2289": maskedCard,
	} {
		f := Scan(s)
		if len(f) != 1 || f[0].Kind != kind {
			t.Errorf("%s: %v, want %s", s, f, kind)
		}
		if m := Mask(s); shownDigits(m) > 2 && !strings.Contains(s, tails[0]) && !strings.Contains(s, "后六位") && !strings.Contains(s, " ****") {
			t.Errorf("%s → %s", s, m)
		}
	}
	for _, s := range []string{
		"**1200**", "**2024-05-06**", "***142329***", "## 2024年第2季度", "###### 202405060001", "3×4×5", "1920x1080", "120*80", "220000*1200=264000000",
		"★★★★★ 5", "★★★★☆ 4分", "■■■■■■■■■■■■□□□ 120", "第一章..........12", "目录……15", "2024----", "| --- | --- |", "No.2024____", "0358-1234567 **1200**:",
		"xx村xx组", "尾号 3 和 8 限行", "货物尾号2024", "**12** **13** **14**", "2024.05.06……2024.05.20", "10...20", "1*2*3*4*5*6", "* 120000 * 1200", "HT-2024-****",
	} {
		if f := Scan(s); len(f) != 0 {
			t.Errorf("%s: %v", s, f)
		}
	}
}

// Digits that are not those of the keyboard, and what stands unseen between them.
func TestDisguisedNumbersAreRefused(t *testing.T) {
	for _, s := range []string{
		"𝟑𝟑𝟎𝟏𝟖𝟐𝟏𝟗𝟗𝟒𝟎𝟖𝟎𝟔𝟖𝟖𝟏𝟔", "𝟛𝟛𝟘𝟙𝟠𝟚𝟙𝟡𝟜𝟡𝟘𝟝𝟚𝟝𝟠𝟜𝟟𝟜", "一四〇一八一一九六六〇九〇八八一一三", "一四○一八一一九六六○九○八八一一三", "壹肆贰叁贰玖壹玖伍贰壹零贰捌壹叁陆零",
		"①④②③②⑨①⑨⑥⑧⓪②⓪⑥③⑧⑥③", "⁴³⁰⁵²⁹¹⁹⁷³⁰⁶⁰⁷²⁶¹⁶", "٤٣٠٥٢٩١٩٤٨٠٦١٩٨٦٦٨", "5327241946零4零65271", "一四〇一八一 一九六六〇九〇八 八一一三",
		"110105\u0301199702056492", "140181\ufe0f195908271474", "421126\u3164199\u115f507072185", "330182\U000e0020198609195286",
		"532724\u034f199211263165", "141121\u180e194307101293", "|40|05|96906|6302|", "证件 140181|19391126|134X 。", "1.42329 E+17",
		"证件前段：140105，出生段：19811023，尾号：724X。", "身份证前十位1401051981，后八位1023724X", "对公账号1405012478832826831", "卡号：0051239912345678",
	} {
		if f := Scan(s); len(f) != 1 {
			t.Errorf("%s: %v", s, f)
		}
		if m := Mask(s); shownDigits(m) > 2 {
			t.Errorf("%s → %s", s, m)
		}
	}
	for _, s := range []string{
		"二〇二四年五月六日", "一九七八—二〇二四", "第一、二、三、四、五、六、七、八、九组", "①2024-05-06 ②2024-05-07 ③2024-05-08", "120m² 130m² 140m²", "张三13800001111",
		"壹拾贰万叁仟肆佰伍拾陆元", "三三四四五五六六", "网格编码141129100201001", "上级: 141129200201001", `户: "141129100201001"`,
		"https://gongshi.example/#/detail?id=1788000000012345678", "1.5 E 15", "户数 120000，日期 20240506，序号 0001",
	} {
		if f := Scan(s); len(f) != 0 {
			t.Errorf("%s: %v", s, f)
		}
	}
	for _, s := range []string{"身份证编号141129100201001", "编号110105491231002", "https://gongshi.example/?id=110105194912310021", "https://gongshi.example/6222021234567890128"} {
		if f := Scan(s); len(f) != 1 {
			t.Errorf("%s: %v", s, f)
		}
	}
}
