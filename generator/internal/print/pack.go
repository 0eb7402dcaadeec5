package print

import (
	"bytes"
	"sync"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
)

// settings are those of the library of PDFs, which else makes a folder for them in the user's
// home.
func settings() *model.Configuration {
	api.DisableConfigDir()
	conf := model.NewDefaultConfiguration()
	conf.WriteObjectStream, conf.WriteXRefStream = true, true
	return conf
}

// packing is held while a PDF is packed: the library promises nothing about several at a time.
var packing sync.Mutex

// packed writes a PDF more shortly: a quarter of a notice of 120 names. The browser writes out
// what is a heading, a row or a cell, for those who have a sheet read to them, which is most of
// the file and in compressed streams next to nothing. A PDF for which that does not help is
// left as it is.
func packed(data []byte) []byte {
	packing.Lock()
	defer packing.Unlock()
	var b bytes.Buffer
	if err := api.Optimize(bytes.NewReader(data), &b, settings()); err != nil || b.Len() >= len(data) {
		return data
	}
	return b.Bytes()
}
