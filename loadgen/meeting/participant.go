package meeting

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/livekit/protocol/livekit"

	"gomeet/loadgen/api"
	"gomeet/loadgen/datachannel"
	"gomeet/loadgen/face"
	"gomeet/loadgen/publisher"
	"gomeet/loadgen/schedule"
	"gomeet/loadgen/signal"
	"gomeet/loadgen/subscriber"
)

// joinTimeout bounds one participant's way into the room, with room for refusals to be waited out.
const joinTimeout = 60 * time.Second

// participant is one of a room: what it has open, and how far it came.
type participant struct {
	number int // of all
	seat   int // in its room
	room   *room
	api    *api.Client

	mutex      sync.Mutex // guards what follows
	signedIn   bool
	joined     bool
	leaving    bool
	intended   time.Time
	identity   string
	sid        string // LiveKit's id of this stay
	admission  api.Admission
	signal     *signal.Conn
	subscriber *subscriber.Subscriber
	publisher  *publisher.Publisher
	face       *face.Face
	data       *datachannel.Participant // nil unless it sends data messages
	ended      error                    // why it lost the room, nil while it is in it
}

// join brings a participant in for the first time, and for some lets it publish.
func (m *Meeting) join(ctx context.Context, p *participant, intended time.Time) error {
	ctx, cancel := context.WithTimeout(ctx, joinTimeout)
	defer cancel()
	if err := m.enter(ctx, p, intended); err != nil {
		return err
	}
	duration := time.Since(intended)
	m.tally.mutex.Lock()
	m.tally.joined++
	m.tally.timeToJoin.Record(duration.Microseconds())
	m.tally.mutex.Unlock()
	if m.observer.Joined != nil {
		m.observer.Joined(duration)
	}
	if p.seat >= m.plan.Publishers && p.data == nil {
		return nil
	}
	return m.publish(ctx, p)
}

// enter goes the whole way in: seat, WebSocket, signalling, media.
func (m *Meeting) enter(ctx context.Context, p *participant, intended time.Time) error {
	defer p.api.Rest()
	admission, err := p.api.Join(ctx, intended, p.room.id)
	if err != nil {
		return err
	}
	if err := p.api.EnterRoom(ctx, p.room.id, func(err error) { m.lost(p, "websocket", err) }); err != nil {
		return err
	}
	if err := m.connect(ctx, p, admission); err != nil {
		return err
	}
	p.mutex.Lock()
	p.joined, p.intended = true, intended
	p.mutex.Unlock()
	return nil
}

// connect opens signalling and the receiving side.
func (m *Meeting) connect(ctx context.Context, p *participant, admission api.Admission) error {
	address := m.plan.sourceAddress(p.number)
	conn, joined, err := signal.Dial(ctx, m.signalOptions(p, admission))
	if err != nil {
		return fmt.Errorf("signalling: %w", err)
	}
	p.mutex.Lock()
	p.signal, p.admission = conn, admission
	p.identity, p.sid = joined.GetParticipant().GetIdentity(), joined.GetParticipant().GetSid()
	p.mutex.Unlock()
	network, err := m.faces.For(p.number, conn.LocalAddr(), joined)
	if err != nil {
		return err
	}
	p.mutex.Lock()
	p.face = network
	p.mutex.Unlock()
	selective := m.selects(admission)
	if !selective {
		if err := announceLayout(conn, joined, m.plan.Layout.Tiles); err != nil {
			return fmt.Errorf("signalling: %w", err)
		}
	}
	options := subscriber.Options{
		Signal: conn, Join: joined, Layout: m.plan.layout(), Selective: selective, SourceAddress: address,
		Decrypt: m.clips != nil && m.plan.decrypts(p.number), Route: network.Route(),
		Resumable: m.plan.resumes(),
	}
	if options.Decrypt {
		options.FrameCheck = func(_, _ string, payload []byte) bool { return m.clips.Contains(payload) }
	}
	if p.seat < m.plan.DataUsers {
		messages := p.room.meter.Join()
		p.mutex.Lock()
		p.data = messages
		p.mutex.Unlock()
		options.Data = messages
	}
	receiving, err := m.engine.Connect(ctx, options)
	if err != nil {
		return err
	}
	p.mutex.Lock()
	p.subscriber = receiving
	p.mutex.Unlock()
	m.watchSignalling(p, conn)
	return nil
}

