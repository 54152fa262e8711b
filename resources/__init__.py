"""Facts as data and pictures, read through importlib.resources."""
