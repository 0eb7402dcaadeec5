package site

import "strings"

// knownLeaks are the hostile files that still get through, or that are answered wrongly:
// a reason, then the cases. A case that is mended must be taken off.
var knownLeaks = listed(`
hangs: goldmark takes quadratic time for emphasis marks: giants/31
stops the build of all: a device name as address: traversal/46
a blank before the exponent hides the number: id-excel/08
a character that turns the text round gets through: invisible/22
a character typed for a digit hides the number: id-letters/18 id-letters/21
a comment over two lines is not put together: id-comments/14
a control character gets through: invisible/25
a mobile in the name of a file: id-names/15
a mobile in this form or place is not known as one: mobile-plain/24 mobile-plain/26 mobile-plain/27 mobile-plain/31
a mobile in this form or place is not known as one: mobile-plain/34 mobile-plain/36 mobile-plain/38
a mobile in this place needs no role: mobile-no-role/02 mobile-no-role/03 mobile-no-role/08
a mobile where no page shows it is not refused: mobile-plain/02 mobile-plain/10 mobile-plain/29 mobile-plain/30
a mobile where no page shows it is not refused: mobile-text/05 mobile-text/06 mobile-text/07 mobile-text/08
a mobile where no page shows it is not refused: mobile-text/13 mobile-text/14
a private-use character in an alias gets through: invisible/23
a starred-out ID number is not known as one: id-masked/01 id-masked/02 id-masked/03 id-masked/04 id-masked/05
a starred-out ID number is not known as one: id-masked/06 id-masked/07 id-masked/08 id-masked/09 id-masked/10
a starred-out ID number is not known as one: id-masked/11 id-masked/12 id-masked/13 id-masked/14 id-masked/15
a starred-out ID number is not known as one: id-masked/17 id-masked/18 id-masked/19 id-masked/20 id-masked/21
a starred-out ID number is not known as one: id-masked/22 id-masked/23 id-masked/24 id-masked/25 id-masked/26
a starred-out ID number is not known as one: id-masked/27 id-masked/28 id-masked/29 id-masked/30 id-masked/31 xlsx/36
a starred-out mobile in this form is not known as one: mobile-masked/02 mobile-masked/04 mobile-masked/05
a starred-out mobile in this form is not known as one: mobile-masked/06 mobile-masked/09 mobile-masked/10
a starred-out mobile in this form is not known as one: mobile-masked/11 mobile-masked/12 mobile-masked/13
a starred-out mobile in this form is not known as one: mobile-masked/16 mobile-masked/17
a starred-out or divided card number is not known as one: bank-cards/21 bank-cards/22 bank-cards/23 bank-cards/24
a starred-out or divided card number is not known as one: bank-cards/25 bank-cards/26 bank-cards/27 bank-cards/28
a starred-out or divided card number is not known as one: bank-cards/29
an ID number in pieces is not put together: id-split/03 id-split/05 id-split/09 id-split/10 id-split/15 id-split/16
an ID number in pieces is not put together: id-split/17
an SVG that nobody names is not looked at: pictures/29
digits of other scripts are not read as digits: id-digits/10 id-digits/11 id-digits/12 id-digits/13 id-digits/14
digits of other scripts are not read as digits: id-digits/15 id-digits/16 id-digits/17 id-digits/18
low ratings and sanctions get through: shame/06 shame/07 shame/08 shame/09 shame/10 shame/11 shame/12 shame/13 shame/14
low ratings and sanctions get through: shame/15 shame/16 shame/17 shame/18 shame/19 shame/20 shame/21 shame/22 shame/23
low ratings and sanctions get through: shame/24 shame/27
mobiles in notices and pages are not looked for: mobile-text/01 mobile-text/02 mobile-text/03 mobile-text/04
mobiles in notices and pages are not looked for: mobile-text/09 mobile-text/10 mobile-text/11 mobile-text/12
mobiles in notices and pages are not looked for: mobile-text/15 mobile-text/16 mobile-text/17 mobile-text/18
mobiles in notices and pages are not looked for: mobile-text/19 mobile-text/23
no warning of birth dates and ages: birth-dates/01 birth-dates/02 birth-dates/03 birth-dates/04 birth-dates/05
no warning of birth dates and ages: birth-dates/06 birth-dates/07 birth-dates/08 birth-dates/09 birth-dates/10
no warning of birth dates and ages: birth-dates/11 birth-dates/12 birth-dates/13 birth-dates/14 birth-dates/15
no warning of exact addresses: addresses/01 addresses/02 addresses/03 addresses/04 addresses/05 addresses/06
no warning of exact addresses: addresses/07 addresses/08 addresses/09 addresses/10
no warning of health, disability and relief in free text: health-relief/01 health-relief/02 health-relief/03
no warning of health, disability and relief in free text: health-relief/04 health-relief/06 health-relief/07
no warning of health, disability and relief in free text: health-relief/08 health-relief/09 health-relief/10
no warning of health, disability and relief in free text: health-relief/11 health-relief/12 health-relief/13
no warning of health, disability and relief in free text: health-relief/14 health-relief/16 health-relief/19
no warning of health, disability and relief in free text: health-relief/20
no warning of minors by name: minors/01 minors/02 minors/03 minors/04 minors/05 minors/06 minors/07 minors/08 minors/09
no warning of minors by name: minors/10
percent escapes are not read: id-markdown/28
refused, but the message shows the digits: mobile-masked/01 mobile-masked/03 mobile-masked/07 mobile-masked/08
refused, but the message shows the digits: mobile-masked/14 mobile-masked/15 mobile-no-role/10 mobile-plain/21
refused, but the message shows the digits: mobile-plain/23 mobile-two-masks/01 mobile-two-masks/03 mobile-two-masks/04
starred-out mobiles in notices are not looked for: mobile-two-masks/02 mobile-two-masks/05
the message names no line: traversal/30 traversal/31 traversal/32 traversal/33 traversal/39
this invisible character hides the number or gets through: invisible/09 invisible/10 invisible/11 invisible/12
this invisible character hides the number or gets through: invisible/13 invisible/14
this mark between the digits hides the number: id-dashes/14
this part of a workbook is not looked at: xlsx/24
`)

// knownFalse are the look-alikes that are refused.
var knownFalse = listed(`
a grid code of 15 digits has the shape of an old ID number: codes/25 names/27
the number of an article in its address has the length of a card number: links/11
`)

// listed reads lines of a reason and the cases it is of.
func listed(text string) map[string]string {
	known := map[string]string{}
	for line := range strings.Lines(strings.TrimSpace(text)) {
		i := strings.LastIndex(line, ": ")
		for _, name := range strings.Fields(line[i+1:]) {
			known[name] = line[:i]
		}
	}
	return known
}
