"""Training of the network that finds work, fields and commands, from labelled items that no test holds."""
