"""The waitlist: who fits now, who is passed over, who follows whom, and places set by hand."""
