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

// All returns every kind of board, in the order of menus and screens.
func All() []board.Kind {
	return []board.Kind{
		grid.Kind,
		duty.Kind,
		income.Kind,
		contract.Kind,
		points.Kind,
		star.Kind,
		outcome.Kind,
		post.Kind,
		team.Kind,
		meeting.Kind,
		errand.Kind,
		task.Kind,
		question.Kind,
		honour.Kind,
		table.Kind,
	}
}
