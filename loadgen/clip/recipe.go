// Package clip holds the pre-encoded media that publishers send: VP8 in three sizes and one
// Opus voice, cut once into packet tables that every publisher shares and nobody changes.
package clip

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

//go:embed clips.json
var recipesJSON []byte

// Recipe says how one clip is made and what it must then contain. Setup appends the output
// path to Args and runs ffmpeg; its sources are synthetic, so nothing has to be downloaded.
type Recipe struct {
	Name            string   `json:"name"`
	Codec           string   `json:"codec"`
	Width           int      `json:"width"`
	Height          int      `json:"height"`
	FramesPerSecond int      `json:"framesPerSecond"`
	BitrateKbps     int      `json:"bitrateKbps"`
	Args            []string `json:"args"`
}

// Recipes are the clips that a directory must hold, as clips.json lists them: the camera's
// layers from small to large, then the voice.
func Recipes() []Recipe {
	var recipes []Recipe
	if err := json.Unmarshal(recipesJSON, &recipes); err != nil {
		panic(fmt.Sprintf("clips.json, which is part of this program, is broken: %v", err))
	}
	return recipes
}
