package fonts

import (
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Rare is what the encoding of 1993, and so nearly every device, does not have.
func TestWhatGBKHasIsNotRare(t *testing.T) {
	for r := rune(0x4e00); r <= 0x9fff; r++ {
		_, err := simplifiedchinese.GBK.NewEncoder().String(string(r))
		if has := err == nil; has == Rare(r) {
			t.Errorf("%c U+%04X: GBK has it: %v, rare: %v", r, r, has, Rare(r))
		}
	}
	for _, r := range "々〇·、。“…—０Ａa1①★☆㎡あ가́" {
		if Rare(r) {
			t.Errorf("%c is no rare Chinese character", r)
		}
	}
}

// Names are full of them, and pages of anything else.
func TestRareCharactersAreFoundInPages(t *testing.T) {
	page := `<td>王䶮</td><td>示例·㛃𬎆、䶮</td>` + strings.Repeat("一东，。“”…★", 9) + "\xe4\xb6" // cut
	if got := string(RareIn(page)); got != "㛃䶮𬎆" {
		t.Errorf("found %q", got)
	}
	if got := RareIn([]byte("\xf0\x9f\x98\x80 \xff\xf0\xe4")); got != nil {
		t.Errorf("found %q", string(got))
	}
}

// Each is found by its first two bytes.
func TestEveryRareCharacterIsFound(t *testing.T) {
	for r := rune(' '); r <= unicode.MaxRune; r++ {
		if found := len(RareIn(string(r))) > 0; found != Rare(r) {
			t.Errorf("%c U+%04X: found: %v, rare: %v", r, r, found, Rare(r))
		}
	}
}

// Every rare character of 通用规范汉字表 (8,105 characters, after Unihan's kTGH) has an outline;
// those of longer lists need not.
func TestTheCharactersOfTheTableAreShown(t *testing.T) {
	const table = "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡䏲䐃䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮鿍鿎鿏𠅤𠙶𠳐𡎚𡐓𣗋𣲗𣲘𣸣𤧛𤩽𤫉𥔲𥕢𥖨𥻗𦈡𦒍𦙶𦝼𦭜𦰡𧿹𨐈𨙸𨚕𨟠𨭉𨱇𨱏𨱑𨱔𨺙𩽾𩾃𩾌𪟝𪣻𪤗𪨰𪨶𪩘𪾢𫄧𫄨𫄷𫄸𫇭𫌀𫍣𫍯𫍲𫍽𫐄𫐐𫐓𫑡𫓧𫓯𫓶𫓹𫔍𫔎𫔶𫖮𫖯𫖳𫗧𫗴𫘜𫘝𫘦𫘧𫘨𫘪𫘬𫚕𫚖𫚭𫛭𫞩𫟅𫟦𫟹𫟼𫠆𫠊𫠜𫢸𫫇𫭟𫭢𫭼𫮃𫰛𫵷𫶇𫷷𫸩𬀩𬀪𬂩𬃊𬇕𬇙𬇹𬉼𬊈𬊤𬌗𬍛𬍡𬍤𬒈𬒔𬒗𬕂𬘓𬘘𬘡𬘩𬘫𬘬𬘭𬘯𬙂𬙊𬙋𬜬𬜯𬞟𬟁𬟽𬣙𬣞𬣡𬣳𬤇𬤊𬤝𬨂𬨎𬩽𬪩𬬩𬬭𬬮𬬱𬬸𬬹𬬻𬬿𬭁𬭊𬭎𬭚𬭛𬭤𬭩𬭬𬭯𬭳𬭶𬭸𬭼𬮱𬮿𬯀𬯎𬱖𬱟𬳵𬳶𬳽𬳿𬴂𬴃𬴊𬶋𬶍𬶏𬶐𬶟𬶠𬶨𬶭𬶮𬷕𬸘𬸚𬸣𬸦𬸪𬹼𬺈𬺓"
	if n := len(RareIn(table)); n != 276 {
		t.Fatalf("%d characters", n)
	}
	if missing := NewLibrary().Missing(table); len(missing) > 0 {
		t.Errorf("no outline for %q", string(missing))
	}
	if missing := NewLibrary().Missing("李𮯠𰀀"); string(missing) != "𮯠𰀀" {
		t.Errorf("outlines for all but %q", string(missing))
	}
}
