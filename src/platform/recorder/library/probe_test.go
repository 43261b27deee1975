package library

import (
	"encoding/json"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"gomeet/recorder/recordertest"
)

type probe struct {
	Streams []struct {
		Codec string `json:"codec_name"`
		Width int    `json:"width"`
	} `json:"streams"`
	Format struct {
		Duration string `json:"duration"`
	} `json:"format"`
}

func probed(t *testing.T, file string) (result probe, seconds float64) {
	t.Helper()
	text, err := exec.Command("ffprobe", "-v", "error", "-show_streams", "-show_format", "-of", "json", file).Output()
	if err == nil {
		err = json.Unmarshal(text, &result)
	}
	if err == nil {
		seconds, err = strconv.ParseFloat(result.Format.Duration, 64)
	}
	if err != nil {
		t.Fatal(err)
	}
	return result, seconds
}

// brightness is the mean luma (16 is black) of a part of the picture at a moment; the part as crop's width:height:x:y.
func brightness(t *testing.T, file string, at float64, part string) float64 {
	t.Helper()
	words := recordertest.FFmpeg(t, "-ss", strconv.FormatFloat(at, 'f', 2, 64), "-i", file, "-frames:v", "1",
		"-vf", "crop="+part+",signalstats,metadata=print:file=-", "-f", "null", "-")
	_, rest, found := strings.Cut(words, "signalstats.YAVG=")
	if !found {
		t.Fatalf("no picture at %v s:\n%s", at, words)
	}
	value, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func loudness(t *testing.T, file string) float64 {
	t.Helper()
	words := recordertest.FFmpeg(t, "-i", file, "-af", "volumedetect", "-vn", "-f", "null", "-")
	_, rest, _ := strings.Cut(words, "mean_volume: ")
	value, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func countOf(words, mark string) int { return strings.Count(words, mark) }
