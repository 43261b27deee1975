package calibration

import (
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"gomeet/loadgen/relay"
)

// Three network namespaces in a row: the server, the relay, and the people with this test program.
// What the relay does not forward as a datagram of its own is signalling, which the kernel routes.
var (
	serverAddress     = netip.MustParseAddr("10.231.1.1")
	relayServerSide   = netip.MustParseAddr("10.231.1.2")
	relayPeopleSide   = netip.MustParseAddr("10.231.2.2")
	peopleAddress     = netip.MustParseAddr("10.231.2.1")
	namespaceVariable = "GOMEET_CALIBRATION_NETWORK"
)

func namespace(network, place string) string { return network + "-" + place }

// layNetwork makes the namespaces and returns their common name.
func layNetwork(t *testing.T) string {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("network namespaces need root: run the test as root")
	}
	if _, err := exec.LookPath("ip"); err != nil {
		t.Skip("ip is not installed: apt-get install iproute2")
	}
	network := fmt.Sprintf("gomeet-calibration-%d", os.Getpid())
	places := []string{"server", "relay", "people"}
	for _, place := range places {
		t.Cleanup(func() { _ = exec.Command("ip", "netns", "delete", namespace(network, place)).Run() })
		ip(t, "netns", "add", namespace(network, place))
		ip(t, "-n", namespace(network, place), "link", "set", "lo", "up")
	}
	join := func(place string, own, relayAddress netip.Addr) {
		ip(t, "-n", namespace(network, place), "link", "add", "toward-relay", "type", "veth",
			"peer", "name", "toward-"+place, "netns", namespace(network, "relay"))
		ip(t, "-n", namespace(network, place), "address", "add", own.String()+"/24", "dev", "toward-relay")
		ip(t, "-n", namespace(network, "relay"), "address", "add", relayAddress.String()+"/24", "dev", "toward-"+place)
		ip(t, "-n", namespace(network, place), "link", "set", "toward-relay", "up")
		ip(t, "-n", namespace(network, "relay"), "link", "set", "toward-"+place, "up")
		ip(t, "-n", namespace(network, place), "route", "add", "default", "via", relayAddress.String())
	}
	join("server", serverAddress, relayServerSide)
	join("people", peopleAddress, relayPeopleSide)
	ip(t, "netns", "exec", namespace(network, "relay"), "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward")
	return network
}

func ip(t *testing.T, arguments ...string) {
	t.Helper()
	if output, err := exec.Command("ip", arguments...).CombinedOutput(); err != nil {
		t.Fatalf("ip %s: %v\n%s", strings.Join(arguments, " "), err, output)
	}
}

// socketOfRelay opens a socket in the relay's namespace: a thread enters it, and ends with its
// goroutine.
func socketOfRelay(network string) func() (int, error) {
	return func() (fd int, err error) {
		opened := make(chan struct{})
		go func() {
			defer close(opened)
			runtime.LockOSThread()
			var place *os.File
			if place, err = os.Open("/run/netns/" + namespace(network, "relay")); err != nil {
				return
			}
			defer place.Close()
			if err = unix.Setns(int(place.Fd()), unix.CLONE_NEWNET); err == nil {
				fd, err = relay.NewSocket()
			}
		}()
		<-opened
		return fd, err
	}
}