// selects tells whether participants subscribe track by track: where the API says so, and the layout leaves out
// pictures. Where it shows all of them, both ways bring the same. Who resumes has to name the tracks that it had, which
// is simple where those are all.
func (m *Meeting) selects(admission api.Admission) bool {
	pictures := m.plan.Publishers + m.plan.ScreenShares
	return !admission.AutoSubscribe && pictures > len(m.plan.Layout.Tiles) && !m.plan.resumes()
}

func (m *Meeting) signalOptions(p *participant, admission api.Admission) signal.Options {
	return signal.Options{
		URL: admission.URL, Token: admission.Token, SourceAddress: m.plan.sourceAddress(p.number), AutoSubscribe: !m.selects(admission),
		PacketTrailer: m.plan.decrypts(p.number),
	}
}

func (m *Meeting) publish(ctx context.Context, p *participant) error {
	options := publisher.Options{
		Signal: p.signal, Clips: m.clips, Scheduler: m.scheduler, SourceAddress: m.plan.sourceAddress(p.number),
		Camera: p.seat < m.plan.Publishers, Microphone: p.seat < m.plan.Microphones, ScreenShare: p.seat < m.plan.ScreenShares,
		Codec: m.plan.Codec, Route: p.face.Route(),
	}
	if m.plan.SpeakerSeconds > 0 && options.Microphone {
		rota := publisher.Rota{Start: m.startedAt, Speakers: m.plan.Microphones, Turn: schedule.Seconds(m.plan.SpeakerSeconds)}
		options.Speaks = rota.Speaker(p.seat)
	}
	if p.data != nil {
		options.Data = &publisher.DataOptions{Participant: p.data, MessagesPerSecond: m.plan.DataMessagesPerSecond}
	}
	sending, err := publisher.Connect(ctx, options)
	if err != nil {
		return err
	}
	p.mutex.Lock()
	p.publisher = sending
	p.mutex.Unlock()
	return nil
}

// lost notes that a participant was thrown out of the room; leaving by itself is no loss.
func (m *Meeting) lost(p *participant, what string, err error) {
	p.mutex.Lock()
	leaving := p.leaving
	if !leaving && what == "signalling" {
		p.ended = err
	}
	p.mutex.Unlock()
	if !leaving {
		m.tally.Failure(what+" lost", fmt.Errorf("participant %d: %w", p.number, err))
	}
}

// leave says goodbye to both servers, then closes. A token that ran out during a long meeting
// is renewed by signing in again, as an app would.
func (m *Meeting) leave(ctx context.Context, p *participant) error {
	p.mutex.Lock()
	p.leaving = true
	conn := p.signal
	p.mutex.Unlock()
	if conn != nil {
		// If signalling is gone, LiveKit knows already.
		_ = conn.Send(&livekit.SignalRequest{Message: &livekit.SignalRequest_Leave{
			Leave: &livekit.LeaveRequest{Reason: livekit.DisconnectReason_CLIENT_INITIATED, Action: livekit.LeaveRequest_DISCONNECT},
		}})
	}
	p.api.LeaveRoom(p.room.id)
	p.closeMedia()
	defer p.api.Close()
	if !p.api.SignedIn() {
		if err := p.api.Login(ctx, time.Now(), m.plan.email(p.number), m.plan.Accounts.Password); err != nil {
			return err
		}
	}
	return p.api.Leave(ctx, p.room.id)
}

// close ends everything without goodbye.
func (p *participant) close() {
	p.mutex.Lock()
	p.leaving = true
	p.mutex.Unlock()
	p.closeMedia()
	p.api.Close()
}

func (p *participant) closeMedia() {
	p.mutex.Lock()
	sending, receiving, conn, network, messages := p.publisher, p.subscriber, p.signal, p.face, p.data
	p.publisher, p.subscriber, p.signal, p.face = nil, nil, nil, nil
	p.mutex.Unlock()
	if messages != nil {
		messages.Part()
	}
	if sending != nil {
		sending.Close()
	}
	if receiving != nil {
		receiving.Close()
	}
	if conn != nil {
		conn.Close()
	}
	if network != nil {
		network.Close()
	}
}

func (p *participant) hasJoined() bool {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	return p.joined
}
