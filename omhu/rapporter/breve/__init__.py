"""The letters, one a file; see README.md in the folder above."""
