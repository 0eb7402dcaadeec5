package main

// withheld stands with us for the name of who asked not to be named; peers name them.
const withheld = "应本人要求不公开"

// everywhere are figures that peers need not tell on any page.
var everywhere = []string{"board", "address", "sample", "units/*/address", "precision", "*/*/precision"}

// left are those of single boards, with why.
var left = map[string]struct {
	figures []string
	why     string
}{
	"grid":    {[]string{"liaisons/*/*"}, "what a county counts besides its grids"},
	"income":  {[]string{"bands/*/*", "villages"}, "villages of a county by bands of income"},
	"outcome": {[]string{"list/*/mean", "list/*/participants"}, "people a course of training"},
	"team":    {[]string{"forces/*/*", "forcesSum/*/*"}, "people whom a county counts besides its teams"},
	"star":    {[]string{"list/*/state"}, "the state of a household, told in words by the day"},
	"meeting": {[]string{"list/*/state"}, "the state of a topic, told in words by its process"},
	"task":    {[]string{"lists/*/tasks/*/state", "lists/*/declared"}, "the state of a task, told in words by its process; how many a list says it has"},
	"duty":    {[]string{"today", "days/*/*", "days/*/*/*/*", "past/*/*", "past/*/*/*/*"}, "who is on duty on which day, reckoned from the roster, which stands as it is"},
	"errand":  {[]string{"asOf", "onDuty", "units/*/*/*/*"}, "who sits in today; what was done, by unit below"},
	"points": {[]string{"list/*/dividendYuan", "dividend/date", "dividend/meeting", "dividend/people",
		"matters/*/max", "matters/*/from", "matters/*/adopted", "matters/*/meeting", "matters/*/version", "matters/*/inForce"},
		"the share of each household in a dividend, exact to the fen; when and by whom a list of matters was adopted"},
	"contract": {[]string{"types/*/areas/*/*", "units/*/areas/*/*", "assets/*/per"}, "areas by type and by unit below"},
}
