package publish

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
)

const (
	manifestName   = "manifest.json"
	buildName      = "build.json"
	manifestFormat = "gongshi/1"
)

// manifestStart is what every manifest of ours begins with, a damaged one too.
const manifestStart = `{"format":"gongshi/`

// manifest is the list of a section's files that stands beside them. Same files,
// same bytes: nothing in it depends on the run.
type manifest struct {
	Format  string           `json:"format"`
	Section string           `json:"section"`
	Digest  string           `json:"digest"` // Digest of the files; "" in the site's: lost, not published since
	Files   map[string]entry `json:"files"`  // by path relative to the manifest's folder

	Packed map[string]entry `json:"packed,omitempty"` // compressed copies of Files, see Options.Pack; Digest says nothing of them

	// Only in the site's manifest:

	Kept     map[string]kept   `json:"kept,omitempty"`     // old assets still there, by path
	Sections map[string]string `json:"sections,omitempty"` // every section's digest; "": not to be trusted

	names []string // of Files, sorted; nil where nobody did
}

// entry is what a manifest says of one file.
type entry struct {
	Size   int64 `json:"size"` // bytes
	SHA256 Sum   `json:"sha256"`
}

// kept is an asset that the site no longer holds and readers may still ask for.
type kept struct {
	entry
	Left int `json:"left"` // generations it still outlives, ≥ 0
}

// A Sum is a SHA-256, written as 64 hex digits.
type Sum [sha256.Size]byte

// MarshalText writes the sum in hex.
func (s Sum) MarshalText() ([]byte, error) {
	return hex.AppendEncode(nil, s[:]), nil
}

// UnmarshalText reads what MarshalText wrote.
func (s *Sum) UnmarshalText(text []byte) error {
	if len(text) != hex.EncodedLen(len(s)) {
		return errors.New("not a SHA-256")
	}
	_, err := hex.Decode(s[:], text)
	return err
}

func entryOf(data []byte) entry {
	return entry{Size: int64(len(data)), SHA256: sha256.Sum256(data)}
}

// Digest is the content digest of a section, the same for the same paths and
// bytes in any order. It is the "h1:" hash that Go uses for modules, so
// sha256sum alone can check it. Put it into the section's build.json (taken over
// the other files): a folder whose manifest and work folder are both gone is
// recognised by it.
func Digest(files []File) string {
	sums := make(Sums, len(files))
	for _, f := range files {
		sums[f.Path] = SumOf(f.Data)
	}
	return sums.Digest()
}

// Sums is what [Digest] needs of files, by path.
type Sums map[string]Sum

// SumOf is the sum of a file.
func SumOf(data []byte) Sum { return sha256.Sum256(data) }

// Digest is that of the files.
func (s Sums) Digest() string {
	files := make(map[string]entry, len(s))
	for path, sum := range s {
		files[path] = entry{SHA256: sum}
	}
	return digest("", files)
}

func digest(section string, files map[string]entry) string {
	return digestIn(section, slices.Sorted(maps.Keys(files)), files)
}

// digestIn is digest of files whose names are sorted already.
func digestIn(section string, names []string, files map[string]entry) string {
	if section != "" {
		section += "/"
	}
	h := sha256.New()
	var line []byte
	for _, rel := range names {
		check := files[rel].SHA256
		line = hex.AppendEncode(line[:0], check[:])
		line = append(line, "  "...)
		line = append(line, section...)
		line = append(line, rel...)
		line = append(line, '\n')
		h.Write(line)
	}
	return digestStart + base64.StdEncoding.EncodeToString(h.Sum(nil))
}

const (
	digestStart = "h1:"
	digestSize  = len(digestStart) + 44 // base64 of 32 bytes
)

// carriesDigest reports whether data holds a string that Digest could have made.
func carriesDigest(data []byte) bool {
	for {
		i := bytes.Index(data, []byte(`"`+digestStart))
		if i < 0 {
			return false
		}
		data = data[i+1:]
		if len(data) <= digestSize || data[digestSize] != '"' {
			continue
		}
		if _, err := base64.StdEncoding.DecodeString(string(data[len(digestStart):digestSize])); err == nil {
			return true
		}
	}
}

