"""Work, fields and commands found by a small network, trained on labelled talk, over words and candidate mentions."""
