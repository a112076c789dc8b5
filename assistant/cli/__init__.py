"""The command line: a file per command over the pipeline and the store."""
