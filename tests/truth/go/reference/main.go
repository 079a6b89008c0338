// What kube-network-policies, the reference engine of sig-network, lets through: its evaluators, in the order of its
// engine - the tier Admin, NetworkPolicy, the tier Baseline.
package main

import (
	"context"
	"flag"
	"net"

	v1 "k8s.io/api/core/v1"
	"k8s.io/klog/v2"
	"porttrace.test/evaluators"
	"porttrace.test/worlds"
	"sigs.k8s.io/kube-network-policies/pkg/api"
	"sigs.k8s.io/kube-network-policies/pkg/network"
)

func main() {
	klog.InitFlags(nil)
	_ = flag.Set("logtostderr", "false")
	_ = flag.Set("stderrthreshold", "FATAL")
	worlds.Serve(engine)
}

func engine(world *worlds.World) (worlds.Ask, error) {
	asked, err := evaluators.Of(world)
	if err != nil {
		return nil, err
	}
	known := map[*v1.Pod]*api.PodInfo{}
	for i := range world.Pods {
		pod := &world.Pods[i]
		known[pod] = api.NewPodInfo(pod, world.NamespaceLabels(pod.Namespace), nil, "")
	}
	return func(source, destination worlds.Peer, protocol v1.Protocol, port int) (byte, error) {
		packet := &network.Packet{
			SrcIP: net.ParseIP(source.IP), DstIP: net.ParseIP(destination.IP),
			SrcPort: 43210, DstPort: port, Proto: protocol,
		}
		return decide(asked, packet, known[source.Pod], known[destination.Pod])
	}, nil
}

// decide does what runEgressPipeline and runIngressPipeline do: the first verdict other than Next is final.
func decide(evaluators []api.PolicyEvaluator, packet *network.Packet, source, destination *api.PodInfo) (byte, error) {
	ctx := context.Background()
	leaves, enters := api.VerdictNext, api.VerdictNext
	var err error
	for _, each := range evaluators {
		if leaves == api.VerdictNext {
			if leaves, err = each.EvaluateEgress(ctx, packet, source, destination); err != nil {
				return 0, err
			}
		}
		if enters == api.VerdictNext {
			if enters, err = each.EvaluateIngress(ctx, packet, source, destination); err != nil {
				return 0, err
			}
		}
	}
	digit := byte('0')
	if leaves != api.VerdictDeny {
		digit++
	}
	if enters != api.VerdictDeny {
		digit += 2
	}
	return digit, nil
}
