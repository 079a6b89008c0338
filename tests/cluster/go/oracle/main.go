// The oracle: Kubernetes' own functions, asked over pipes. Each line of standard input is a question as JSON, each
// line of standard output its answer, in the same order.
//
//	{"findPort": {"pods": [...], "ports": [...]}}        -> [[8080, null], ...]   a row per pod, a number per port
//	{"route": {"service": {...}, "slices": [...], "nodes": [{"name": "a", "zone": "z"}]}}
//	  -> {"a": {"http/TCP": {"cluster": ["10.0.0.1:8080"], "local": [...]}}}      what kube-proxy uses on each node
//
// What decides is all upstream: k8s.io/endpointslice FindPort; pkg/proxy ServiceChangeTracker, EndpointsChangeTracker
// and CategorizeEndpoints. The labels that keep Services and slices from kube-proxy's watch are the caller's business.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"sort"

	v1 "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
	"k8s.io/endpointslice"
	"k8s.io/klog/v2"
	"k8s.io/kubernetes/pkg/proxy"
)

type question struct {
	FindPort *findPortQuestion `json:"findPort"`
	Route    *routeQuestion    `json:"route"`
}

type findPortQuestion struct {
	Pods  []v1.Pod         `json:"pods"`
	Ports []v1.ServicePort `json:"ports"`
}

type node struct {
	Name string `json:"name"`
	Zone string `json:"zone"`
}

type routeQuestion struct {
	Service v1.Service                `json:"service"`
	Slices  []discovery.EndpointSlice `json:"slices"`
	Nodes   []node                    `json:"nodes"`
	Family  v1.IPFamily               `json:"family"`
}

type routes struct {
	Cluster []string `json:"cluster"`
	Local   []string `json:"local"`
	Any     bool     `json:"any"`
}

func main() {
	// Upstream logs every slice it ignores.
	klog.InitFlags(nil)
	_ = flag.Set("logtostderr", "false")
	_ = flag.Set("stderrthreshold", "FATAL")
	input := bufio.NewReaderSize(os.Stdin, 1<<20)
	output := bufio.NewWriterSize(os.Stdout, 1<<20)
	defer output.Flush()
	decoder, encoder := json.NewDecoder(input), json.NewEncoder(output)
	for decoder.More() {
		var asked question
		if err := decoder.Decode(&asked); err != nil {
			fmt.Fprintln(os.Stderr, "the question cannot be read:", err)
			os.Exit(1)
		}
		if err := encoder.Encode(answer(asked)); err != nil {
			fmt.Fprintln(os.Stderr, "the answer cannot be written:", err)
			os.Exit(1)
		}
		if input.Buffered() == 0 {
			output.Flush()
		}
	}
}

func answer(asked question) any {
	switch {
	case asked.FindPort != nil:
		return findPorts(asked.FindPort)
	case asked.Route != nil:
		return route(asked.Route)
	}
	return nil
}

func findPorts(asked *findPortQuestion) [][]*int {
	rows := make([][]*int, len(asked.Pods))
	for i := range asked.Pods {
		rows[i] = make([]*int, len(asked.Ports))
		for j := range asked.Ports {
			if number, err := endpointslice.FindPort(&asked.Pods[i], &asked.Ports[j]); err == nil {
				rows[i][j] = &number
			}
		}
	}
	return rows
}

func route(asked *routeQuestion) map[string]map[string]routes {
	found := make(map[string]map[string]routes, len(asked.Nodes))
	for _, on := range asked.Nodes {
		found[on.Name] = routeOn(asked, on)
	}
	return found
}

func routeOn(asked *routeQuestion, on node) map[string]routes {
	services := proxy.NewServiceChangeTracker(asked.Family, nil, nil)
	services.Update(nil, &asked.Service)
	ports := make(proxy.ServicePortMap)
	ports.Update(services)
	slices := proxy.NewEndpointsChangeTracker(asked.Family, on.Name, nil, nil)
	for i := range asked.Slices {
		slices.EndpointSliceUpdate(&asked.Slices[i], false)
	}
	endpoints := make(proxy.EndpointsMap)
	endpoints.Update(slices)
	topology := map[string]string{v1.LabelTopologyZone: on.Zone}
	found := make(map[string]routes, len(ports))
	for name, port := range ports {
		cluster, local, _, any := proxy.CategorizeEndpoints(endpoints[name], port, on.Name, topology)
		found[fmt.Sprintf("%s/%s", name.Port, name.Protocol)] = routes{addresses(cluster), addresses(local), any}
	}
	return found
}

func addresses(endpoints []proxy.Endpoint) []string {
	found := make([]string, 0, len(endpoints))
	for _, endpoint := range endpoints {
		found = append(found, endpoint.String())
	}
	sort.Strings(found)
	return found
}
