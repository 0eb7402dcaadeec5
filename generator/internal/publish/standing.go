package publish

import "path"

// load takes the site's manifest from disk as what stands there.
func (t *Tree) load() error {
	data, err := t.read(t.in(manifestName))
	var site manifest
	if err == nil && data != nil {
		site, err = decodeManifest(data, "")
	}
	if err != nil || data == nil {
		if site, err = t.survey(); err != nil {
			return err
		}
	}
	t.site, t.siteData, t.lands = site, data, newLands(site.Sections)
	t.sections = make(map[string]*section)
	return nil
}

// survey stands in for a site manifest that is missing or damaged: the sections
// are found by their own manifests, and nothing is vouched for. An output folder
// without files is simply new.
func (t *Tree) survey() (manifest, error) {
	site := manifest{Digest: digest("", nil), Files: make(map[string]entry), Sections: make(map[string]string)}
	err := t.walk(t.out, func(name string, isDir bool) bool {
		dir, file := path.Split(name)
		if hidden(file) {
			return false
		}
		site.Digest = ""
		section := rel(t.out, path.Clean(dir))
		if isDir || file != manifestName || section == t.out {
			return true
		}
		data, _ := t.read(name)
		if _, err := decodeManifest(data, section); err == nil {
			site.Sections[section] = ""
		}
		return true
	})
	return site, err
}

// section is what stands of one section.
type section struct {
	files  map[string]entry // what its manifest says, by path relative to the section
	packed map[string]entry // compressed copies of files
	kept   map[string]kept  // the site's old assets
	sound  bool             // the manifest can be believed: what it does not list is not ours
	seen   map[string]int64 // files this Tree found equal to their entry, with their time of change (ns)
}

// section returns what stands of a section, from its manifest the first time.
func (t *Tree) section(name string) *section {
	t.reading.Lock()
	defer t.reading.Unlock()
	s := t.sections[name]
	if s == nil {
		s = t.readSection(name)
		t.sections[name] = s
	}
	return s
}

func (t *Tree) readSection(name string) *section {
	if name == "" {
		return &section{files: t.site.Files, packed: t.site.Packed, kept: t.site.Kept, sound: t.site.Digest != ""}
	}
	vouched, known := t.site.Sections[name]
	if !known {
		return &section{sound: t.site.Digest != ""} // a new one: nothing there is ours, or all may be
	}
	data, _ := t.read(t.in(name + "/" + manifestName))
	m, err := decodeManifest(data, name)
	if err != nil || m.Digest != vouched {
		return &section{}
	}
	return &section{files: m.Files, packed: m.Packed, sound: true}
}
