"""What the user sees. Importing the package alone loads no Qt."""
