"""Frozen values shared by every stage; they know nothing of storage, models or screens."""
