package task

import (
	"testing"

	"gongshi/generator/internal/board/boardtest"
)

func TestBoard(t *testing.T) { boardtest.Run(t, Kind) }
