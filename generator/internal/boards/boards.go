// Package boards is the list of boards. To add a board, add its line here.
package boards

import (
	"gongshi/generator/internal/board"
	"gongshi/generator/internal/boards/contract"
	"gongshi/generator/internal/boards/duty"
	"gongshi/generator/internal/boards/errand"
	"gongshi/generator/internal/boards/grid"
	"gongshi/generator/internal/boards/honour"
	"gongshi/generator/internal/boards/income"
	"gongshi/generator/internal/boards/meeting"
	"gongshi/generator/internal/boards/outcome"
	"gongshi/generator/internal/boards/points"
	"gongshi/generator/internal/boards/post"
	"gongshi/generator/internal/boards/question"
	"gongshi/generator/internal/boards/star"
	"gongshi/generator/internal/boards/table"
	"gongshi/generator/internal/boards/task"
	"gongshi/generator/internal/boards/team"
)

// All returns every kind of board, in the order of menus and screens: money and what is
// everybody's own first, then whom to turn to, then what was done and by whom.
func All() []board.Kind {
	return []board.Kind{
		income.Kind,
		contract.Kind,
		points.Kind,
		star.Kind,
		grid.Kind,
		duty.Kind,
		errand.Kind,
		question.Kind,
		meeting.Kind,
		outcome.Kind,
		task.Kind,
		post.Kind,
		team.Kind,
		honour.Kind,
		table.Kind,
	}
}
