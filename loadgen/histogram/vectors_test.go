package histogram

import (
	"encoding/json"
	"os"
	"testing"
)

// The same vectors are read by the tests of src/results/histogram.ts, so that both sides count alike.
func TestVectorsSharedWithTypeScript(t *testing.T) {
	text, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors struct {
		Indexes    [][2]int64
		Histograms []struct {
			Name      string
			Values    []int64
			JSON      json.RawMessage
			Quantiles [][2]float64
		}
	}
	if err := json.Unmarshal(text, &vectors); err != nil {
		t.Fatal(err)
	}
	for _, vector := range vectors.Indexes {
		if got := Index(vector[0]); int64(got) != vector[1] {
			t.Errorf("Index(%d) = %d, want %d", vector[0], got, vector[1])
		}
	}
	for _, vector := range vectors.Histograms {
		var h Histogram
		for _, value := range vector.Values {
			h.Record(value)
		}
		if got, err := json.Marshal(&h); err != nil || string(got) != string(vector.JSON) {
			t.Errorf("%s: got %s (%v), want %s", vector.Name, got, err, vector.JSON)
		}
		for _, quantile := range vector.Quantiles {
			if got, ok := h.Quantile(quantile[0]); !ok || got != int64(quantile[1]) {
				t.Errorf("%s: quantile %v is %d (%v), want %v", vector.Name, quantile[0], got, ok, quantile[1])
			}
		}
	}
}
