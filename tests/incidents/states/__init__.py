"""Why pods are not ready: each reason and message as its component writes it, and what is to be said of it.

One module for each part of the kubelet, the scheduler and the controllers; their rows name the source they are from.
"""
