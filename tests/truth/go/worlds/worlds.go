// Package worlds reads worlds of pods and policies from standard input, one as JSON on each line, and writes what
// somebody says of each to standard output, in the same order.
//
// A world holds Namespaces, Pods and NetworkPolicies as the API server would store them, policies of the whole cluster
// as JSON, addresses outside of the cluster, and the protocols and numbers to ask about. Every pair of peers is asked
// about, in the order of the pods and then the addresses, sources first; but not two addresses, nor a pod and itself.
//
// An answer is one digit for each pair, protocol and number: 1 where the connection may leave its source, 2 where it
// may enter its destination, 3 where both; ? where there is no answer, and `error` says why.
package worlds

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"

	v1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
)

// World is what is asked about.
type World struct {
	Namespaces      []v1.Namespace               `json:"namespaces"`
	Pods            []v1.Pod                     `json:"pods"`
	Policies        []networkingv1.NetworkPolicy `json:"policies"`
	ClusterPolicies json.RawMessage              `json:"clusterPolicies"`
	AdminPolicies   json.RawMessage              `json:"adminPolicies"`
	Baseline        json.RawMessage              `json:"baseline"`
	Outside         []string                     `json:"outside"`
	Protocols       []v1.Protocol                `json:"protocols"`
	Ports           []int                        `json:"ports"`
}

// Peer is one end of a connection: a pod, or an address alone.
type Peer struct {
	Pod *v1.Pod
	IP  string
}

// Name is the pod's, or the address.
func (p Peer) Name() string {
	if p.Pod == nil {
		return p.IP
	}
	return p.Pod.Namespace + "/" + p.Pod.Name
}

// Ask answers for one connection with a digit, or says why it cannot.
type Ask func(source, destination Peer, protocol v1.Protocol, port int) (byte, error)

type answer struct {
	Digits string `json:"digits"`
	Error  string `json:"error,omitempty"`
}

// Serve answers for every world there is; `of` makes of a world what is asked.
func Serve(of func(*World) (Ask, error)) {
	output := bufio.NewWriterSize(os.Stdout, 1<<20)
	defer output.Flush()
	input := bufio.NewReaderSize(os.Stdin, 1<<20)
	decoder, encoder := json.NewDecoder(input), json.NewEncoder(output)
	for decoder.More() {
		var world World
		if err := decoder.Decode(&world); err != nil {
			fmt.Fprintln(os.Stderr, "the world cannot be read:", err)
			os.Exit(1)
		}
		var told answer
		if ask, err := of(&world); err != nil {
			told.Error = err.Error()
		} else {
			told = world.each(ask)
		}
		if err := encoder.Encode(told); err != nil {
			fmt.Fprintln(os.Stderr, "the answer cannot be written:", err)
			os.Exit(1)
		}
		if input.Buffered() == 0 {
			output.Flush()
		}
	}
}

// NamespaceLabels gives the labels of a namespace.
func (w *World) NamespaceLabels(name string) map[string]string {
	for i := range w.Namespaces {
		if w.Namespaces[i].Name == name {
			return w.Namespaces[i].Labels
		}
	}
	return map[string]string{v1.LabelMetadataName: name}
}

func (w *World) peers() []Peer {
	var found []Peer
	for i := range w.Pods {
		found = append(found, Peer{Pod: &w.Pods[i], IP: w.Pods[i].Status.PodIP})
	}
	for _, ip := range w.Outside {
		found = append(found, Peer{IP: ip})
	}
	return found
}

func (w *World) each(ask Ask) answer {
	var digits strings.Builder
	refused := ""
	peers := w.peers()
	for s, source := range peers {
		for d, destination := range peers {
			if s == d || (source.Pod == nil && destination.Pod == nil) {
				continue
			}
			for _, protocol := range w.Protocols {
				for _, port := range w.Ports {
					digit, err := ask(source, destination, protocol, port)
					if err != nil {
						digit, refused = '?', err.Error()
					}
					digits.WriteByte(digit)
				}
			}
		}
	}
	return answer{digits.String(), refused}
}
