// What kube-network-policies, the reference engine of sig-network, lets through: its evaluators, in the order of its
// engine - the tier Admin, NetworkPolicy, the tier Baseline.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"net"

	v1 "k8s.io/api/core/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/klog/v2"
	"porttrace.test/worlds"
	"sigs.k8s.io/kube-network-policies/pkg/api"
	"sigs.k8s.io/kube-network-policies/pkg/network"
	"sigs.k8s.io/kube-network-policies/pkg/networkpolicy"
	adminpolicy "sigs.k8s.io/kube-network-policies/plugins/npa-v1alpha1"
	clusterpolicy "sigs.k8s.io/kube-network-policies/plugins/npa-v1alpha2"
	npav1alpha1 "sigs.k8s.io/network-policy-api/apis/v1alpha1"
	npav1alpha2 "sigs.k8s.io/network-policy-api/apis/v1alpha2"
	npaclient "sigs.k8s.io/network-policy-api/pkg/client/clientset/versioned/fake"
	npainformers "sigs.k8s.io/network-policy-api/pkg/client/informers/externalversions"
	npapolicies "sigs.k8s.io/network-policy-api/pkg/client/informers/externalversions/apis"
)

func main() {
	klog.InitFlags(nil)
	_ = flag.Set("logtostderr", "false")
	_ = flag.Set("stderrthreshold", "FATAL")
	worlds.Serve(engine)
}

func engine(world *worlds.World) (worlds.Ask, error) {
	evaluators, err := evaluatorsOf(world)
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
		return decide(evaluators, packet, known[source.Pod], known[destination.Pod])
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

func evaluatorsOf(world *worlds.World) ([]api.PolicyEvaluator, error) {
	core := informers.NewSharedInformerFactory(fake.NewClientset(), 0)
	npa := npainformers.NewSharedInformerFactory(npaclient.NewSimpleClientset(), 0).Policy()
	before, after, err := ofTheCluster(world, core, npa)
	if err != nil {
		return nil, err
	}
	policies := core.Networking().V1().NetworkPolicies()
	for i := range world.Policies {
		spec := &world.Policies[i].Spec
		// Through the API server an empty list is none; a list that is there and empty means all to this engine.
		if len(spec.Ingress) == 0 {
			spec.Ingress = nil
		}
		if len(spec.Egress) == 0 {
			spec.Egress = nil
		}
		if err := policies.Informer().GetIndexer().Add(&world.Policies[i]); err != nil {
			return nil, err
		}
	}
	namespaces, pods := core.Core().V1().Namespaces(), core.Core().V1().Pods()
	before = append(before, networkpolicy.NewStandardNetworkPolicy("", namespaces, pods, policies))
	return append(before, after...), nil
}

// ofTheCluster gives the evaluators that come before NetworkPolicy, and those that come after.
func ofTheCluster(
	world *worlds.World, core informers.SharedInformerFactory, npa npapolicies.Interface,
) (before, after []api.PolicyEvaluator, err error) {
	cluster, admin := []npav1alpha2.ClusterNetworkPolicy{}, []npav1alpha1.AdminNetworkPolicy{}
	var baseline *npav1alpha1.BaselineAdminNetworkPolicy
	for target, text := range map[any]json.RawMessage{
		&cluster: world.ClusterPolicies, &admin: world.AdminPolicies, &baseline: world.Baseline,
	} {
		if len(text) > 0 {
			if err := json.Unmarshal(text, target); err != nil {
				return nil, nil, err
			}
		}
	}
	if len(cluster) > 0 {
		informer := npa.V1alpha2().ClusterNetworkPolicies()
		for i := range cluster {
			_ = informer.Informer().GetIndexer().Add(&cluster[i])
		}
		nodes := core.Core().V1().Nodes().Lister()
		before = append(before, clusterpolicy.NewClusterNetworkPolicy(npav1alpha2.AdminTier, informer, nil, nodes))
		after = append(after, clusterpolicy.NewClusterNetworkPolicy(npav1alpha2.BaselineTier, informer, nil, nodes))
	}
	if len(admin) > 0 {
		informer := npa.V1alpha1().AdminNetworkPolicies()
		for i := range admin {
			_ = informer.Informer().GetIndexer().Add(&admin[i])
		}
		before = append(before, adminpolicy.NewAdminNetworkPolicy(informer, nil))
	}
	if baseline != nil {
		informer := npa.V1alpha1().BaselineAdminNetworkPolicies()
		_ = informer.Informer().GetIndexer().Add(baseline)
		after = append(after, adminpolicy.NewBaselineAdminNetworkPolicy(informer))
	}
	return before, after, nil
}
