"""Dresses meshes: what masks read of a mesh, smart materials, weather, and what they make together."""
