"""Bytes <-> frames, one file per format. Files from outside are hostile: they are read in a child process."""
