// What netpol-analyzer lets through. It says only whether a connection may both leave and enter: 3 or 0.
package main

import (
	"encoding/json"
	"strconv"

	"github.com/np-guard/netpol-analyzer/pkg/manifests/parser"
	"github.com/np-guard/netpol-analyzer/pkg/netpol/eval"
	v1 "k8s.io/api/core/v1"
	"porttrace.test/worlds"
	npav1alpha1 "sigs.k8s.io/network-policy-api/apis/v1alpha1"
)

func main() {
	worlds.Serve(engine)
}

func engine(world *worlds.World) (worlds.Ask, error) {
	objects, err := objectsOf(world)
	if err != nil {
		return nil, err
	}
	analyzer, err := eval.NewPolicyEngineWithObjects(objects)
	if err != nil {
		return nil, err
	}
	return func(source, destination worlds.Peer, protocol v1.Protocol, port int) (byte, error) {
		allowed, err := analyzer.CheckIfAllowed(source.Name(), destination.Name(), string(protocol), strconv.Itoa(port))
		if err != nil || !allowed {
			return '0', err
		}
		return '3', nil
	}, nil
}

func objectsOf(world *worlds.World) ([]parser.K8sObject, error) {
	var objects []parser.K8sObject
	for i := range world.Namespaces {
		objects = append(objects, parser.K8sObject{Kind: parser.Namespace, Namespace: &world.Namespaces[i]})
	}
	for i := range world.Pods {
		objects = append(objects, parser.K8sObject{Kind: parser.Pod, Pod: &world.Pods[i]})
	}
	for i := range world.Policies {
		objects = append(objects, parser.K8sObject{Kind: parser.NetworkPolicy, NetworkPolicy: &world.Policies[i]})
	}
	if len(world.AdminPolicies) > 0 {
		var admin []npav1alpha1.AdminNetworkPolicy
		if err := json.Unmarshal(world.AdminPolicies, &admin); err != nil {
			return nil, err
		}
		for i := range admin {
			objects = append(objects, parser.K8sObject{Kind: parser.AdminNetworkPolicy, AdminNetworkPolicy: &admin[i]})
		}
	}
	if len(world.Baseline) > 0 {
		var baseline npav1alpha1.BaselineAdminNetworkPolicy
		if err := json.Unmarshal(world.Baseline, &baseline); err != nil {
			return nil, err
		}
		object := parser.K8sObject{Kind: parser.BaselineAdminNetworkPolicy, BaselineAdminNetworkPolicy: &baseline}
		objects = append(objects, object)
	}
	return objects, nil
}
