"""Waveforms to transcripts."""
