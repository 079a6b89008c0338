// Which hosts and paths a pattern is for, by Go's own standard library where it has the same rule.
//
// Each line of standard input is a question as JSON, each line of standard output its answer: for every pattern a text
// of one digit for each other, 1 where it matches.
//
//	{"rule": "gateway", "patterns": ["*.a.com"], "others": ["b.a.com"]} -> ["1"]
//
// The rules: `ingress-host` is that of certificates, whose wildcard stands for one label as well (crypto/x509); `path` is
// that of net/http's ServeMux, where `/foo/` is for all below and `/foo` for itself; `gateway` is written out here, label
// by label, for the standard library has none: a wildcard stands for one label or more.
package main

import (
	"bufio"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
)

type question struct {
	Rule     string   `json:"rule"`
	Patterns []string `json:"patterns"`
	Others   []string `json:"others"`
}

var rules = map[string]func(pattern string) func(other string) bool{
	"ingress-host": certificate,
	"path":         prefix,
	"gateway":      gateway,
}

func main() {
	output := bufio.NewWriter(os.Stdout)
	defer output.Flush()
	decoder, encoder := json.NewDecoder(bufio.NewReader(os.Stdin)), json.NewEncoder(output)
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
		output.Flush()
	}
}

func answer(asked question) []string {
	rows := make([]string, len(asked.Patterns))
	for i, pattern := range asked.Patterns {
		matches := rules[asked.Rule](pattern)
		row := make([]byte, len(asked.Others))
		for j, other := range asked.Others {
			row[j] = '0'
			if matches(other) {
				row[j] = '1'
			}
		}
		rows[i] = string(row)
	}
	return rows
}

func certificate(pattern string) func(string) bool {
	held := x509.Certificate{DNSNames: []string{pattern}}
	return func(host string) bool { return pattern == "" || held.VerifyHostname(host) == nil }
}

func prefix(pattern string) func(string) bool {
	mux := http.NewServeMux()
	bare := strings.TrimRight(pattern, "/")
	mux.Handle(bare+"/", http.NotFoundHandler())
	if bare != "" {
		mux.Handle(bare, http.NotFoundHandler())
	}
	return func(path string) bool {
		_, found := mux.Handler(&http.Request{Method: http.MethodGet, URL: &url.URL{Path: path}})
		return found != ""
	}
}

func gateway(pattern string) func(string) bool {
	return func(other string) bool {
		return pattern == "" || other == "" || common(strings.Split(pattern, "."), strings.Split(other, "."))
	}
}

// common tells whether some name is meant by both lists of labels, read from the left.
func common(one, other []string) bool {
	if len(one) == 0 || len(other) == 0 {
		return len(one) == len(other)
	}
	switch {
	case one[0] == "*" && other[0] == "*":
		return common(one[1:], other[1:]) || common(one, other[1:]) || common(one[1:], other)
	case one[0] == "*":
		return common(one[1:], other[1:]) || common(one, other[1:])
	case other[0] == "*":
		return common(other, one)
	}
	return one[0] == other[0] && common(one[1:], other[1:])
}
