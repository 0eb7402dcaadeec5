package sample

import "slices"

// A person stands in a register: a member of the Party or the head of a household.
type person struct {
	Code, Name, Group, Distinct string
	Category                    string
	Identities                  []string
	Post                        string
	Grid                        string // code

	again bool // somebody else in the register has the name
}

// Ref is how other files call the person: by name, with the group where there are two of the
// name, by code where they are of one group.
func (p *person) Ref() string {
	switch {
	case p.Distinct != "":
		return p.Code
	case p.again:
		return p.Name + "(" + p.Group + ")"
	}
	return p.Name
}

// A namer draws names as a village has them: a few families make up most of it.
type namer struct {
	draw
	surnames  weighed
	families  []string
	syllables []rune
}

func (s *Site) namer(d draw) *namer {
	n := &namer{draw: d, surnames: s.surnames, syllables: s.syllables}
	for range d.Between(4, 7) {
		n.families = append(n.families, d.weighed(s.surnames)[0])
	}
	return n
}

// name draws a name.
func (n *namer) name() string {
	switch n.rnd.IntN(1200) {
	case 0, 1, 2, 3, 4, 5, 6, 7:
		return n.Word("compound") + n.syllable() + n.syllable()
	case 8, 9, 10, 11, 12, 13:
		return n.Word("minority")
	case 14, 15, 16: // one in 400
		return n.surname() + n.Word("rare")
	}
	switch {
	case n.Chance(30):
		return n.surname() + n.Word("given")
	case n.Chance(18):
		return n.surname() + n.syllable()
	}
	return n.surname() + n.syllable() + n.syllable()
}

func (n *namer) syllable() string { return string(one(n.draw, n.syllables)) }

func (n *namer) surname() string {
	if n.Chance(60) {
		return one(n.draw, n.families)
	}
	return n.weighed(n.surnames)[0]
}

// register draws the people of a register in groups. Two of one name are of two groups, or
// told apart by 区分: the words are those of sides.
func (n *namer) register(code func(i int) string, count, groups int, group func(i int) string, sides []entry) []*person {
	list := make([]*person, 0, count)
	for len(list) < count {
		p := &person{Code: code(len(list)), Name: n.name(), Group: group(n.Between(1, groups))}
		same := func(q *person) bool { return q.Name == p.Name && q.Group == p.Group }
		if slices.ContainsFunc(list, same) {
			continue
		}
		for _, q := range list {
			if q.Name == p.Name {
				p.again, q.again = true, true
			}
		}
		list = append(list, p)
	}
	if n.Chance(6) { // two of one name in one group
		if i, j := n.rnd.IntN(count), n.rnd.IntN(count); i != j && !list[i].again && !list[j].again {
			p, q := list[i], list[j]
			p.Name, p.Group, p.again, q.again = q.Name, q.Group, true, true
			p.Distinct, q.Distinct = sides[0][0], sides[1][0]
		}
	}
	return list
}

// others draws so many names that differ from each other and from the given ones.
func (n *namer) others(count int, taken []string) []string {
	list := make([]string, 0, count)
	for len(list) < count {
		if name := n.name(); !slices.Contains(taken, name) && !slices.Contains(list, name) {
			list = append(list, name)
		}
	}
	return list
}
