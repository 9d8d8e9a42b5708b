"""Picking and packing: lists for the shelves, and the count of each package by scanner."""
