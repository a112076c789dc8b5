"""One module per draft field, all with the same `propose` function."""
