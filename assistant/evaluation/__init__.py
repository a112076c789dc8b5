"""Which of two models, prompts or rules is better on this job, and by how much: labelled talk, metrics, comparison."""
