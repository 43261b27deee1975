package publisher

import (
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"gomeet/loadgen/clip"
	"gomeet/loadgen/clip/cliptest"
	"gomeet/loadgen/livekittest"
	"gomeet/loadgen/signal"
)

// BenchmarkSend sends the frames of the largest layer without pause to a real server, and reports the
// processor time of this process for each packet: microseconds a packet are seconds a million.
func BenchmarkSend(b *testing.B) {
	server := livekittest.Start(b)
	clips, err := clip.Load(cliptest.Directory(b))
	if err != nil {
		b.Fatal(err)
	}
	conn, _, err := signal.Dial(b.Context(), signal.Options{URL: server.URL, Token: livekittest.Token("room", "speaker")})
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	idle := NewScheduler()
	defer idle.Close()
	sending, err := Connect(b.Context(), Options{Signal: conn, Clips: clips, Scheduler: idle, Camera: true})
	if err != nil {
		b.Fatal(err)
	}
	defer sending.Close()
	large := sending.tracks[0].streams[2]
	large.stopped.Store(true) // off the schedule, so that only the loop below sends
	before, packets := cpuTime(b), large.packets.Load()
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		large.mutex.Lock()
		large.sendFrame(time.Now())
		large.mutex.Unlock()
	}
	b.StopTimer()
	packets = large.packets.Load() - packets
	b.ReportMetric(float64((cpuTime(b)-before).Microseconds())/float64(packets), "cpu-us/packet")
	b.ReportMetric(float64(packets)/float64(b.N), "packets/frame")
}

func cpuTime(b *testing.B) time.Duration {
	var usage unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
