"""Printed sheets: what each of them says, in the reader's language, set by `dashboard.drawing.typesetting`.

Sheets for the wall and for residents are made from the visitor's view of a community and nothing else.
"""
