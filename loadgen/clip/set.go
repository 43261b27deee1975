package clip

import (
	"errors"
	"fmt"
	"hash/maphash"
	"io/fs"
	"os"
	"path/filepath"
)

// Set is everything a publisher can send. It is immutable after Load.
type Set struct {
	Voice *Audio

	cameras map[Codec][]*Video
	screens map[Codec]*Video
	seed    maphash.Seed
	frames  map[uint64]struct{}
}

// Camera is a camera's simulcast layers in one codec, from small to large.
func (s *Set) Camera(codec Codec) []*Video { return s.cameras[codec] }

// Screen is a shared screen in one codec.
func (s *Set) Screen(codec Codec) *Video { return s.screens[codec] }

// Load reads the directory that setup filled and checks every clip against its recipe. An
// error names the file, what was found in it, what is accepted and how to make it anew.
func Load(directory string) (*Set, error) {
	set := &Set{
		cameras: map[Codec][]*Video{}, screens: map[Codec]*Video{},
		seed: maphash.MakeSeed(), frames: map[uint64]struct{}{},
	}
	for _, recipe := range Recipes() {
		path := filepath.Join(directory, recipe.Name)
		if err := set.load(path, recipe); err != nil {
			return nil, fmt.Errorf("clip %s: %w; make the clips anew with: gomeet setup", path, err)
		}
	}
	return set, nil
}

func (s *Set) load(path string, recipe Recipe) error {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return errors.New("there is no such file")
	}
	if err != nil {
		return err
	}
	defer file.Close()
	if recipe.Source == Microphone {
		s.Voice, err = readVoice(file)
		if err == nil {
			s.remember(s.Voice.Packets)
			s.remember([][]byte{s.Voice.Comfort})
		}
		return err
	}
	layer := 0
	if recipe.Source == Camera {
		layer = len(s.cameras[recipe.Codec])
	}
	video, frames, err := readVideo(file, recipe, layer)
	if err != nil {
		return err
	}
	if recipe.Source == Screen {
		s.screens[recipe.Codec] = video
	} else {
		s.cameras[recipe.Codec] = append(s.cameras[recipe.Codec], video)
	}
	s.remember(frames)
	return nil
}

func (s *Set) remember(frames [][]byte) {
	for _, frame := range frames {
		s.frames[maphash.Bytes(s.seed, frame)] = struct{}{}
	}
}

// Contains tells whether a frame that a subscriber put together from packets is, byte for
// byte, one that a clip holds: the proof that media arrived whole and unchanged.
func (s *Set) Contains(frame []byte) bool {
	_, ok := s.frames[maphash.Bytes(s.seed, frame)]
	return ok
}
