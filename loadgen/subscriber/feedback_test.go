package subscriber

import (
	"errors"
	"testing"
	"time"

	"github.com/pion/srtp/v3"
)

// securedSubscriber can encrypt, so that reports are due; without a socket they go nowhere.
func securedSubscriber(t *testing.T) *Subscriber {
	t.Helper()
	s, _ := offlineSubscriber()
	s.fd = -1
	var err error
	if s.outbound, err = srtp.CreateContext(make([]byte, 16), make([]byte, 12), srtp.ProtectionProfileAeadAes128Gcm); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestASilentServerEndsTheSubscriber(t *testing.T) {
	s := securedSubscriber(t)
	s.report(mediaTimeoutNs)
	if err := s.Err(); err != nil {
		t.Fatalf("ended after exactly 15 s: %v", err)
	}
	s.report(mediaTimeoutNs + 1)
	if !errors.Is(s.Err(), ErrMediaTimeout) {
		t.Errorf("reason is %v, expected ErrMediaTimeout", s.Err())
	}
}

func TestAnAlertEndsTheSubscriberAtItsSecondReport(t *testing.T) {
	s := securedSubscriber(t)
	s.receiveDTLS([]byte{dtlsAlert, 0xfe, 0xfd}, 0)
	if s.Err() != nil {
		t.Error("the alert did not wait for signalling to say more")
	}
	s.report(0)
	if s.Err() != nil {
		t.Error("a report that was due at once left signalling no time")
	}
	s.report(int64(time.Second))
	if !errors.Is(s.Err(), ErrServerClosed) {
		t.Errorf("reason is %v, expected ErrServerClosed", s.Err())
	}
}

func TestAKeyFrameIsAskedForAtMostTwiceASecond(t *testing.T) {
	s := securedSubscriber(t)
	track := s.tracks[0]
	for _, step := range []struct{ nowNs, plis int64 }{{1, 0}, {keyFrameMinGapNs, 1}, {keyFrameMinGapNs + 1, 1}, {2 * keyFrameMinGapNs, 2}} {
		s.requestMedia(step.nowNs)
		if int64(track.plis) != step.plis {
			t.Errorf("at %d ns %d PLIs were sent, expected %d", step.nowNs, track.plis, step.plis)
		}
		track.wantsKeyFrame = true
	}
}
