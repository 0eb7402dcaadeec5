package contract

import (
	"strings"

	"gongshi/generator/internal/record"
	"gongshi/generator/internal/village"
	"gongshi/generator/internal/words"
)

// price is an amount of money and what it is paid for: 3000元/座/年.
type price struct {
	village.Amount
	per []string // 座, 年
}

// Scan reads 3000元, 3000元/座/年 or 300元每亩每年; the key may say it too: 单价(元/座/年).
func (p *price) Scan(v *record.Value) {
	amount := *v
	text := strings.ReplaceAll(record.Fold(v.Text), words.T("contract.each"), "/")
	parts := strings.Split(text, "/")
	keys := strings.Split(strings.ReplaceAll(record.Fold(v.Unit), words.T("contract.each"), "/"), "/")
	amount.Text, amount.Unit = strings.TrimSpace(parts[0]), keys[0]
	p.Amount.Scan(&amount)
	if p.per = keys[1:]; len(parts) > 1 {
		p.per = parts[1:]
	}
	for i := range p.per {
		p.per[i] = strings.TrimSpace(p.per[i])
	}
}

// String returns 3000元/座/年.
func (p price) String() string {
	if p.IsZero() {
		return ""
	}
	return strings.Join(append([]string{p.Amount.String()}, p.per...), "/")
}

// basisText is what the price is paid for: 座/年.
func (p price) basisText() string { return strings.Join(p.per, "/") }

// basis returns the thing that the price is paid for, "" when it does not say, and how
// often in a year: 0 when that is not known. A price that does not say is paid once a
// year.
func (p price) basis() (unit string, perYear int) {
	perYear = 1
	for _, per := range p.per {
		switch span, _ := words.Value("span", per); span {
		case "year":
		case "halfyear":
			perYear = 2
		case "quarter":
			perYear = 4
		case "month":
			perYear = 12
		case "day":
			perYear = 0
		default:
			unit = per
		}
	}
	return unit, perYear
}