// encode gives the manifest's bytes: those that package json makes, in a tenth of the time,
// since a large site has thousands of sections and of files in one of them.
func (m manifest) encode() []byte {
	b := append(make([]byte, 0, 256+160*(len(m.Files)+len(m.Packed)+len(m.Sections))), `{"format":`...)
	b = appendText(b, manifestFormat)
	b = appendText(append(b, `,"section":`...), m.Section)
	b = appendText(append(b, `,"digest":`...), m.Digest)
	b = appendMap(append(b, `,"files":`...), m.Files, appendEntry, m.names...)
	if len(m.Packed) > 0 {
		b = appendMap(append(b, `,"packed":`...), m.Packed, appendEntry)
	}
	if len(m.Kept) > 0 {
		b = appendMap(append(b, `,"kept":`...), m.Kept, func(b []byte, k kept) []byte {
			b = appendEntry(b, k.entry)
			b = append(b[:len(b)-1], `,"left":`...)
			return append(strconv.AppendInt(b, int64(k.Left), 10), '}')
		})
	}
	if len(m.Sections) > 0 {
		b = appendMap(append(b, `,"sections":`...), m.Sections, appendText)
	}
	return sealed(b)
}

func appendEntry(b []byte, e entry) []byte {
	b = strconv.AppendInt(append(b, `{"size":`...), e.Size, 10)
	b = hex.AppendEncode(append(b, `,"sha256":"`...), e.SHA256[:])
	return append(b, `"}`...)
}

// appendMap appends a map as JSON, in the order of its keys; sorted are those where somebody
// sorted them already.
func appendMap[V any](b []byte, m map[string]V, value func([]byte, V) []byte, sorted ...string) []byte {
	if m == nil {
		return append(b, "null"...)
	}
	if sorted == nil {
		sorted = slices.Sorted(maps.Keys(m))
	}
	b = append(b, '{')
	for i, key := range sorted {
		if i > 0 {
			b = append(b, ',')
		}
		b = value(append(appendText(b, key), ':'), m[key])
	}
	return append(b, '}')
}

// appendText appends a JSON string.
func appendText(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || strings.IndexByte(`"\<>&`, c) >= 0 {
			text, _ := json.Marshal(s) // a string always encodes
			return append(b, text...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

// decodeManifest reads the manifest of a section and refuses anything we could
// not have written: a wrong seal, another section's name, a path that is no path.
func decodeManifest(data []byte, section string) (manifest, error) {
	var m manifest
	if err := unseal(data, &m); err != nil {
		return manifest{}, err
	}
	if m.Format != manifestFormat || m.Section != section {
		return manifest{}, errors.New("another section's manifest")
	}
	for _, names := range []func(func(string) bool){maps.Keys(m.Files), maps.Keys(m.Packed), maps.Keys(m.Kept), maps.Keys(m.Sections)} {
		for name := range names {
			if err := CheckPath(name); err != nil {
				return manifest{}, err
			}
		}
	}
	if section != "" && m.Digest != digest(section, m.Files) {
		return manifest{}, errors.New("files and digest disagree")
	}
	return m, nil
}

// A sealed file is a JSON object whose last member, "check", is the SHA-256 of
// everything before it: half a file, or an edited one, is known at once.
const (
	sealStart = `,"check":"`
	sealEnd   = "\"}\n"
	sealSize  = len(sealStart) + 2*sha256.Size + len(sealEnd)
)

func seal(v any) ([]byte, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return sealed(body[:len(body)-1]), nil
}

// sealed seals an object that lacks its closing brace.
func sealed(body []byte) []byte {
	check := sha256.Sum256(body)
	body = append(body, sealStart...)
	body = hex.AppendEncode(body, check[:])
	return append(body, sealEnd...)
}

func unseal(data []byte, v any) error {
	n := len(data) - sealSize
	if n < 0 {
		return errors.New("too short")
	}
	check := sha256.Sum256(data[:n])
	if string(data[n:]) != sealStart+hex.EncodeToString(check[:])+sealEnd {
		return errors.New("damaged or edited")
	}
	return json.Unmarshal(append(slices.Clip(data[:n]), '}'), v)
}

// rel is the path of a section's file relative to the section's folder.
func rel(section, p string) string {
	if section == "" {
		return p
	}
	return strings.TrimPrefix(p, section+"/")
}
