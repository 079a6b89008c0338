// Package evaluators makes of a world what kube-network-policies, the reference engine of sig-network, asks in turn: the
// tier Admin, NetworkPolicy, the tier Baseline.
package evaluators

import (
	"encoding/json"

	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes/fake"
	"porttrace.test/worlds"
	"sigs.k8s.io/kube-network-policies/pkg/api"
	"sigs.k8s.io/kube-network-policies/pkg/networkpolicy"
	adminpolicy "sigs.k8s.io/kube-network-policies/plugins/npa-v1alpha1"
	clusterpolicy "sigs.k8s.io/kube-network-policies/plugins/npa-v1alpha2"
	npav1alpha1 "sigs.k8s.io/network-policy-api/apis/v1alpha1"
	npav1alpha2 "sigs.k8s.io/network-policy-api/apis/v1alpha2"
	npaclient "sigs.k8s.io/network-policy-api/pkg/client/clientset/versioned/fake"
	npainformers "sigs.k8s.io/network-policy-api/pkg/client/informers/externalversions"
	npapolicies "sigs.k8s.io/network-policy-api/pkg/client/informers/externalversions/apis"
)

// Of gives the evaluators for the policies of a world, in the order of the engine.
func Of(world *worlds.World) ([]api.PolicyEvaluator, error) {
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
