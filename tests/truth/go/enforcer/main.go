// Enforces network policies on real packets as kube-network-policies, the reference engine of sig-network, judges them.
//
// It is called with the number of a queue and the files of network namespaces, in each of which it takes the packets
// that a rule of iptables hands to that queue. Worlds come by standard input, all that hold from then on as a list of
// JSON on one line; the answer is how many packets were judged so far. A packet belongs to the world that has a pod of
// its source or destination address, and one of no world passes.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"strconv"
	"sync/atomic"

	nfqueue "github.com/florianl/go-nfqueue/v2"
	"k8s.io/klog/v2"
	"porttrace.test/evaluators"
	"porttrace.test/worlds"
	"sigs.k8s.io/kube-network-policies/pkg/api"
	"sigs.k8s.io/kube-network-policies/pkg/network"
	"sigs.k8s.io/kube-network-policies/pkg/networkpolicy"
)

const longestPacket = 512

// world judges packets between the pods of one world; it tells the engine which pod has an address.
type world struct {
	pods   map[string]*api.PodInfo
	engine *networkpolicy.PolicyEngine
}

func (w *world) GetPodInfoByIP(ip string) (*api.PodInfo, bool) {
	pod, found := w.pods[ip]
	return pod, found
}

type enforcer struct {
	byAddress atomic.Pointer[map[string]*world]
	judged    atomic.Int64
}

func main() {
	klog.InitFlags(nil)
	_ = flag.Set("logtostderr", "false")
	_ = flag.Set("stderrthreshold", "FATAL")
	queue, err := strconv.ParseUint(os.Args[1], 10, 16)
	exitOn(err)
	enforcing := &enforcer{}
	enforcing.byAddress.Store(&map[string]*world{})
	for _, path := range os.Args[2:] {
		exitOn(enforcing.listen(context.Background(), uint16(queue), path))
	}
	input := bufio.NewReaderSize(os.Stdin, 1<<20)
	decoder, encoder := json.NewDecoder(input), json.NewEncoder(os.Stdout)
	for decoder.More() {
		var given []worlds.World
		exitOn(decoder.Decode(&given))
		exitOn(enforcing.take(given))
		exitOn(encoder.Encode(enforcing.judged.Load()))
	}
}

// listen takes the packets of a queue in a namespace, for as long as the program runs.
func (e *enforcer) listen(ctx context.Context, number uint16, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	queue, err := nfqueue.Open(&nfqueue.Config{
		NetNS: int(file.Fd()), NfQueue: number, MaxPacketLen: longestPacket, MaxQueueLen: 1 << 14,
		Copymode: nfqueue.NfQnlCopyPacket,
	})
	if err != nil {
		return err
	}
	judge := func(packet nfqueue.Attribute) int {
		verdict := nfqueue.NfDrop
		if packet.Payload != nil && e.lets(ctx, *packet.Payload) {
			verdict = nfqueue.NfAccept
		}
		_ = queue.SetVerdict(*packet.PacketID, verdict)
		return 0
	}
	return queue.RegisterWithErrorFunc(ctx, judge, func(err error) int {
		fmt.Fprintln(os.Stderr, "a queue cannot be read:", err)
		return 0
	})
}

func (e *enforcer) lets(ctx context.Context, payload []byte) bool {
	packet, err := network.ParsePacket(payload)
	if err != nil {
		return false
	}
	known := *e.byAddress.Load()
	of, found := known[packet.SrcIP.String()]
	if !found {
		if of, found = known[packet.DstIP.String()]; !found {
			return true
		}
	}
	e.judged.Add(1)
	allowed, err := of.engine.EvaluatePacket(ctx, &packet)
	return err == nil && allowed
}

// take makes these worlds those that hold.
func (e *enforcer) take(given []worlds.World) error {
	known := map[string]*world{}
	for i := range given {
		made, err := worldOf(&given[i])
		if err != nil {
			return err
		}
		for ip := range made.pods {
			known[ip] = made
		}
	}
	e.byAddress.Store(&known)
	return nil
}

func worldOf(given *worlds.World) (*world, error) {
	made := &world{pods: map[string]*api.PodInfo{}}
	for i := range given.Pods {
		pod := &given.Pods[i]
		known := api.NewPodInfo(pod, given.NamespaceLabels(pod.Namespace), nil, "")
		for _, ip := range pod.Status.PodIPs {
			made.pods[ip.IP] = known
		}
	}
	asked, err := evaluators.Of(given)
	if err != nil {
		return nil, err
	}
	made.engine = networkpolicy.NewPolicyEngine(made, asked)
	return made, nil
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
