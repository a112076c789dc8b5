"""The web app: thin screens over the pipeline and the store."""
