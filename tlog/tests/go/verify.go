// Verifies a log with the packages of the Go project, which know nothing of ours.
//
//	verify log FOLDER    the keys, the checkpoint, entries, tiles, proofs and earlier checkpoints
//	verify sign SECRET   signs the text of the standard input
//
// Ends with 0 and a count of what was verified, with 1 and the reason why the log is refused, or
// with 2 when it could not be done.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	switch {
	case len(os.Args) == 3 && os.Args[1] == "log":
		verifyLog(os.Args[2])
	case len(os.Args) == 3 && os.Args[1] == "sign":
		sign(os.Args[2])
	default:
		fail(fmt.Errorf("verify log FOLDER | verify sign SECRET"))
	}
}

func refuse(format string, words ...any) {
	fmt.Printf("refused: "+format+"\n", words...)
	os.Exit(1)
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

func sign(secret string) {
	text, err := io.ReadAll(os.Stdin)
	fail(err)
	signer, err := note.NewSigner(secret)
	fail(err)
	signed, err := note.Sign(&note.Note{Text: string(text)}, signer)
	fail(err)
	os.Stdout.Write(signed)
}

// A witness's key: the package knows signatures of kind 1 only, and lets others be added.
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (w *witness) Name() string    { return w.name }
func (w *witness) KeyHash() uint32 { return w.hash }

func (w *witness) Verify(text, signature []byte) bool {
	if len(signature) != 72 {
		return false
	}
	at := binary.BigEndian.Uint64(signature)
	message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", at, text)
	return ed25519.Verify(w.key, []byte(message), signature[8:])
}

func newWitness(vkey string) *witness {
	parts := strings.SplitN(vkey, "+", 3)
	key, err := base64.StdEncoding.DecodeString(parts[2])
	fail(err)
	hash := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	id := binary.BigEndian.Uint32(hash[:])
	if len(key) != 33 || key[0] != 4 || fmt.Sprintf("%08x", id) != parts[1] {
		fail(fmt.Errorf("not the key of a witness: %s", vkey))
	}
	return &witness{parts[0], id, key[1:]}
}

// The first key is the log's, the others are those of its witnesses.
type keys struct {
	log       note.Verifier
	witnesses int
	all       note.Verifiers
}

func readKeys(path string) keys {
	lines := strings.Fields(string(read(path)))
	log, err := note.NewVerifier(lines[0])
	fail(err)
	all := []note.Verifier{log}
	for _, line := range lines[1:] {
		all = append(all, newWitness(line))
	}
	return keys{log, len(lines) - 1, note.VerifierList(all...)}
}

func read(path string) []byte {
	data, err := os.ReadFile(path)
	fail(err)
	return data
}

// Opens a checkpoint: signed by the log and by every witness.
func (k keys) open(signed []byte) tlog.Tree {
	opened, err := note.Open(signed, k.all)
	if err != nil {
		refuse("checkpoint: %v", err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(opened.Sigs) != 1+k.witnesses || opened.Sigs[0].Hash != k.log.KeyHash() {
		refuse("checkpoint: %d of %d signatures", len(opened.Sigs), 1+k.witnesses)
	}
	if len(lines) != 4 || lines[0] != k.log.Name() || lines[3] != "" {
		refuse("checkpoint: not three lines of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	fail(err)
	hash, err := tlog.ParseHash(lines[2])
	fail(err)
	return tlog.Tree{N: size, Hash: hash}
}

// Tiles on the disk. The package puts the height into the path and C2SP does not.
type tiles string

func (t tiles) path(tile tlog.Tile) string {
	return filepath.Join(string(t), strings.Replace(tile.Path(), "tile/8/", "tile/", 1))
}

func (t tiles) Height() int { return 8 }

func (t tiles) ReadTiles(wanted []tlog.Tile) (data [][]byte, err error) {
	for _, tile := range wanted {
		data = append(data, read(t.path(tile)))
	}
	return data, nil
}

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

// The entries, from their bundles.
func entries(folder string, size int64) (all [][]byte) {
	for first := int64(0); first < size; first += 256 {
		tile := tlog.Tile{H: 8, L: 0, N: first / 256, W: 256}
		if size-first < 256 {
			tile.W = int(size - first)
		}
		path := strings.Replace(tiles(folder).path(tile), "/tile/0/", "/tile/entries/", 1)
		for data := read(path); len(data) > 0; {
			end := 2 + int(binary.BigEndian.Uint16(data))
			all = append(all, data[2:end])
			data = data[end:]
		}
	}
	return all
}

// The numbers and hashes in front of an empty line, and the checkpoint after it.
func proof(text []byte) (words []string, number int64, hashes []tlog.Hash, signed []byte) {
	head, signed, found := bytes.Cut(text, []byte("\n\n"))
	if !found {
		refuse("a proof without a checkpoint")
	}
	for _, line := range strings.Split(string(head), "\n") {
		if hash, err := tlog.ParseHash(line); err == nil {
			hashes = append(hashes, hash)
		} else {
			words = append(words, line)
		}
	}
	last := words[len(words)-1]
	number, err := strconv.ParseInt(last[strings.Index(last, " ")+1:], 10, 64)
	fail(err)
	return words, number, hashes, signed
}

func verifyLog(folder string) {
	keys := readKeys(filepath.Join(folder, "keys"))
	tree := keys.open(read(filepath.Join(folder, "checkpoint")))
	leaves := entries(folder, tree.N)
	if int64(len(leaves)) != tree.N {
		refuse("%d entries of %d", len(leaves), tree.N)
	}

	// The tree of our entries, as the package builds it.
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) (hashes []tlog.Hash, err error) {
		for _, index := range indexes {
			hashes = append(hashes, stored[index])
		}
		return hashes, nil
	})
	for n, leaf := range leaves {
		hashes, err := tlog.StoredHashes(int64(n), leaf, reader)
		fail(err)
		stored = append(stored, hashes...)
	}
	root, err := tlog.TreeHash(tree.N, reader)
	fail(err)
	if root != tree.Hash {
		refuse("the entries have the root %v", root)
	}
	count := 0
	for _, tile := range tlog.NewTiles(8, 0, tree.N) {
		// It lists every width that a partial tile ever had; we publish the last.
		if tile.W < 256 && int64(tile.W) != tree.N>>(8*tile.L)%256 {
			continue
		}
		data, err := tlog.ReadTileData(tile, reader)
		fail(err)
		if !bytes.Equal(data, read(tiles(folder).path(tile))) {
			refuse("tile %s", tile.Path())
		}
		count++
	}

	proofs := verifyProofs(folder, keys, tree, leaves)
	earlier := verifyEarlier(folder, keys, tree)
	fmt.Printf("verified: %d entries, %d tiles, %d proofs, %d earlier checkpoints, %d witnesses\n",
		tree.N, count, proofs, earlier, keys.witnesses)
}

// Each proof leads from its leaf to the root, and is the one that the tiles give.
func verifyProofs(folder string, keys keys, tree tlog.Tree, leaves [][]byte) int {
	fromTiles := tlog.TileHashReader(tree, tiles(folder))
	paths := list(folder, "proofs/*.tlog-proof")
	for _, path := range paths {
		words, index, hashes, signed := proof(read(path))
		if len(words) != 2 || words[0] != "c2sp.org/tlog-proof@v1" {
			refuse("%s: not a proof", path)
		}
		if keys.open(signed) != tree {
			refuse("%s: another checkpoint", path)
		}
		if index >= tree.N {
			refuse("%s: no such leaf", path)
		}
		err := tlog.CheckRecord(hashes, tree.N, tree.Hash, index, tlog.RecordHash(leaves[index]))
		if err != nil {
			refuse("%s: %v", path, err)
		}
		same, err := tlog.ProveRecord(tree.N, index, fromTiles)
		if err != nil || fmt.Sprint(same) != fmt.Sprint(tlog.RecordProof(hashes)) {
			refuse("%s: the tiles give another path (%v)", path, err)
		}
	}
	return len(paths)
}

// The newest checkpoint continues each earlier one.
func verifyEarlier(folder string, keys keys, tree tlog.Tree) int {
	paths := list(folder, "earlier/*.checkpoint")
	for _, path := range paths {
		old := keys.open(read(path))
		if old.N > tree.N {
			refuse("the log had %d entries and has %d", old.N, tree.N)
		}
		request := strings.TrimSuffix(path, ".checkpoint") + ".request"
		_, size, hashes, signed := proof(read(request))
		if size != old.N || keys.open(signed) != tree {
			refuse("%s: another checkpoint", request)
		}
		if err := tlog.CheckTree(hashes, tree.N, tree.Hash, old.N, old.Hash); err != nil {
			refuse("%s: %v", request, err)
		}
	}
	return len(paths)
}

func list(folder, pattern string) []string {
	paths, err := filepath.Glob(filepath.Join(folder, pattern))
	fail(err)
	sort.Strings(paths)
	return paths
}
