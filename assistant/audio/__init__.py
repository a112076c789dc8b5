"""Sound in: files and microphones to waveforms, and voice activity."""
