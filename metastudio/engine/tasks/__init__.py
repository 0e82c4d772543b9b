"""What is learned from: pictures and functions, dealt as episodes."""
