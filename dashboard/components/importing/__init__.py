"""The pieces of the page that takes files in."""
