package site

import (
	"context"
	"sync/atomic"
	"testing"
	"time"
)

// A site moves to another time zone while the watcher runs: the day ends at the midnight
// of the new one, without a restart.
func TestTheWatcherWaitsForTheMidnightOfTheZoneInForce(t *testing.T) {
	b := unpack(t, "-- data/site.yaml --\n名称: 示例\n-- data/cun/unit.yaml --\n名称: 示例村\n级别: 村\n")
	b.asOf, b.now = "", time.Now()
	var ahead atomic.Int64
	clock := func(at string) { // 2024-06-01 in Beijing
		to, err := time.Parse(time.RFC3339, "2024-06-01T"+at+":00+08:00")
		if err != nil {
			t.Fatal(err)
		}
		ahead.Store(int64(time.Until(to)))
	}
	clock("12:00")
	s := b.open()
	s.Now = func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	built, ctx := make(chan *Report, 16), t.Context()
	ctx, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- s.Watch(ctx, Watching{Built: func(r *Report, _ error) { built <- r }}) }()
	defer func() { stop(); <-ended }()
	wait := func(what, day string) {
		t.Helper()
		for r := (*Report)(nil); r == nil || r.Day.ISO() != day; {
			select {
			case r = <-built:
			case <-time.After(20 * time.Second):
				t.Fatalf("%s: no build for %s", what, day)
			}
		}
	}
	wait("first", "2024-06-01")
	b.write("data/site.yaml", "名称: 示例\n时区: Asia/Tokyo\n")
	wait("the zone is another", "2024-06-01")
	clock("23:30")
	wait("past midnight in Tokyo", "2024-06-02")
}
