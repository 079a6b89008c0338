"""The way to a cluster: kubeconfig, credentials and TLS become one Connection."""
