package histogram

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestIndexOfKnownValues(t *testing.T) {
	for value, want := range map[int64]int{
		0: 0, 1: 1, 127: 127, 128: 128, 255: 255, 256: 256, 257: 256, 258: 257,
		511: 383, 512: 384, 1000: 506, 1_000_000: 1780,
	} {
		if got := Index(value); got != want {
			t.Errorf("Index(%d) = %d, want %d", value, got, want)
		}
	}
}

func TestEveryValueLiesInItsBucketAndBucketsAreNarrow(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 100_000 {
		value := random.Int64() >> random.IntN(63)
		low, high := Bounds(Index(value))
		if value < low || value > high {
			t.Fatalf("%d is outside of its bucket %d..%d", value, low, high)
		}
		if width := high - low; float64(width) > float64(low)/128 {
			t.Fatalf("bucket %d..%d is wider than 1/128", low, high)
		}
	}
}

func TestBucketsFollowOneAnotherWithoutGaps(t *testing.T) {
	for index := range 3000 {
		_, high := Bounds(index)
		if low, _ := Bounds(index + 1); low != high+1 {
			t.Fatalf("bucket %d ends at %d, the next begins at %d", index, high, low)
		}
	}
}

func TestJSONOfKnownValues(t *testing.T) {
	var h Histogram
	for _, value := range []int64{1000, 5, 5} {
		h.Record(value)
	}
	got, err := json.Marshal(&h)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"unit":"us","precisionBits":7,"count":3,"sum":1010,"min":5,"max":1000,"buckets":[[5,2],[506,1]]}`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestJSONOfAnEmptyHistogramHasAnEmptyListOfBuckets(t *testing.T) {
	got, _ := json.Marshal(&Histogram{})
	want := `{"unit":"us","precisionBits":7,"count":0,"sum":0,"min":0,"max":0,"buckets":[]}`
	if string(got) != want {
		t.Errorf("got %s", got)
	}
}

func TestJSONRefusesWhatCannotBeAHistogram(t *testing.T) {
	for _, text := range []string{
		`{"unit":"ms","precisionBits":7}`,
		`{"unit":"us","precisionBits":8}`,
		`{"unit":"us","precisionBits":7,"count":2,"buckets":[[1,1]]}`,
		`{"unit":"us","precisionBits":7,"count":1,"buckets":[[99999999,1]]}`,
		`[]`,
	} {
		if err := json.Unmarshal([]byte(text), &Histogram{}); err == nil {
			t.Errorf("accepted %s", text)
		}
	}
}

func TestMergedPartsEqualTheWhole(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	var whole, merged Histogram
	parts := make([]Histogram, 8)
	for range 10_000 {
		value := int64(random.ExpFloat64() * 8000)
		whole.Record(value)
		parts[random.IntN(len(parts))].Record(value)
	}
	for i := range parts {
		merged.Merge(&parts[i])
	}
	want, _ := json.Marshal(&whole)
	got, _ := json.Marshal(&merged)
	if string(got) != string(want) {
		t.Errorf("merged parts differ from the whole")
	}
}

func TestQuantilesLieWithinAHundredAndTwentyEighthOfTheExactOnes(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	var h Histogram
	values := make([]int64, 10_001)
	for i := range values {
		values[i] = int64(random.ExpFloat64() * 50_000)
		h.Record(values[i])
	}
	slices.Sort(values)
	for _, q := range []float64{0, 0.5, 0.95, 0.99, 0.999, 1} {
		exact := values[max(int(q*float64(len(values))+0.9999999)-1, 0)]
		got, ok := h.Quantile(q)
		if !ok || float64(max(got-exact, exact-got)) > float64(exact)/128+1 {
			t.Errorf("Quantile(%g) = %d, exact is %d", q, got, exact)
		}
	}
}

func TestSinceHoldsTheWindowAlone(t *testing.T) {
	var h Histogram
	h.Record(10)
	h.Record(900_000)
	before := h.Clone()
	h.Record(20)
	h.Record(30)
	window := h.Since(before)
	got, _ := json.Marshal(window)
	want := `{"unit":"us","precisionBits":7,"count":2,"sum":50,"min":20,"max":30,"buckets":[[20,1],[30,1]]}`
	if string(got) != want {
		t.Errorf("got %s", got)
	}
}

func TestNegativeValuesAreKeptOutAndShown(t *testing.T) {
	var h Histogram
	h.Record(-1)
	if h.Count() != 0 || h.Refused() != 1 {
		t.Errorf("count %d, refused %d", h.Count(), h.Refused())
	}
	if _, ok := h.Quantile(0.5); ok {
		t.Error("an empty histogram gave a quantile")
	}
}
