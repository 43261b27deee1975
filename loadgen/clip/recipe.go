// Package clip holds the pre-encoded media that publishers send: a camera in three sizes and a
// shared screen for each codec, and one Opus voice. They are cut once into packet tables that
// every publisher shares and nobody changes.
package clip

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
)

//go:embed clips.json
var recipesJSON []byte

// Recipe says how one clip is made and what it must then contain. Setup appends the output
// path to Args and runs ffmpeg; its sources are synthetic, so nothing has to be downloaded.
type Recipe struct {
	Name            string `json:"name"`
	Source          Source `json:"source"`
	Codec           Codec  `json:"codec"`
	Width           int    `json:"width"`
	Height          int    `json:"height"`
	FramesPerSecond int    `json:"framesPerSecond"`
	// BitrateKbps is what a camera's clip has; a shared screen has at most so much.
	BitrateKbps int `json:"bitrateKbps"`
	// Command is Args in one line; no argument has a space in it.
	Command string   `json:"ffmpeg"`
	Args    []string `json:"-"`
}

// Source is what a clip shows.
type Source string

// The sources of clips.
const (
	Camera     Source = "camera"
	Screen     Source = "screen"
	Microphone Source = "microphone"
)

// Recipes are the clips that a directory must hold, as clips.json lists them: for each codec the
// camera's layers from small to large and the screen, then the voice.
func Recipes() []Recipe {
	var recipes []Recipe
	if err := json.Unmarshal(recipesJSON, &recipes); err != nil {
		panic(fmt.Sprintf("clips.json, which is part of this program, is broken: %v", err))
	}
	for i := range recipes {
		recipes[i].Args = strings.Fields(recipes[i].Command)
	}
	return recipes
}
