"""Text to draft sets: issues, commands, a page, questions, each field with evidence."""
