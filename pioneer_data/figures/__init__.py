"""One module a lesson: pure functions, choices in, chart and table out."""
