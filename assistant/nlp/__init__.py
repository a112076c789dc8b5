"""Language machinery without knowledge of work items: sentences, dates, names, generation, embeddings."""
