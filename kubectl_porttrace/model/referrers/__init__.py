"""Kinds whose objects name Service ports: what is decoded of each, and the references that are in it."""
