"""The screen of a guest as a picture and as text."""
