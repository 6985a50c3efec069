"""What the page of an event shows beside its list of articles."""
