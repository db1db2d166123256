"""Files from outside on the screen: read once, planned at every change of the options, written at a press."""
