"""Meshes and materials in the file formats of other programs, one file a format."""
