package points

import (
	"gongshi/generator/internal/board"
	"gongshi/generator/internal/problem"
	"gongshi/generator/internal/record"
	"gongshi/generator/internal/step"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// errands is what an item that is fed by errands (来自: 代办) reads of errands.yaml.
// Its own board says what is wrong with the file.
type errands struct {
	record.At
	Process string   `key:"processes"`
	Cases   []errand `key:"cases,main"`
}

// errand is one case.
type errand struct {
	record.At
	Agent   village.Ref           `key:"agent"`
	Process string                `key:"processes"`
	Steps   []step.Taken          `key:"steps"`
	Columns []record.Pair[string] `key:"*"` // a step's date: 受理日期
}

// checkFeed asks an item that is fed by another board for what it leaves open.
func (it *item) checkFeed(rep *problem.Report) {
	source, _ := words.Key(it.Feeds)
	switch {
	case it.Feeds == "" && !it.Has("each"):
	case source != "errands":
		rep.Error(it.Of("feeds"), "points/feeds-unknown", "item", it.Name, "known", words.KeyName("errands"), "key", words.KeyName("feeds"))
	case !it.Has("each"):
		rep.Error(it.Of("feeds"), "points/feeds-each", "item", it.Name, "key", words.KeyName("each"))
	}
}

// feed adds an entry for each errand that was closed in the year, on the day on which
// the last step of its process was taken, to the member who saw to it.
func (y *year) feed(in *board.Input) {
	for i := range y.Method.Items {
		it := &y.Method.Items[i]
		if source, _ := words.Key(it.Feeds); source != "errands" || !it.Has("each") {
			continue
		}
		if !y.members || in.Unit.MemberDir.Len() == 0 {
			in.Report.Error(it.Of("feeds"), "points/feeds-need-members", "item", it.Name)
			continue
		}
		y.feedFrom(it, in)
	}
}

func (y *year) feedFrom(it *item, in *board.Input) {
	var f errands
	var quiet problem.Report
	for _, d := range in.Also["errands"] {
		d.Decode(&f, &quiet, in.Processes.Columns()...)
	}
	strangers := map[string]bool{}
	for i := range f.Cases {
		c := &f.Cases[i]
		closed := f.closed(c, in)
		if closed.Year() != y.year || c.Agent.Name == "" {
			continue
		}
		if _, ok := in.Unit.MemberDir.Lookup(c.Agent); !ok {
			if !strangers[c.Agent.Text] {
				in.Report.Warn(c.Of("agent"), "points/feeds-stranger", "name", c.Agent.Text, "item", it.Name)
			}
			strangers[c.Agent.Text] = true
			continue
		}
		y.rows = append(y.rows, &entry{At: c.At, who: who{Subject: c.Agent}, Date: village.When{Date: closed}, Item: it.Name,
			Matter: words.T("points.fed", "source", it.Feeds), Amount: village.Points(it.Each), fed: true})
	}
}

// closed returns the day on which a case was closed, 0 while it is open.
func (f *errands) closed(c *errand, in *board.Input) village.Date {
	name := c.Process
	if name == "" {
		name = f.Process
	}
	if name == "" {
		name = words.T("points.errands")
	}
	var quiet problem.Report
	p := in.Processes.Get(name, c.Pos, &quiet)
	if p == nil {
		return 0
	}
	c.Steps = p.MergeAll(c.Steps, p.Dates(c.Columns, nil, &quiet))
	for _, t := range c.Steps {
		in.Changes(t.Date)
	}
	state := p.Judge(step.Case{At: c.At, Steps: c.Steps}, in.Today, &quiet)
	if !state.Closed {
		return 0
	}
	return state.Since
}
