"""Words the rules know, as plain lists."""
