"""The public page: what everybody may see."""
