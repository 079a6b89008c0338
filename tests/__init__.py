"""Tests of kubectl-porttrace."""
